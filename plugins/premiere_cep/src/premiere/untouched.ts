/** Whether all that is the editor's lies as it lay. */

import { frameAt } from "./ticks";
import type { Lying } from "./lying";
import type { Clip } from "./reading";

/** What of the editor's is not as it was, named; `ours` are ids of clips that were to be changed. */
export function disturbed(before: Lying, now: Lying, ours: ReadonlySet<string>): string[] {
  const named: string[] = [];
  for (const track of before.tracks) {
    const lies = new Map((now.tracks[track.index]?.clips ?? []).map((clip) => [clip.id, clip]));
    for (const clip of track.clips.filter((one) => !ours.has(one.id))) {
      const same = lies.get(clip.id);
      if (same === undefined || told(same) !== told(clip)) {
        const frame = frameAt(clip.start, before.facts.timebase);
        named.push(`${clip.name} on A${track.index + 1} at frame ${frame} is not as it was`);
      }
    }
  }
  return named;
}

function told(clip: Clip): string {
  return [clip.path, clip.start, clip.end, clip.inPoint, clip.outPoint].join(" ");
}
