/** What a lane is drawn with. */
import type { Axis } from "../api/shapes";
import type { Rate } from "../time/frames";
import { framesOf } from "../time/frames";
import { type View, xOf } from "../time/view";
import type { Colours } from "./colours";
import type { Supply } from "./supply";

/** One canvas, the part of the axis that it shows, and where more is to be had. */
export class Pen {
  constructor(
    readonly ctx: CanvasRenderingContext2D,
    readonly width: number,
    readonly height: number,
    readonly view: View,
    readonly axis: Axis,
    readonly rate: Rate,
    readonly colours: Colours,
    readonly supply: Supply,
    /** Address of something of what is heard. */
    readonly address: (rest: string) => string,
    readonly selected: string | null,
  ) {}

  /** First frame and the frame after the last that are shown. */
  get from(): number {
    return this.view.from;
  }

  get to(): number {
    return this.view.from + this.view.perPx * this.width;
  }

  /** Pixel of a frame. */
  x(frame: number): number {
    return xOf(this.view, frame);
  }

  /** Pixel of a sample of the film. */
  xs(sample: number): number {
    return xOf(this.view, framesOf(sample, this.rate));
  }

  /** Writes a text that is cut where its room ends. */
  text(text: string, x: number, y: number, room: number, colour: string, font = FONT): void {
    if (room < 14 || text === "") return;
    const { ctx } = this;
    ctx.font = font;
    ctx.fillStyle = colour;
    ctx.fillText(cut(ctx, text, room), x, y);
  }
}

/** The font of lanes. */
export const FONT = '11px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';
/** The same, heavier. */
export const BOLD = '600 11px system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';

const widths = new Map<string, number>();

function cut(ctx: CanvasRenderingContext2D, text: string, room: number): string {
  if (widthOf(ctx, text) <= room) return text;
  let low = 0;
  let high = text.length;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (widthOf(ctx, text.slice(0, middle) + "…") <= room) low = middle;
    else high = middle - 1;
  }
  return low > 0 ? text.slice(0, low).trimEnd() + "…" : "";
}

function widthOf(ctx: CanvasRenderingContext2D, text: string): number {
  const key = `${ctx.font}|${text}`;
  const known = widths.get(key);
  if (known !== undefined) return known;
  if (widths.size > 4000) widths.clear();
  const width = ctx.measureText(text).width;
  widths.set(key, width);
  return width;
}
