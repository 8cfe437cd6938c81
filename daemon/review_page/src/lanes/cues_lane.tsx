/** Cues on the axis as buttons, with the silences that are asked for. */
import { sounded } from "../edit/direction";
import type { Review } from "../state/review";
import { xOf } from "../time/view";

export function CuesLane({ review }: { review: Review }) {
  const axis = review.axis.value;
  if (axis === null) return null;
  const view = review.view.value;
  const to = view.from + view.perPx * review.width.value;
  return (
    <>
      {axis.cues.filter((cue) => cue.end >= view.from && cue.start <= to).map((cue) => {
        const left = Math.max(xOf(view, cue.start), -4);
        const right = Math.min(xOf(view, cue.end), review.width.value + 4);
        const draft = review.drafts.of(cue);
        const changed = review.drafts.changed(cue);
        return (
          <div key={cue.cue_id}>
            <button
              type="button"
              class={`cue ${review.cueId.value === cue.cue_id ? "chosen" : ""} ${cue.locked ? "locked" : ""} ${changed ? "changed" : ""}`}
              style={{ transform: `translateX(${left}px)`, width: `${Math.max(right - left - 1, 3)}px` }}
              aria-pressed={review.cueId.value === cue.cue_id}
              aria-label={`Cue ${cue.cue_id}, ${cue.key}, ${Math.round(cue.tempo_bpm)} BPM${cue.locked ? ", locked" : ""}${changed ? ", changed, not written yet" : ""}. ${cue.purpose}`}
              onClick={() => review.selectCue(cue.cue_id)}
              onDblClick={() => review.transport.seek(cue.start)}
            >
              <b>{cue.cue_id}</b> {cue.locked ? "🔒 " : ""}{changed ? "● " : ""}<span>{cue.key} · {cue.tempo_bpm.toFixed(0)} BPM · {cue.purpose}</span>
            </button>
            {draft.direction.silences.map((silence) => (
              <button
                key={silence.start}
                type="button"
                class="silence"
                style={{ transform: `translateX(${xOf(view, silence.start)}px)`, width: `${Math.max((silence.end - silence.start) / view.perPx, 3)}px` }}
                aria-label={`Silence in ${cue.cue_id}, ${silence.end - silence.start} frames; Delete lets music back in`}
                title="Silence. Delete lets music back in."
                onKeyDown={(event) => {
                  if (event.key !== "Delete" && event.key !== "Backspace") return;
                  event.stopPropagation();
                  review.drafts.direct(cue, (direction) => sounded(direction, silence.start));
                }}
              >
                <span>silence</span>
              </button>
            ))}
          </div>
        );
      })}
    </>
  );
}
