/** Places of the film that a text names. */
import type { Axis } from "../api/shapes";
import { rateOf } from "../api/shapes";
import { parseTimecode } from "../time/timecode";

/** A piece of text; with a frame where it names a place. */
export interface Said {
  readonly text: string;
  readonly frame: number | null;
}

/** Cuts a text at the timecodes, `frame N` and names of cues in it. */
export function mentions(text: string, axis: Axis): Said[] {
  const rate = rateOf(axis);
  const cues = new Map(axis.cues.map((cue) => [cue.cue_id, cue.start]));
  const said: Said[] = [];
  let last = 0;
  for (const match of text.matchAll(/\d{2}:\d{2}:\d{2}[:;]\d{2}|\bframes? (\d+)\b|\b\d+m\d+[a-z]?\b/g)) {
    const frame = frameOf(match[0], match[1], axis, cues, rate);
    if (frame === null) continue;
    if (match.index > last) said.push({ text: text.slice(last, match.index), frame: null });
    said.push({ text: match[0], frame });
    last = match.index + match[0].length;
  }
  if (last < text.length) said.push({ text: text.slice(last), frame: null });
  return said;
}

function frameOf(
  text: string, number: string | undefined, axis: Axis, cues: Map<string, number>, rate: ReturnType<typeof rateOf>,
): number | null {
  if (number !== undefined) return Number(number) < axis.duration_frames ? Number(number) : null;
  const cue = cues.get(text);
  if (cue !== undefined) return cue;
  const count = parseTimecode(text, rate);
  if (count === null) return null;
  const frame = count - axis.start_frame;
  return frame >= 0 && frame <= axis.duration_frames ? frame : null;
}
