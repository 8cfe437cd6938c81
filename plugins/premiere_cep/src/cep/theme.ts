/** Premiere's colours, as CEP tells them. */

import type { Theme } from "../host";

const USUAL: Theme = { background: "#232323", text: "#d6d6d6", accent: "#2d8ceb", fontSizePx: 12 };

interface Colour {
  readonly color?: { readonly red?: number; readonly green?: number; readonly blue?: number };
}

interface Skin {
  readonly panelBackgroundColor?: Colour;
  readonly systemHighlightColor?: { readonly red?: number; readonly green?: number; readonly blue?: number };
  readonly baseFontSize?: number;
}

/** The theme in a host environment; the usual dark one where it is not told. */
export function themeOf(environment: string): Theme {
  let skin: Skin = {};
  try {
    skin = (JSON.parse(environment) as { appSkinInfo?: Skin }).appSkinInfo ?? {};
  } catch {
    return USUAL;
  }
  const background = hex(skin.panelBackgroundColor?.color) ?? USUAL.background;
  return {
    background,
    text: lightness(background) < 128 ? USUAL.text : "#202020",
    accent: hex(skin.systemHighlightColor) ?? USUAL.accent,
    fontSizePx: skin.baseFontSize !== undefined && skin.baseFontSize >= 8 ? skin.baseFontSize : USUAL.fontSizePx,
  };
}

function hex(colour: { red?: number; green?: number; blue?: number } | undefined): string | null {
  const parts = [colour?.red, colour?.green, colour?.blue];
  if (parts.some((part) => typeof part !== "number")) {
    return null;
  }
  return `#${parts.map((part) => Math.round(part ?? 0).toString(16).padStart(2, "0")).join("")}`;
}

function lightness(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
  return 0.299 * (red ?? 0) + 0.587 * (green ?? 0) + 0.114 * (blue ?? 0);
}
