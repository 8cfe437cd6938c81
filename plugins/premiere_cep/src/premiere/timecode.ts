/** Timecode of a frame number, with and without numbers left out (SMPTE ST 12-1). */

import { TICKS_PER_SECOND } from "./ticks";

/** `01:00:00:00`, or `01:00:00;00` where it drops frame numbers. */
export function timecodeOf(frame: number, timebase: bigint, dropFrame: boolean): string {
  const nominal = Number((TICKS_PER_SECOND + timebase / 2n) / timebase);
  const number = dropFrame ? withDropped(frame, nominal) : frame;
  const parts = [
    Math.floor(number / (nominal * 3600)) % 24,
    Math.floor(number / (nominal * 60)) % 60,
    Math.floor(number / nominal) % 60,
    number % nominal,
  ].map((part) => String(part).padStart(2, "0"));
  return `${parts.slice(0, 3).join(":")}${dropFrame ? ";" : ":"}${parts[3]}`;
}

/** The number that a dropping timecode shows: at each minute but every tenth, two (or four) are left out. */
function withDropped(frame: number, nominal: number): number {
  const dropped = nominal / 15;
  const [minute, tenMinutes] = [nominal * 60 - dropped, nominal * 600 - dropped * 9];
  const tens = Math.floor(frame / tenMinutes);
  const rest = frame % tenMinutes;
  const minutes = rest < nominal * 60 ? 0 : 1 + Math.floor((rest - nominal * 60) / minute);
  return frame + dropped * (9 * tens + minutes);
}
