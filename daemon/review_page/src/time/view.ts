/** The part of the axis that is on the screen, in frames with fractions. */
import { within } from "./frames";

/** What is shown: from a frame on, so many frames a pixel. */
export interface View {
  readonly from: number;
  readonly perPx: number;
}

/** Most pixels that one frame takes. */
export const MOST_PX_A_FRAME = 48;

/** The view of the whole axis. */
export function whole(duration: number, width: number): View {
  return { from: 0, perPx: Math.max(duration, 1) / Math.max(width, 1) };
}

/** The nearest view that lies within the axis. */
export function kept(view: View, duration: number, width: number): View {
  const perPx = within(view.perPx, 1 / MOST_PX_A_FRAME, whole(duration, width).perPx);
  return { perPx, from: within(view.from, 0, Math.max(0, duration - perPx * width)) };
}

/** Zooms by a factor; the frame under pixel `x` stays under it. */
export function zoomed(view: View, factor: number, x: number, duration: number, width: number): View {
  const fixed = view.from + x * view.perPx;
  const { perPx } = kept({ from: view.from, perPx: view.perPx / factor }, duration, width);
  return kept({ perPx, from: fixed - x * perPx }, duration, width);
}

/** Shows a stretch of frames with some air around it. */
export function fitted(start: number, end: number, duration: number, width: number): View {
  const perPx = Math.max(end - start, 2) / (width * 0.9);
  return kept({ perPx, from: (start + end) / 2 - (perPx * width) / 2 }, duration, width);
}

/** The view that follows the playhead: a page further where it leaves, unmoved while it is inside. */
export function following(view: View, frame: number, duration: number, width: number): View {
  const x = (frame - view.from) / view.perPx;
  if (x >= 0 && x <= width * 0.96) return view;
  return kept({ perPx: view.perPx, from: frame - 0.06 * width * view.perPx }, duration, width);
}

/** Pixel of a frame. */
export function xOf(view: View, frame: number): number {
  return (frame - view.from) / view.perPx;
}

/** Frame, with its fraction, at a pixel. */
export function frameOfX(view: View, x: number): number {
  return view.from + x * view.perPx;
}

/** The nearest of some frames within `reach` pixels, else the whole frame below. */
export function snapped(frame: number, targets: readonly number[], view: View, reach = 8): number {
  let best = Math.round(frame);
  let distance = reach * view.perPx;
  for (const target of targets) {
    if (Math.abs(target - frame) < distance) {
      distance = Math.abs(target - frame);
      best = target;
    }
  }
  return best;
}

/** Index of the first item whose place is at least `value`, in a list in order. */
export function firstFrom<T>(items: readonly T[], value: number, place: (item: T) => number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (place(items[middle]!) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
