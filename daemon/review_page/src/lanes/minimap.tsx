/** The whole film in one strip: cues, tension, what is shown now. */
import { useEffect, useRef } from "preact/hooks";
import { effect } from "@preact/signals";
import { lookVersion } from "../state/preferences";
import type { Review } from "../state/review";
import { kept, whole } from "../time/view";
import { coloursNow } from "./colours";

export function Minimap({ review }: { review: Review }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const windowRef = useRef<HTMLDivElement>(null);
  const head = useRef<HTMLDivElement>(null);
  useEffect(() => effect(() => {
    lookVersion.value;
    if (canvas.current && review.width.value > 0) draw(canvas.current, review);
  }), [review]);
  useEffect(() => effect(() => {
    const box = windowRef.current;
    const view = review.view.value;
    const all = whole(review.transport.duration.value, review.width.value).perPx;
    if (box) {
      box.style.transform = `translateX(${view.from / all}px)`;
      box.style.width = `${Math.max((view.perPx / all) * review.width.value, 6)}px`;
    }
    if (head.current) head.current.style.transform = `translateX(${review.transport.frame.value / all}px)`;
  }), [review]);
  const show = (event: PointerEvent) => {
    if (event.buttons === 0) return;
    const element = event.currentTarget as HTMLElement;
    element.setPointerCapture(event.pointerId);
    const all = whole(review.transport.duration.peek(), review.width.peek()).perPx;
    const view = review.view.peek();
    const frame = (event.clientX - element.getBoundingClientRect().left) * all;
    const from = frame - (view.perPx * review.width.peek()) / 2;
    review.view.value = kept({ ...view, from }, review.transport.duration.peek(), review.width.peek());
  };
  return (
    <div class="minimap" aria-hidden="true" onPointerDown={show} onPointerMove={show}>
      <canvas ref={canvas} />
      <div class="window" ref={windowRef} />
      <div class="mini-head" ref={head} />
    </div>
  );
}

function draw(canvas: HTMLCanvasElement, review: Review): void {
  const axis = review.axis.value;
  if (axis === null) return;
  const width = review.width.value;
  const height = 26;
  const scale = devicePixelRatio || 1;
  canvas.width = width * scale;
  canvas.height = height * scale;
  const ctx = canvas.getContext("2d")!;
  const colours = coloursNow();
  const { perPx } = whole(axis.duration_frames, width);
  ctx.scale(scale, scale);
  ctx.fillStyle = colours.cueLine;
  for (const cue of axis.cues) ctx.fillRect(cue.start / perPx, 15, Math.max(1, (cue.end - cue.start) / perPx - 1), 8);
  ctx.fillStyle = colours.speech;
  for (const [start, end] of axis.speech) ctx.fillRect(start / perPx, 24, Math.max(0.5, (end - start) / perPx), 2);
  const values = axis.curves.tension;
  if (values.length === 0) return;
  ctx.beginPath();
  for (let x = 0; x < width; x++) ctx.lineTo(x, 14 - 12 * (values[Math.floor((x / width) * values.length)] ?? 0));
  ctx.strokeStyle = colours.tension;
  ctx.lineWidth = 1.2;
  ctx.stroke();
}
