/** The sounds and markers of a sequence as they lie, in the words of PlanPlacement. */

import { HostError } from "../host";
import type { LaidClip, LaidTimeline } from "../placement";
import { dataOf, laidMarker, stemsTold } from "./marking";
import type { Clip, Facts, Marker, Reader, Track } from "./reading";
import { frameAt, rateText } from "./ticks";
import { timecodeOf } from "./timecode";

/** What our tracks are called, before the stem; where Premiere cannot name tracks they are known by their clips. */
export const TRACK = "NingBGM ";

/** All that was read for it. */
export interface Lying {
  readonly facts: Facts;
  readonly tracks: readonly Track[];
  /** What our tracks are called, by index; see `namesOf`. */
  readonly names: readonly string[];
  readonly markers: readonly Marker[];
  readonly laid: LaidTimeline;
}

/** Reads the active sequence. `remembered` tells which empty tracks are ours: id to name. */
export async function readLying(
  reader: Reader,
  facts: Facts,
  remembered: ReadonlyMap<string, string>,
): Promise<Lying> {
  const tracks: Track[] = [];
  for (let index = 0; index < facts.audio; index++) {
    tracks.push(await reader.track(facts, "audio", index));
  }
  const markers = await reader.markers(facts);
  const names = namesOf(tracks, markers, remembered);
  const laid = {
    sequenceId: facts.id,
    rate: rateText(facts.timebase, facts.dropFrame),
    startTimecode: timecodeOf(frameAt(facts.zero, facts.timebase), facts.timebase, facts.dropFrame),
    playhead: `${await playheadFrame(reader, facts, endOf(tracks))}f`,
    clips: tracks.flatMap((track) => track.clips.map((clip) => laidClip(clip, track, names, facts))),
    markers: markers.map((marker) => laidMarker(marker, facts)),
  };
  return { facts, tracks, names, markers, laid };
}

/** The frame under the playhead, from the first one. It is told without the zero point; if not, it is taken off. */
export async function playheadFrame(reader: Reader, facts: Facts, end: bigint): Promise<number> {
  const at = await reader.playhead(facts);
  const counted = facts.zero > 0n && at > end && at >= facts.zero;
  return frameAt(counted ? at - facts.zero : at, facts.timebase);
}

/** Whether nothing changed but the playhead. */
export function sameLying(before: LaidTimeline, now: LaidTimeline): boolean {
  const told = (laid: LaidTimeline): string => JSON.stringify({ ...laid, playhead: "" });
  return told(before) === told(now);
}

/** A clip and the index of the sound track that it lies on. */
export interface Lain {
  readonly clip: Clip;
  readonly index: number;
}

/** Our clip with this id. Throws a `HostError` where it is gone or not ours. */
export function lainClip(lying: Lying, id: string): Lain {
  for (const track of lying.tracks) {
    const clip = track.clips.find((one) => one.id === id);
    if (clip !== undefined && clip.ours) {
      return { clip, index: track.index };
    }
  }
  throw new HostError("TIMELINE_CHANGED", "A clip that was to go is not there any more; try again.");
}

/** The marker of a cue by its data. Throws a `HostError` where it is gone. */
export function lainMarker(lying: Lying, data: string): Marker {
  const found = lying.markers.find((one) => dataOf(one.comment) === data);
  if (found === undefined) {
    throw new HostError("TIMELINE_CHANGED", "A marker that was to go is not there any more; try again.");
  }
  return found;
}

/** The sequence that is open. */
export async function activeFacts(reader: Reader): Promise<Facts> {
  const facts = await reader.active();
  if (facts === null) {
    throw new HostError("NO_SEQUENCE", "No sequence is open; open the one to score.");
  }
  return facts;
}

/**
 * Each track's name, ours by what lies on it: where only our sounds of one stem lie, it is that stem's track,
 * whatever Premiere calls it.
 */
function namesOf(
  tracks: readonly Track[],
  markers: readonly Marker[],
  remembered: ReadonlyMap<string, string>,
): string[] {
  const stems = stemsTold(markers);
  const taken = new Set<string>();
  const unique = (name: string, otherwise: string): string => {
    const free = !taken.has(name);
    taken.add(name);
    return free ? name : otherwise;
  };
  return tracks.map((track) => {
    if (track.name.startsWith(TRACK)) {
      return unique(track.name, track.name);
    }
    const own = track.clips.filter((clip) => clip.ours);
    const named = [...new Set(own.map((clip) => stems.get(clip.path)).filter((stem) => stem !== undefined))];
    if (named.length === 1 && own.length === track.clips.length) {
      return unique(`${TRACK}${named[0]}`, track.name);
    }
    const kept = remembered.get(track.id);
    return kept !== undefined && own.length === track.clips.length ? unique(kept, track.name) : track.name;
  });
}

function laidClip(clip: Clip, track: Track, names: readonly string[], facts: Facts): LaidClip {
  const start = frameAt(clip.start, facts.timebase);
  return {
    clipId: clip.id,
    trackIndex: track.index,
    trackName: names[track.index] ?? track.name,
    startFrame: start,
    frameCount: frameAt(clip.end, facts.timebase) - start,
    sourceId: clip.path,
    name: clip.name,
    ours: clip.ours,
  };
}

function endOf(tracks: readonly Track[]): bigint {
  return tracks.flatMap((track) => track.clips).reduce((end, clip) => (clip.end > end ? clip.end : end), 0n);
}
