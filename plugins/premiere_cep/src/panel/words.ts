/** Numbers as an editor reads them. */

import type { Sequence } from "../host";
import { TICKS_PER_SECOND } from "../premiere/ticks";
import { timecodeOf } from "../premiere/timecode";

/** Length of a frame of the sequence in seconds. */
export function frameSeconds(sequence: Sequence): number {
  return sequence.ticksPerFrame / Number(TICKS_PER_SECOND);
}

/** Timecode of a frame of the sequence: `01:00:05:12`. */
export function timecode(frame: number, { zeroFrame, ticksPerFrame, dropFrame }: Sequence): string {
  return timecodeOf(zeroFrame + Math.round(frame), BigInt(ticksPerFrame), dropFrame);
}

/** `8 s`, `32.5 s`, `2:05`. */
export function length(seconds: number): string {
  if (seconds < 60) return `${Number(seconds.toFixed(1))} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** `about 40 s left`, `about 3 min left`. */
export function timeLeft(seconds: number): string {
  if (seconds < 5) return "a few seconds left";
  if (seconds < 90) return `about ${Math.ceil(seconds / 5) * 5} s left`;
  return `about ${Math.round(seconds / 60)} min left`;
}

/** `1 hit`, `3 hits`. */
export function counted(count: number, thing: string): string {
  return `${count} ${thing}${count === 1 ? "" : "s"}`;
}

/** `+12 ms`, `0 ms`. */
export function milliseconds(error: number): string {
  const whole = Math.round(error);
  return `${whole > 0 ? "+" : ""}${whole === 0 ? 0 : whole} ms`;
}
