/** What lanes draw and is too much to have at once: peaks, notes and pictures, fetched as they are seen. */
import { signal } from "@preact/signals";
import { aborted } from "../api/failure";
import type { Door } from "../api/door";
import type { Notes } from "../api/shapes";
import { Bounded } from "../state/bounded";
import { STRIP_PICTURES, TILE_PAIRS } from "./levels";

/** Most requests at once. */
const AT_ONCE = 8;
const MOST_PEAK_BYTES = 12 * 1024 * 1024;
const MOST_STRIPS = 96;
const MOST_NOTES = 200_000;

/** Keeps a bounded stock, and fetches what the last drawing missed. */
export class Supply {
  /** Counts arrivals, so that lanes are drawn anew. */
  readonly version = signal(0);
  private readonly peaks = new Bounded<Int8Array>(MOST_PEAK_BYTES, (pairs) => pairs.byteLength + 64);
  private readonly notes = new Bounded<Notes>(MOST_NOTES, (notes) => notes.parts.reduce((sum, part) => sum + part.notes.length, 8));
  private readonly strips = new Bounded<ImageBitmap | null>(MOST_STRIPS, () => 1, (strip) => strip?.close());
  private readonly wanted = new Map<string, { fetch: () => Promise<unknown>; begun: boolean }>();
  private readonly failed = new Map<string, number>();
  private running = 0;

  constructor(private readonly door: Door) {}

  /** Pairs of least and greatest values of a tile; undefined while they are on their way. */
  peakTile(address: string, level: number, tile: number): Int8Array | undefined {
    const mark = address.includes("?") ? "&" : "?";
    const path = `${address}${mark}level=${level}&from=${tile * TILE_PAIRS}&to=${(tile + 1) * TILE_PAIRS}`;
    return this.have(this.peaks, path, async (signal) => new Int8Array(await this.door.bytes(path, signal)));
  }

  /** The notes of a cue. */
  notesOf(path: string): Notes | undefined {
    return this.have(this.notes, path, (signal) => this.door.json<Notes>(path, signal));
  }

  /** Sixteen pictures in a row; null where there is none. */
  strip(path: string): ImageBitmap | null | undefined {
    return this.have(this.strips, path, async (signal) => {
      const strip = await createImageBitmap(await this.door.blob(path, signal));
      return strip.width >= STRIP_PICTURES ? strip : null;
    });
  }

  /** After a drawing: fetches what it missed, the first wanted first, and stops what nobody sees any more. */
  flush(): void {
    const keys = new Set(this.wanted.keys());
    for (const stock of [this.peaks, this.notes, this.strips]) stock.abortExcept((key) => keys.has(key));
    this.next();
  }

  /** Forgets what the last drawing wanted; called before the next. */
  begin(): void {
    this.wanted.clear();
  }

  /** What is kept, for tests and measurements. */
  get sizes(): { peak_bytes: number; strips: number; notes: number } {
    return { peak_bytes: this.peaks.size, strips: this.strips.size, notes: this.notes.size };
  }

  private have<T>(stock: Bounded<T>, key: string, fetch: (signal: AbortSignal) => Promise<T>): T | undefined {
    const here = stock.peek(key);
    if (here !== undefined) return here;
    if ((this.failed.get(key) ?? 0) > Date.now()) return undefined;
    this.wanted.set(key, { fetch: () => stock.get(key, fetch), begun: stock.fetching(key) });
    return undefined;
  }

  private next(): void {
    for (const [key, want] of this.wanted) {
      if (this.running >= AT_ONCE) return;
      if (want.begun) continue;
      want.begun = true;
      this.running++;
      void want.fetch()
        .catch((error: unknown) => {
          if (!aborted(error)) this.failed.set(key, Date.now() + 4000);
        })
        .finally(() => {
          this.running--;
          this.version.value++;
          this.next();
        });
    }
  }
}
