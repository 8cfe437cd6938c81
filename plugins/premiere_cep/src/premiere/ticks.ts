/**
 * Time as Premiere has it: whole ticks, 254 016 000 000 to the second, so that every frame rate and 48 kHz come
 * out whole. Ticks are `bigint`: ten hours of them no longer fit into a number.
 */

/** Ticks of a second. */
export const TICKS_PER_SECOND = 254_016_000_000n;
const TICKS_PER_SAMPLE = TICKS_PER_SECOND / 48_000n;

/** The frame nearest to a moment. */
export function frameAt(ticks: bigint, timebase: bigint): number {
  const doubled = 2n * ticks + timebase;
  const floored = doubled / (2n * timebase);
  return Number(doubled < 0n && doubled % (2n * timebase) !== 0n ? floored - 1n : floored);
}

/** The moment of a frame. */
export function ticksAt(frame: number, timebase: bigint): bigint {
  return BigInt(frame) * timebase;
}

/** A moment in frames and parts of them. */
export function framesOf(ticks: bigint, timebase: bigint): number {
  const whole = ticks / timebase;
  return Number(whole) + Number(ticks - whole * timebase) / Number(timebase);
}

/** A moment in seconds; the nearest number there is. */
export function secondsOf(ticks: bigint): number {
  const whole = ticks / TICKS_PER_SECOND;
  return Number(whole) + Number(ticks - whole * TICKS_PER_SECOND) / Number(TICKS_PER_SECOND);
}

/** How long so many samples at 48 kHz are. */
export function ticksOfSamples(samples: number): bigint {
  return BigInt(samples) * TICKS_PER_SAMPLE;
}

/** Ticks from their text; null where it is none, or says that no point is set (5). */
export function ticksFrom(text: string | null | undefined): bigint | null {
  return text !== null && text !== undefined && /^\d+$/.test(text) ? BigInt(text) : null;
}

/** A frame rate as the daemon reads it: `25`, `30000/1001`, `29.97 DF`. */
export function rateText(timebase: bigint, dropFrame: boolean): string {
  const divisor = gcd(TICKS_PER_SECOND, timebase);
  const [above, below] = [TICKS_PER_SECOND / divisor, timebase / divisor];
  if (dropFrame) {
    return `${(Number(above) / Number(below)).toFixed(2)} DF`;
  }
  return below === 1n ? String(above) : `${above}/${below}`;
}

/** Frames a second, for OpenTimelineIO. */
export function rateOf(timebase: bigint): number {
  return Number(TICKS_PER_SECOND) / Number(timebase);
}

function gcd(a: bigint, b: bigint): bigint {
  return b === 0n ? a : gcd(b, a % b);
}
