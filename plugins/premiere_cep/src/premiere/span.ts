/** The frames that would be scored: the selected clips, else in to out, else all of the sequence. */

import { HostError, type ScoredRange } from "../host";
import { isWish } from "./marking";
import type { Clip, Facts, Marker, Reader } from "./reading";
import { frameAt, ticksAt } from "./ticks";

/** The range of the active sequence, with the wish that a marker tells. */
export async function rangeOf(reader: Reader, facts: Facts): Promise<ScoredRange> {
  const end = await lengthOf(reader, facts);
  const wish = wishOf(await reader.markers(facts));
  const chosen = await reader.selection(facts);
  const marked = inToOut(facts, end);
  const [first, last, from] =
    chosen.length > 0
      ? [min(chosen.map(([start]) => start)), max(chosen.map(([, after]) => after)), "selection" as const]
      : marked === null
        ? [0n, end, "sequence" as const]
        : [...marked, "in_out" as const];
  const start = Math.max(frameAt(first, facts.timebase), 0);
  const after = Math.min(frameAt(last, facts.timebase), frameAt(end, facts.timebase));
  if (start >= after) {
    const where = { selection: "the selected clips", in_out: "in to out", sequence: "the sequence" }[from];
    throw new HostError("RANGE_EMPTY", `There is nothing to score in ${where}; select clips or set in and out.`);
  }
  return { start, end: after, from, wish };
}

/** Where the last clip of the editor ends; our own music may ring on beyond it. */
export async function lengthOf(reader: Reader, facts: Facts): Promise<bigint> {
  return lastEnd(reader, facts, (clip) => !clip.ours);
}

/** Where the last clip ends, whosever it is. */
export async function endOfAll(reader: Reader, facts: Facts): Promise<bigint> {
  return lastEnd(reader, facts, () => true);
}

/** What the marker named `wish` says; empty without one. */
export function wishOf(markers: readonly Marker[]): string {
  return markers.find(isWish)?.comment.trim() ?? "";
}

/**
 * In and out from the first frame; null where neither is set.
 *
 * ExtendScript counts them with the zero point in, unlike clips (4); that neither guide says so, and builds may
 * differ, is why they are taken so only where both lie at or beyond it and would still lie on the sequence.
 */
export function inToOut(facts: Facts, end: bigint): readonly [bigint, bigint] | null {
  const { inPoint, outPoint, zero } = facts;
  if (inPoint === null && outPoint === null) {
    return null;
  }
  const set = [inPoint, outPoint].filter((mark): mark is bigint => mark !== null);
  const counted = zero > 0n && set.every((mark) => mark >= zero && mark - zero <= end + ticksAt(1, facts.timebase));
  const less = counted ? zero : 0n;
  const first = inPoint === null ? 0n : inPoint - less;
  const last = outPoint === null ? end : outPoint - less;
  // UXP tells of points that are not set as the whole sequence.
  return first === 0n && last >= end ? null : [first, last];
}

async function lastEnd(reader: Reader, facts: Facts, counts: (clip: Clip) => boolean): Promise<bigint> {
  const ends: bigint[] = [0n];
  for (const kind of ["video", "audio"] as const) {
    for (let index = 0; index < facts[kind]; index++) {
      const last = await reader.lastClip(facts, kind, index, counts);
      ends.push(last?.end ?? 0n);
    }
  }
  return max(ends);
}

function min(values: readonly bigint[]): bigint {
  return values.reduce((a, b) => (a < b ? a : b));
}

function max(values: readonly bigint[]): bigint {
  return values.reduce((a, b) => (a > b ? a : b));
}
