/** Pointers on the timeline: scrub, mark, pinch, wheel, and the tools. */
import { weighed } from "../edit/direction";
import { silenced } from "../edit/direction";
import type { Review } from "../state/review";
import { within } from "../time/frames";
import { frameOfX, kept, snapped, zoomed } from "../time/view";

/** What a press has begun. */
interface Drag {
  move(frame: number): void;
  done(frame: number): void;
  /** The press was none: a second finger came, or the lanes were scrolled. */
  dropped(): void;
}

/** Follows pointers on the tracks; what comes back lets them go. */
export function listen(element: HTMLElement, review: Review): () => void {
  const fingers = new Map<number, number>();
  let drag: Drag | null = null;
  let pinch = 0;

  const left = () => element.getBoundingClientRect().left + headWidth(element);
  const xOf = (event: { clientX: number }) => event.clientX - left();
  const frameOf = (event: PointerEvent) => snapFrame(review, frameOfX(review.view.peek(), xOf(event)), event.altKey);

  const down = (event: PointerEvent) => {
    if (event.button !== 0 || (event.target as HTMLElement).closest("button, input, .head")) return;
    if (xOf(event) < 0) return;
    fingers.set(event.pointerId, event.clientX);
    if (fingers.size > 1) {
      drag?.dropped();
      drag = null;
    }
    if (fingers.size === 2) {
      pinch = spread(fingers);
    }
    element.setPointerCapture(event.pointerId);
    if (fingers.size === 1) drag = begin(review, frameOf(event), event);
  };
  const move = (event: PointerEvent) => {
    if (!fingers.has(event.pointerId)) return;
    fingers.set(event.pointerId, event.clientX);
    if (fingers.size === 2) {
      const now = spread(fingers);
      const middle = [...fingers.values()].reduce((sum, x) => sum + x, 0) / 2 - left();
      zoomAt(review, now / Math.max(pinch, 1), middle);
      pinch = now;
    } else drag?.move(frameOf(event));
  };
  const up = (event: PointerEvent) => {
    if (!fingers.delete(event.pointerId)) return;
    drag?.done(frameOf(event));
    drag = null;
    if (fingers.size === 2) pinch = spread(fingers);
  };
  const cancel = (event: PointerEvent) => {
    if (!fingers.delete(event.pointerId)) return;
    drag?.dropped();
    drag = null;
  };
  const wheel = (event: WheelEvent) => {
    const overRuler = (event.target as HTMLElement).closest(".ruler") !== null;
    if (event.ctrlKey || event.metaKey || overRuler) {
      event.preventDefault();
      zoomAt(review, Math.exp(-event.deltaY * (event.deltaMode === 1 ? 0.05 : 0.002)), xOf(event));
    } else if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      event.preventDefault();
      pan(review, event.deltaX || event.deltaY);
    }
  };

  element.addEventListener("pointerdown", down);
  element.addEventListener("pointermove", move);
  element.addEventListener("pointerup", up);
  element.addEventListener("pointercancel", cancel);
  element.addEventListener("wheel", wheel, { passive: false });
  return () => {
    element.removeEventListener("pointerdown", down);
    element.removeEventListener("pointermove", move);
    element.removeEventListener("pointerup", up);
    element.removeEventListener("pointercancel", cancel);
    element.removeEventListener("wheel", wheel);
  };
}

/** Zooms around a pixel. */
export function zoomAt(review: Review, factor: number, x?: number): void {
  const { transport, view, width } = review;
  const wide = width.peek();
  const playhead = (transport.frame.peek() - view.peek().from) / view.peek().perPx;
  const at = x ?? (playhead >= 0 && playhead <= wide ? playhead : wide / 2);
  view.value = zoomed(view.peek(), factor, at, transport.duration.peek(), wide);
}

/** Moves the view by pixels. */
export function pan(review: Review, pixels: number): void {
  const view = review.view.peek();
  const moved = kept({ ...view, from: view.from + pixels * view.perPx }, review.transport.duration.peek(), review.width.peek());
  if (moved.from !== view.from) review.view.value = moved;
}

/** A frame, drawn to what is close: cuts, markers, the playhead; `free` leaves it where it is. */
export function snapFrame(review: Review, frame: number, free = false): number {
  const axis = review.axis.peek();
  const most = review.transport.duration.peek();
  if (axis === null || free) return within(Math.round(frame), 0, most);
  const near = axis.cuts.map((cut) => cut.frame).concat(axis.markers.map((marker) => marker.frame), axis.scored);
  return within(snapped(frame, near, review.view.peek()), 0, most);
}

/** What a press begins: by tool, and by what is held down. */
function begin(review: Review, first: number, event: PointerEvent): Drag {
  const tool = review.tool.peek();
  if (tool === "hit") return { move: () => undefined, done: () => place(review, first), dropped: () => undefined };
  if (tool === "silence" || event.shiftKey) return mark(review, first, tool === "silence");
  const before = review.transport.frame.peek();
  review.transport.seek(first);
  return {
    move: (frame) => review.transport.seek(frame),
    done: (frame) => {
      review.transport.seek(frame);
      review.selectCueAt(frame);
    },
    dropped: () => review.transport.seek(before),
  };
}

function place(review: Review, frame: number): void {
  const cue = review.selectCueAt(frame);
  if (!cue || !review.present.peek()) return;
  review.drafts.direct(cue, (direction) => weighed(direction, frame, 1));
  review.hitFrame.value = frame;
}

function mark(review: Review, first: number, silences: boolean): Drag {
  const before = review.marks.peek();
  const move = (frame: number) => {
    review.marks.value = { in: Math.min(first, frame), out: Math.max(first, frame) };
  };
  move(first);
  return {
    move,
    done: (frame) => {
      move(frame);
      if (silences) silence(review);
    },
    dropped: () => {
      review.marks.value = before;
    },
  };
}

/** Asks for silence between the marks, inside the cue there; whether it could. */
export function silence(review: Review): boolean {
  const { in: start, out: end } = review.marks.peek();
  if (start === null || end === null || start === end || !review.present.peek()) return false;
  const cue = review.cueAt(start) ?? review.cueAt(end - 1);
  if (!cue) return false;
  review.selectCue(cue.cue_id);
  review.drafts.direct(cue, (direction) => silenced(direction, Math.max(start, cue.start), Math.min(end, cue.end)));
  review.marks.value = { in: null, out: null };
  return true;
}

function spread(fingers: Map<number, number>): number {
  const [one, other] = [...fingers.values()] as [number, number];
  return Math.max(Math.abs(one - other), 12);
}

function headWidth(element: HTMLElement): number {
  return element.querySelector<HTMLElement>(".head")?.offsetWidth ?? 0;
}
