/** The timeline's tools: select, hit, silence, marks, loop, zoom. */
import { weighed } from "../edit/direction";
import { complain, tell } from "../state/notices";
import type { Review, Tool } from "../state/review";
import type { Room } from "../state/room";
import { Failure } from "../api/failure";
import { sampleAt } from "../time/frames";
import { lengthOf, timecode } from "../time/timecode";
import { fitted, whole } from "../time/view";
import { silence, zoomAt } from "./gestures";

const TOOLS: readonly [Tool, string, string][] = [
  ["select", "Select", "Select and scrub (V)"],
  ["hit", "Hit", "Add hits by pressing on the axis (A)"],
  ["silence", "Silence", "Draw silences over the axis (S)"],
];

export function Tools({ room }: { room: Room }) {
  const { review } = room;
  const rate = review.transport.rate.value;
  const { in: start, out: end } = review.marks.value;
  const first = review.axis.value?.start_frame ?? 0;
  return (
    <div class="tools" role="toolbar" aria-label="Timeline tools">
      <span class="group" role="group" aria-label="Tool">
        {TOOLS.map(([tool, name, title]) => (
          <button key={tool} type="button" aria-pressed={review.tool.value === tool} title={title} onClick={() => (review.tool.value = tool)}>{name}</button>
        ))}
      </span>
      <span class="group wide">
        <button type="button" title="Hit at the playhead (H)" onClick={() => hitHere(review)}>Hit here</button>
        <button type="button" title="Silence between the marks (X)" disabled={start === null || end === null} onClick={() => silence(review)}>Silence here</button>
      </span>
      <span class="group">
        <button type="button" title="Mark in (I)" aria-label="Mark in" onClick={() => mark(review, "in")}>[</button>
        <button type="button" title="Mark out (O)" aria-label="Mark out" onClick={() => mark(review, "out")}>]</button>
      </span>
      <small class="marks">
        {start !== null && timecode(start + first, rate)}{start !== null && end !== null && ` – ${timecode(end + first, rate)} · ${lengthOf(end - start, rate)}`}
      </small>
      <span class="spring" />
      <button type="button" aria-pressed={review.transport.loop.value !== null} title="Loop the cue, or what is marked (C)" onClick={() => toggleLoop(review)}>Loop</button>
      <span class="group" role="group" aria-label="Zoom">
        <button type="button" aria-label="Zoom out" title="Zoom out (−)" onClick={() => zoomAt(review, 0.5)}>−</button>
        <button type="button" title="Show the cue (F)" onClick={() => fitCue(review)}>Cue</button>
        <button type="button" title="Show all (0)" onClick={() => fitAll(review)}>All</button>
        <button type="button" aria-label="Zoom in" title="Zoom in (+)" onClick={() => zoomAt(review, 2)}>+</button>
      </span>
    </div>
  );
}

/** Asks for a hit at the playhead. */
export function hitHere(review: Review): void {
  const frame = review.transport.frame.peek();
  const cue = review.cueAt(frame);
  if (!review.present.peek()) return complain(new Failure("An earlier state cannot be changed. Go to the present revision first.", ""));
  if (!cue) return complain(new Failure("No cue plays here: move the playhead into one.", ""));
  review.selectCue(cue.cue_id);
  review.drafts.direct(cue, (direction) => weighed(direction, frame, 1));
  review.hitFrame.value = frame;
}

/** Sets a mark at the playhead. */
export function mark(review: Review, which: "in" | "out"): void {
  const frame = review.transport.frame.peek();
  const marks = { ...review.marks.peek(), [which]: frame };
  if (marks.in !== null && marks.out !== null && marks.in > marks.out) marks[which === "in" ? "out" : "in"] = null;
  review.marks.value = marks;
}

/** Loops what is marked, else the cue, else nothing. */
export function toggleLoop(review: Review): void {
  const { loop, rate } = review.transport;
  const { in: start, out: end } = review.marks.peek();
  const cue = review.cue.peek() ?? review.selectCueAt(review.transport.frame.peek());
  const span = start !== null && end !== null && start < end ? [start, end] as const : cue ? [cue.start, cue.end] as const : null;
  if (loop.peek() !== null) loop.value = null;
  else if (span) loop.value = { from: sampleAt(span[0], rate.peek()), to: sampleAt(span[1], rate.peek()) };
  else tell("Select a cue to loop it.");
}

/** Shows the whole film. */
export function fitAll(review: Review): void {
  review.view.value = whole(review.transport.duration.peek(), review.width.peek());
}

/** Shows the selected cue. */
export function fitCue(review: Review): void {
  const cue = review.cue.peek() ?? review.selectCueAt(review.transport.frame.peek());
  if (cue) review.view.value = fitted(cue.start, cue.end, review.transport.duration.peek(), review.width.peek());
}
