/** Hit points on the axis: each a button that can be dragged, nudged, weighed and taken away. */
import { useSignal } from "@preact/signals";
import type { Cue, Hit } from "../api/shapes";
import { type ShownHit, moved, movedWeight, removed, shownHits, weighed } from "../edit/direction";
import type { Review } from "../state/review";
import { within } from "../time/frames";
import { timecode } from "../time/timecode";
import { xOf } from "../time/view";
import { snapFrame } from "./gestures";

/** Most hits that are buttons at once; more are too close to be pressed. */
const MOST = 90;

/** The error of a hit in words. */
export function errorWords(hit: Hit | undefined, framesPerS: number): string {
  if (hit?.error_ms == null) return "no onset heard";
  const frames = (hit.error_ms / 1000) * framesPerS;
  return `${frames >= 0 ? "+" : "−"}${Math.abs(frames).toFixed(2)} f`;
}

export function HitsLane({ review }: { review: Review }) {
  const axis = review.axis.value;
  if (axis === null) return null;
  const view = review.view.value;
  const to = view.from + view.perPx * review.width.value;
  const cues = axis.cues.filter((cue) => cue.end >= view.from && cue.start <= to);
  const all = cues.flatMap((cue) =>
    shownHits(cue.hits, review.drafts.of(cue).direction)
      .filter((hit) => hit.frame >= view.from - 2 && hit.frame <= to)
      .map((hit) => ({ cue, hit })),
  );
  const step = Math.max(1, Math.ceil(all.length / MOST));
  return (
    <>
      {all.filter((_, index) => index % step === 0).map(({ cue, hit }) => (
        <HitButton key={`${cue.cue_id}@${hit.frame}`} review={review} cue={cue} hit={hit} />
      ))}
    </>
  );
}

function HitButton({ review, cue, hit }: { review: Review; cue: Cue; hit: ShownHit }) {
  const dragged = useSignal<number | null>(null);
  const rate = review.transport.rate.value;
  const start = review.axis.value!.start_frame;
  const written = cue.hits.find((other) => other.frame === hit.frame);
  const frame = dragged.value ?? hit.frame;
  const editable = review.present.value && hit.state !== "left";
  const select = () => {
    review.selectCue(cue.cue_id);
    review.hitFrame.value = hit.frame;
    review.transport.seek(hit.frame);
  };
  const put = (to: number) => {
    const target = within(to, cue.start, cue.end - 1);
    review.drafts.direct(cue, (direction) => moved(direction, hit.frame, target, movedWeight(hit), written !== undefined));
    review.hitFrame.value = target;
    review.transport.seek(target);
  };
  const down = (event: PointerEvent) => {
    if (event.button !== 0) return;
    const button = event.currentTarget as HTMLElement;
    const from = event.clientX;
    button.setPointerCapture(event.pointerId);
    button.onpointermove = (move) => {
      if (!editable || (dragged.value === null && Math.abs(move.clientX - from) < 4)) return;
      const to = hit.frame + (move.clientX - from) * review.view.peek().perPx;
      dragged.value = within(snapFrame(review, to, move.altKey), cue.start, cue.end - 1);
      review.transport.seek(dragged.value);
    };
    button.onpointerup = () => {
      button.onpointermove = button.onpointerup = null;
      const to = dragged.value;
      dragged.value = null;
      if (to !== null && to !== hit.frame) put(to);
      else select();
    };
  };
  const key = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey) return;
    const nudge = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (event.key === "Enter") select();
    else if (!editable) return;
    else if (event.altKey && nudge) put(hit.frame + nudge);
    else if (event.key === "Delete" || event.key === "Backspace") {
      review.drafts.direct(cue, (direction) => removed(direction, hit.frame, written !== undefined));
    } else if (event.key === "ArrowUp" || event.key === "ArrowDown") {
      const weight = within(hit.weight + (event.key === "ArrowUp" ? 0.1 : -0.1), 0.1, 1);
      review.drafts.direct(cue, (direction) => weighed(direction, hit.frame, Math.round(weight * 100) / 100));
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const words = [
    `Hit at ${timecode(hit.frame + start, rate)}`,
    hit.state === "added" ? "asked for, not written yet" : hit.state === "left" ? "will be left" : written!.kind,
    hit.state === "met" ? errorWords(written, rate.num / rate.den) : "",
    `weight ${Math.round(hit.weight * 100)} %`,
    hit.name || written?.reason || "",
  ].filter(Boolean).join(", ");
  const chosen = review.hitFrame.value === hit.frame;
  return (
    <button
      type="button"
      class={`hit ${hit.state} ${hit.asked || written?.user ? "asked" : ""} ${chosen ? "chosen" : ""} kind-${written?.kind ?? "directed"}`}
      style={{ transform: `translateX(${xOf(review.view.value, frame)}px)`, "--weight": String(hit.weight) }}
      aria-label={words}
      aria-pressed={chosen}
      data-frame={hit.frame}
      title={words}
      onPointerDown={down}
      onKeyDown={key}
    >
      {dragged.value !== null && <span class="drag-tip">{timecode(frame + start, rate)}</span>}
    </button>
  );
}
