/** The colours of the program, and those that are made from them, as CSS variables of the panel. */

import type { Theme } from "../host";

/** `--name` to value. */
export function variablesOf({ background, text, accent, fontSizePx }: Theme): Readonly<Record<string, string>> {
  const dark = brightness(background) < 128;
  const [up, down] = dark ? ["#ffffff", "#000000"] : ["#000000", "#ffffff"];
  return {
    "--background": background,
    "--field": mixed(background, down, dark ? 0.28 : 0.6),
    "--raised": mixed(background, up, 0.05),
    "--hover": mixed(background, up, 0.1),
    "--line": mixed(background, up, 0.14),
    "--edge": mixed(background, up, 0.28),
    "--text": text,
    "--dim": mixed(text, background, brightness(background) < 40 ? 0.34 : 0.18),
    "--strong": dark ? "#ffffff" : "#000000",
    "--accent": accent,
    "--on-accent": brightness(accent) < 150 ? "#ffffff" : "#101010",
    "--music": dark ? "#3fb6a8" : "#0f7f74",
    "--good": dark ? "#4bb96f" : "#1f7a3f",
    "--bad": dark ? "#ec6a66" : "#c02622",
    "--note": dark ? "#d9a441" : "#8f6200",
    "--size": `${Math.min(Math.max(fontSizePx, 11), 16)}px`,
  };
}

/** A colour on its way from one to another: 0 is the first, 1 the second. */
function mixed(from: string, to: string, share: number): string {
  const [a, b] = [channels(from), channels(to)];
  const mix = a.map((value, n) => Math.round(value + ((b[n] ?? 0) - value) * share));
  return `#${mix.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}

/** 0 to 255, as the eye weighs it (ITU-R BT.601). */
function brightness(colour: string): number {
  const [red = 0, green = 0, blue = 0] = channels(colour);
  return 0.299 * red + 0.587 * green + 0.114 * blue;
}

function channels(colour: string): readonly number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) || 0);
}
