/** From hit to hit. */
import type { Cue } from "../api/shapes";
import { shownHits } from "../edit/direction";
import type { Review } from "./review";

/** Selects the hit before or after the playhead, and goes there. */
export function nextHit(review: Review, direction: 1 | -1): void {
  const at = review.transport.frame.peek();
  const all = hitsOf(review);
  const ahead = direction > 0 ? all.find(({ frame }) => frame > at) : all.findLast(({ frame }) => frame < at);
  if (!ahead) return;
  review.selectCue(ahead.cue.cue_id);
  review.hitFrame.value = ahead.frame;
  review.transport.seek(ahead.frame);
  reveal(review, ahead.frame);
}

/** Goes to the cut before or after the playhead. */
export function nextCut(review: Review, direction: 1 | -1): void {
  const at = review.transport.frame.peek();
  const cuts = review.axis.peek()?.cuts.map((cut) => cut.frame) ?? [];
  const ahead = direction > 0 ? cuts.find((frame) => frame > at) : cuts.findLast((frame) => frame < at);
  if (ahead === undefined) return;
  review.transport.seek(ahead);
  reveal(review, ahead);
}

/** Brings a frame onto the screen. */
export function reveal(review: Review, frame: number): void {
  const view = review.view.peek();
  const wide = view.perPx * review.width.peek();
  if (frame >= view.from && frame <= view.from + wide) return;
  const most = Math.max(0, review.transport.duration.peek() - wide);
  review.view.value = { ...view, from: Math.min(Math.max(0, frame - wide / 2), most) };
}

function hitsOf(review: Review): { cue: Cue; frame: number }[] {
  const cues = review.axis.peek()?.cues ?? [];
  return cues.flatMap((cue) =>
    shownHits(cue.hits, review.drafts.of(cue).direction).filter((hit) => hit.state !== "left").map((hit) => ({ cue, frame: hit.frame })),
  );
}
