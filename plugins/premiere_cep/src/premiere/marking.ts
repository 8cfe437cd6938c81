/**
 * Markers of ours: the note for people and, below an empty line, a line of JSON that tells which cue it is. The
 * comment is the one place that both of Premiere's doors read and write, and that a copied project keeps.
 */

import type { CueMarker, LaidMarker } from "../placement";
import type { Clip, Facts, Marker } from "./reading";
import { frameAt } from "./ticks";

/** A marker of this name says in its comment what the music shall be like. */
const WISH = "wish";
const TOLD = /(?:^|[\r\n])(\{"[^\r\n]*\})\s*$/;

/** Cyan; the nearest to mint that Premiere has. */
export const MARKER_COLOUR = 7;

/** What is written into a marker's comment. */
export function commentOf(note: string, data: string): string {
  return `${note}\n\n${data}`;
}

/** What was written into a marker for us; empty where it is none of ours. */
export function dataOf(comment: string): string {
  const data = TOLD.exec(comment)?.[1] ?? "";
  return cueOf(data) === null ? "" : data;
}

/** Whether a marker says what the music shall be like. */
export function isWish(marker: Marker): boolean {
  return marker.name.trim().toLowerCase() === WISH;
}

/** The marker as PlanPlacement wants it. */
export function laidMarker(marker: Marker, facts: Facts): LaidMarker {
  return { frame: frameAt(marker.start, facts.timebase), data: dataOf(marker.comment) };
}

/** A marker's data with what was put down for it: `stems.{stem}` is [file, frames]. */
export function toldOf(marker: CueMarker, clips: ReadonlyMap<string, Clip>, facts: Facts): string {
  const told = JSON.parse(marker.data) as Told;
  const stems: Record<string, unknown> = { ...told.stems };
  for (const [stem, clip] of clips) {
    stems[stem] = [clip.path, frameAt(clip.end, facts.timebase) - frameAt(clip.start, facts.timebase)];
  }
  return JSON.stringify({ ...told, stems });
}

/** File to stem, of all that markers of ours tell. */
export function stemsTold(markers: readonly Marker[]): ReadonlyMap<string, string> {
  const stems = new Map<string, string>();
  for (const marker of markers) {
    for (const [stem, told] of Object.entries(cueOf(dataOf(marker.comment))?.stems ?? {})) {
      if (Array.isArray(told) && typeof told[0] === "string") {
        stems.set(told[0], stem);
      }
    }
  }
  return stems;
}

interface Told {
  readonly stems?: Record<string, unknown>;
}

function cueOf(data: string): Told | null {
  try {
    const told: unknown = data === "" ? null : JSON.parse(data);
    return typeof told === "object" && told !== null && "ningbgm" in told ? (told as Told) : null;
  } catch {
    return null;
  }
}
