/** Where the ruler has its lines, and how far apart they are readable. */
import { nominal, parseTimecode, timecode } from "./timecode";
import type { Rate } from "./frames";

/** The lines of the ruler: labelled ones every `major` timecode frames, small ones every `minor`. */
export interface Steps {
  readonly major: number;
  readonly minor: number;
}

/** The finest steps whose labels stay `apart` pixels from each other. */
export function stepsFor(framesPerPx: number, rate: Rate, apart = 104): Steps {
  const base = nominal(rate);
  const frames = [1, 2, 5, 10].filter((step) => step < base);
  const seconds = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200];
  const steps = [...frames, ...seconds.map((second) => second * base)];
  const major = steps.find((step) => step / framesPerPx >= apart) ?? steps[steps.length - 1]!;
  const minor = steps.find((step) => major % step === 0 && step / framesPerPx >= 9) ?? major;
  return { major, minor: Math.min(minor, major) };
}

/**
 * Frames from the edit's start at which a multiple of `step` timecode frames lies, between two frames.
 * Numbers that drop-frame leaves out stand at the first frame after them.
 */
export function ticks(from: number, to: number, step: number, rate: Rate, startFrame: number): number[] {
  const base = nominal(rate);
  const found: number[] = [];
  const first = labelCount(timecode(Math.max(0, Math.floor(from) + startFrame), rate), base);
  for (let label = Math.floor(first / step) * step; found.length < 2000; label += step) {
    const frame = frameOf(label, base, rate) - startFrame;
    if (frame > to) break;
    if (frame >= from) found.push(frame);
  }
  return found;
}

function labelCount(text: string, base: number): number {
  const [hours, minutes, seconds, frames] = text.split(/[:;]/).map(Number) as [number, number, number, number];
  return ((hours * 60 + minutes) * 60 + seconds) * base + frames;
}

function frameOf(label: number, base: number, rate: Rate): number {
  const seconds = Math.floor(label / base);
  const two = (value: number) => String(value).padStart(2, "0");
  const clock = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  for (let late = 0; late < 5; late++) {
    const frame = parseTimecode(`${clock}:${two((label % base) + late)}`, rate);
    if (frame !== null) return frame;
  }
  return label;
}
