/** The sequence in small: where the cues lie, their hits, and what would be scored. */

import type { Score } from "../contract";
import type { Props } from "./app";

export function Lane({ panel, state, score }: Props & { score: Score }) {
  const length = Math.max(state.host?.sequence?.durationFrames ?? 0, 1);
  const at = (frame: number) => `${(100 * Math.min(Math.max(frame, 0), length)) / length}%`;
  const wide = (start: number, end: number) => `${(100 * Math.max(Math.min(end, length) - start, 0)) / length}%`;
  return (
    <div class="lane" aria-hidden="true">
      {state.range && state.range.from !== "sequence" && (
        <div class="laneRange" style={{ left: at(state.range.start), width: wide(state.range.start, state.range.end) }} />
      )}
      {score.cues.map((cue) => (
        <div
          key={cue.name}
          class={`laneCue ${cue.name === state.opened ? "opened" : ""} ${cue.locked ? "locked" : ""}`}
          style={{ left: at(cue.span.start), width: wide(cue.span.start, cue.span.end) }}
          title={`${cue.cueId}: ${cue.purpose}`}
          onClick={() => panel.openCue(cue.name)}
        />
      ))}
      {score.cues.flatMap((cue) =>
        cue.hits.map((hit) => <div key={`${cue.name} ${hit.frame}`} class="laneHit" style={{ left: at(hit.frame) }} />),
      )}
    </div>
  );
}
