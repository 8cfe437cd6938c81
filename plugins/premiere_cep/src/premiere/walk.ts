/** Reads a sequence with all that it shows, track by track, so that Premiere stays free in between. */

import { HostError, type OnShare } from "../host";
import type { Walked } from "./otio";
import type { Facts, Reader, Track } from "./reading";

const DEEPEST = 16;

/** The sequence, and those that it shows by the item of the project. */
export async function walk(
  reader: Reader,
  facts: Facts,
  onShare: OnShare,
  signal?: AbortSignal,
): Promise<readonly [Walked, ReadonlyMap<string, Walked>]> {
  const nested = new Map<string, Walked>();
  const whole = await walkOne(reader, facts, onShare, signal);
  let inside = shownBy(whole.tracks);
  for (let depth = 0; inside.length > 0 && depth < DEEPEST; depth++) {
    const next: string[] = [];
    for (const item of inside.filter((one) => !nested.has(one))) {
      const found = await reader.sequenceOf(item);
      if (found !== null) {
        const walked = await walkOne(reader, found, () => undefined, signal);
        nested.set(item, walked);
        next.push(...shownBy(walked.tracks));
      }
    }
    inside = next;
  }
  onShare(1);
  return [whole, nested];
}

async function walkOne(reader: Reader, facts: Facts, onShare: OnShare, signal?: AbortSignal): Promise<Walked> {
  const tracks: Track[] = [];
  const all = facts.video + facts.audio;
  for (const kind of ["video", "audio"] as const) {
    for (let index = 0; index < facts[kind]; index++) {
      if (signal?.aborted === true) {
        throw new HostError("HOST_BUSY", "Reading the sequence was cancelled.");
      }
      tracks.push(await reader.track(facts, kind, index));
      onShare(tracks.length / (all + 1));
    }
  }
  return { facts, tracks, markers: await reader.markers(facts) };
}

function shownBy(tracks: readonly Track[]): string[] {
  const items = tracks.flatMap((track) => track.clips.map((clip) => clip.nested));
  return [...new Set(items.filter((item) => item !== ""))];
}
