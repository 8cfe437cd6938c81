/** Draws the lanes that can be seen, at most once a picture of the screen. */

/** A canvas and how it is drawn. */
export interface Lane {
  readonly canvas: HTMLCanvasElement;
  readonly draw: (ctx: CanvasRenderingContext2D, width: number, height: number) => void;
}

/** All canvases of the timeline. */
export class Painter {
  private readonly lanes = new Set<Lane>();
  private waiting = 0;
  /** Drawings so far, for measurements. */
  drawn = 0;

  constructor(
    private readonly before: () => void,
    private readonly after: () => void,
  ) {}

  /** Adds a lane; what comes back takes it away. */
  add(lane: Lane): () => void {
    this.lanes.add(lane);
    this.request();
    return () => this.lanes.delete(lane);
  }

  /** Draws with the next picture of the screen. */
  request(): void {
    if (this.waiting === 0) this.waiting = requestAnimationFrame(() => this.paint());
  }

  private paint(): void {
    this.waiting = 0;
    this.drawn++;
    this.before();
    const scale = devicePixelRatio || 1;
    const shown = [...this.lanes][0]?.canvas.closest(".lanes")?.getBoundingClientRect();
    for (const lane of this.lanes) {
      const room = lane.canvas.parentElement!.getBoundingClientRect();
      if (room.bottom < 0 || room.top > innerHeight || room.width < 1) continue;
      if (shown && (room.bottom < shown.top || room.top > shown.bottom)) continue;
      prepare(lane.canvas, room.width, room.height, scale);
      const ctx = lane.canvas.getContext("2d")!;
      ctx.imageSmoothingQuality = "low";
      ctx.setTransform(scale, 0, 0, scale, 0, 0);
      ctx.clearRect(0, 0, room.width, room.height);
      lane.draw(ctx, room.width, room.height);
    }
    this.after();
  }
}

function prepare(canvas: HTMLCanvasElement, width: number, height: number, scale: number): void {
  const wide = Math.round(width * scale);
  const tall = Math.round(height * scale);
  if (canvas.width !== wide) canvas.width = wide;
  if (canvas.height !== tall) canvas.height = tall;
}
