/** What keys do, wherever the focus is, but not while somebody types. */
import { moved, movedWeight, removed, weighed } from "../edit/direction";
import { silence, zoomAt } from "../lanes/gestures";
import { fitAll, fitCue, hitHere, mark, toggleLoop } from "../lanes/tools";
import { within } from "../time/frames";
import { nominal } from "../time/timecode";
import { nextCut, nextHit } from "./hits";
import type { Room } from "./room";

/** Whether the focus was moved by Tab: then Space presses what has it, and else it always plays. */
let tabbed = false;

/** Follows how the focus is moved; what comes back ends it. */
export function watchFocus(): () => void {
  const pointed = () => (tabbed = false);
  const typed = (event: KeyboardEvent) => (tabbed ||= event.key === "Tab");
  addEventListener("pointerdown", pointed, true);
  addEventListener("keydown", typed, true);
  return () => {
    removeEventListener("pointerdown", pointed, true);
    removeEventListener("keydown", typed, true);
  };
}

/** Does what a key means; whether it meant something. */
export function press(room: Room, event: KeyboardEvent): boolean {
  const typing = (event.target as HTMLElement).closest("input:not([type=range]):not([type=checkbox]), textarea, select, dialog[open]");
  if (event.ctrlKey || event.metaKey) return chord(room, event, typing !== null);
  if (typing) return false;
  const act = event.altKey ? nudge(room, event.key) : plain(room, event);
  act?.();
  return act !== null;
}

function chord(room: Room, event: KeyboardEvent, typing: boolean): boolean {
  const key = event.key.toLowerCase();
  const cue = room.review.cue.peek();
  if (key === "enter" && cue && room.review.drafts.changed(cue)) void room.actions.rewrite(cue);
  else if (key === "z" && !typing) void (event.shiftKey ? room.actions.redo() : room.actions.undo());
  else if (key === "y" && !typing) void room.actions.redo();
  else return false;
  return true;
}

function plain(room: Room, event: KeyboardEvent): (() => void) | null {
  const { review } = room;
  const { transport } = review;
  const onButton = tabbed && (event.target as HTMLElement).closest("button, summary, a") !== null;
  const slides = event.target instanceof HTMLInputElement;
  const second = nominal(transport.rate.peek());
  const step = event.shiftKey ? second : 1;
  switch (event.key.length === 1 ? event.key.toLowerCase() : event.key) {
    case " ": return onButton ? null : () => transport.toggle();
    case "j": return () => transport.shuttle(-1);
    case "k": return () => transport.pause();
    case "l": return () => transport.shuttle(1);
    case "ArrowLeft": return slides ? null : () => transport.step(-step);
    case "ArrowRight": return slides ? null : () => transport.step(step);
    case "ArrowUp": return slides ? null : () => (event.shiftKey ? nextCut(review, -1) : nextHit(review, -1));
    case "ArrowDown": return slides ? null : () => (event.shiftKey ? nextCut(review, 1) : nextHit(review, 1));
    case "Home": return () => transport.seek(0);
    case "End": return () => transport.seek(transport.duration.peek());
    case "p": return () => transport.playInto(review.hitFrame.peek() ?? transport.frame.peek());
    case "c": return () => toggleLoop(review);
    case "g": return () => (review.mixer.filmMuted.value = !review.mixer.filmMuted.peek());
    case "b": return () => review.switchSide();
    case "h": return () => hitHere(review);
    case "i": return () => mark(review, "in");
    case "o": return () => mark(review, "out");
    case "x": return () => silence(review);
    case "v": return () => (review.tool.value = "select");
    case "a": return () => (review.tool.value = "hit");
    case "s": return () => (review.tool.value = "silence");
    case "f": return () => fitCue(review);
    case "0": return () => fitAll(review);
    case "+": case "=": return () => zoomAt(review, 2);
    case "-": return () => zoomAt(review, 0.5);
    case "?": return () => (room.help.value = true);
    case "Delete": case "Backspace": return () => removeHit(room);
    case "Escape": return () => { review.marks.value = { in: null, out: null }; transport.loop.value = null; };
    default: return null;
  }
}

/** With Alt: moves or weighs the selected hit. */
function nudge(room: Room, key: string): (() => void) | null {
  const { review } = room;
  const cue = review.cue.peek();
  const frame = review.hitFrame.peek();
  if (!cue || frame === null || !review.present.peek()) return null;
  const written = cue.hits.find((hit) => hit.frame === frame);
  const asked = review.drafts.of(cue).direction.hits.find((hit) => hit.frame === frame);
  const weight = asked?.weight ?? written?.weight ?? 1;
  const frames = { ArrowLeft: -1, ArrowRight: 1 }[key];
  if (frames) {
    const to = within(frame + frames, cue.start, cue.end - 1);
    return () => {
      review.drafts.direct(cue, (direction) => moved(direction, frame, to, movedWeight({ asked: asked !== undefined, weight }), written !== undefined));
      review.hitFrame.value = to;
      review.transport.seek(to);
    };
  }
  const more = { ArrowUp: 0.1, ArrowDown: -0.1 }[key];
  if (!more) return null;
  return () => review.drafts.direct(cue, (direction) => weighed(direction, frame, Math.round(within(weight + more, 0.1, 1) * 100) / 100));
}

function removeHit(room: Room): void {
  const { review } = room;
  const cue = review.cue.peek();
  const frame = review.hitFrame.peek();
  if (!cue || frame === null || !review.present.peek()) return;
  const written = cue.hits.some((hit) => hit.frame === frame);
  review.drafts.direct(cue, (direction) => removed(direction, frame, written));
}
