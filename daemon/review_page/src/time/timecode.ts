/** Timecode after SMPTE ST 12-1, drop-frame included. */
import type { Rate } from "./frames";

/** Frames that a timecode second counts. */
export function nominal(rate: Rate): number {
  return Math.ceil(rate.num / rate.den);
}

/** A frame count as `01:00:05:00`, with `;` before the frames where numbers are dropped. */
export function timecode(frame: number, rate: Rate): string {
  const base = nominal(rate);
  let count = Math.abs(frame);
  if (rate.drop) {
    const dropped = Math.floor(base / 15);
    const tenMinutes = 600 * base - 9 * dropped;
    const rest = count % tenMinutes;
    count += 9 * dropped * Math.floor(count / tenMinutes);
    if (rest >= 60 * base) count += dropped * (1 + Math.floor((rest - 60 * base) / (60 * base - dropped)));
  }
  const seconds = Math.floor(count / base);
  const clock = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60].map(two).join(":");
  return `${frame < 0 ? "-" : ""}${clock}${rate.drop ? ";" : ":"}${two(count % base)}`;
}

/** The frame count of a timecode; null where it is none, or one that drop-frame leaves out. */
export function parseTimecode(text: string, rate: Rate): number | null {
  const match = /^(\d{1,2}):(\d{2}):(\d{2})[:;.](\d{2,3})$/.exec(text.trim());
  if (!match) return null;
  const [hours, minutes, seconds, frames] = match.slice(1).map(Number) as [number, number, number, number];
  const base = nominal(rate);
  if (minutes > 59 || seconds > 59 || frames >= base) return null;
  const count = ((hours * 60 + minutes) * 60 + seconds) * base + frames;
  if (!rate.drop) return count;
  const dropped = Math.floor(base / 15);
  if (seconds === 0 && minutes % 10 !== 0 && frames < dropped) return null;
  const all = hours * 60 + minutes;
  return count - dropped * (all - Math.floor(all / 10));
}

/** A length in frames in words: `12 f`, `3.4 s`, `2:05`. */
export function lengthOf(frames: number, rate: Rate): string {
  const seconds = (frames * rate.den) / rate.num;
  if (seconds < 1) return `${frames} f`;
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  return `${Math.floor(seconds / 60)}:${two(Math.floor(seconds % 60))}`;
}

function two(value: number): string {
  return String(value).padStart(2, "0");
}
