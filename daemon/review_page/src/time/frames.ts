/** Frames of the edit and samples at 48 kHz, exactly, the way the daemon counts them. */

export const SAMPLE_RATE = 48_000;

/** Frames a second as an exact fraction, and how its timecode counts. */
export interface Rate {
  readonly num: number;
  readonly den: number;
  readonly drop: boolean;
}

/** The 48 kHz sample nearest to a frame's start. */
export function sampleAt(frame: number, rate: Rate): number {
  return Math.floor((2 * frame * SAMPLE_RATE * rate.den + rate.num) / (2 * rate.num));
}

/** The frame that is shown at a sample; a frame's own first sample, although rounded, shows that frame. */
export function frameAt(sample: number, rate: Rate): number {
  return Math.floor(((2 * sample + 1) * rate.num) / (2 * SAMPLE_RATE * rate.den));
}

/** Place of a sample on the axis in frames, with its fraction. */
export function framesOf(sample: number, rate: Rate): number {
  return (sample * rate.num) / (SAMPLE_RATE * rate.den);
}

/** Frames a second as a number, for drawing only. */
export function fps(rate: Rate): number {
  return rate.num / rate.den;
}

/** Keeps a number between two others. */
export function within(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
