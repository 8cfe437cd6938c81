/** Whether a sound has room on its track. */

import { HostError } from "../host";
import type { Clip } from "./reading";
import { ticksOfSamples } from "./ticks";

/** How much two sounds may overlap: two samples. */
const SLACK = ticksOfSamples(2);

/**
 * How much of a sound fits before the next one. Where a frame is no whole number of samples a sound may be a sample
 * longer than its frames; it would cut the head off what begins right after it.
 */
export function roomFor(start: bigint, length: bigint, there: readonly Clip[], where: string): bigint {
  const met = there.filter((one) => one.start < start + length && start < one.end);
  const after = met.filter((one) => one.start > start).map((one) => one.start);
  const next = after.reduce((end, one) => (one < end ? one : end), start + length);
  const inTheWay = met.some((one) => start + length - one.start > SLACK && one.end - start > SLACK);
  if (inTheWay) {
    throw new HostError("HOST_REFUSED", `Another clip lies where ${where}; move it, and try again.`);
  }
  return next - start;
}

/** Whether two moments are one, as far as sounds go: Premiere may round them to a sample. */
export function close(a: bigint, b: bigint): boolean {
  return a - b <= SLACK && b - a <= SLACK;
}
