/** Sound in chunks: fetched once, kept within a bound. */
import type { Door } from "../api/door";
import { Bounded } from "../state/bounded";
import { CHUNK_SAMPLES, type Piece, type Voice } from "./plan";

/** Most bytes of sound that are kept: some eleven minutes of one stem. */
const MOST_BYTES = 128 * 1024 * 1024;

/** Fetches and keeps chunks of int16 stereo. */
export class Chunks {
  private readonly kept = new Bounded<Int16Array>(MOST_BYTES, (samples) => samples.byteLength);

  constructor(private readonly door: Door) {}

  /** The chunk of a piece, where it is here. */
  peek(piece: Piece): Int16Array | undefined {
    return this.kept.peek(keyOf(piece.voice, piece.chunk));
  }

  /** The chunk of a piece. */
  get(piece: Piece): Promise<Int16Array> {
    const { voice, chunk } = piece;
    return this.kept.get(keyOf(voice, chunk), async (signal) => {
      const from = chunk * CHUNK_SAMPLES;
      const count = Math.min(CHUNK_SAMPLES, voice.count - from);
      const mark = voice.address.includes("?") ? "&" : "?";
      return new Int16Array(await this.door.bytes(`${voice.address}${mark}from=${from}&count=${count}`, signal));
    });
  }

  /** Stops fetching what none of these pieces needs. */
  only(wanted: readonly Piece[]): void {
    const keys = new Set(wanted.map((piece) => keyOf(piece.voice, piece.chunk)));
    this.kept.abortExcept((key) => keys.has(key));
  }

  /** Bytes that are kept now. */
  get size(): number {
    return this.kept.size;
  }
}

function keyOf(voice: Voice, chunk: number): string {
  return `${voice.address}#${chunk}`;
}
