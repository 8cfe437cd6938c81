/** What has to sound when: pure arithmetic over whole samples at 48 kHz. */

/** Samples of one fetched chunk: two seconds. */
export const CHUNK_SAMPLES = 96_000;

/** A stretch of the film that is repeated, in samples, half open. */
export interface Loop {
  readonly from: number;
  readonly to: number;
}

/** Something that can be heard: a stem of a cue, or the film's own sound. */
export interface Voice {
  readonly id: string;
  /** Address of its sound, to which the piece is added. */
  readonly address: string;
  /** Sample of the film on which it begins. */
  readonly start: number;
  /** Its length. */
  readonly count: number;
  /** The gain that it goes through. */
  readonly strip: string;
}

/** A stretch of film that follows another while playing: `at` counts from the moment of starting. */
export interface Stretch {
  readonly at: number;
  readonly film: number;
  readonly length: number;
}

/** A piece of one chunk of a voice and the moment at which it sounds. */
export interface Piece {
  readonly voice: Voice;
  readonly chunk: number;
  /** First sample within the chunk. */
  readonly offset: number;
  readonly length: number;
  readonly at: number;
}

/** Where the film stands so many samples after it was started at `start`. */
export function filmAt(start: number, elapsed: number, loop: Loop | null): number {
  const place = start + elapsed;
  if (loop === null || start >= loop.to || place < loop.to) return place;
  return loop.from + ((place - loop.to) % (loop.to - loop.from));
}

/** The stretches of film between two moments after starting. */
export function stretches(start: number, from: number, to: number, loop: Loop | null): Stretch[] {
  const found: Stretch[] = [];
  let at = from;
  while (at < to) {
    const film = filmAt(start, at, loop);
    const inside = loop !== null && start < loop.to;
    const length = Math.min(to - at, inside ? loop.to - film : Infinity);
    found.push({ at, film, length });
    at += length;
  }
  return found;
}

/** The pieces of the voices that sound in a stretch, cut at the chunks. */
export function pieces(stretch: Stretch, voices: readonly Voice[]): Piece[] {
  const found: Piece[] = [];
  for (const voice of voices) {
    const first = Math.max(stretch.film, voice.start) - voice.start;
    const end = Math.min(stretch.film + stretch.length, voice.start + voice.count) - voice.start;
    for (let sample = first; sample < end; ) {
      const chunk = Math.floor(sample / CHUNK_SAMPLES);
      const length = Math.min(end, (chunk + 1) * CHUNK_SAMPLES) - sample;
      const at = stretch.at + (voice.start + sample - stretch.film);
      found.push({ voice, chunk, offset: sample - chunk * CHUNK_SAMPLES, length, at });
      sample += length;
    }
  }
  return found;
}

/** The first whole sample of the sound card at least `lead` seconds from now, as a count. */
export function firstSample(now: number, lead: number, rate: number): number {
  return Math.ceil((now + lead) * rate);
}

/** How a piece that came late is entered: what is over is left out, and the rest sounds where it belongs. */
export function entering(due: number, earliest: number, length: number): { skip: number; length: number } | null {
  const skip = Math.max(0, earliest - due);
  return skip >= length ? null : { skip, length: length - skip };
}

/** Which stems sound: the soloed ones where any is, else all that are not muted. */
export function sounding(stem: string, muted: ReadonlySet<string>, soloed: ReadonlySet<string>): boolean {
  return soloed.size > 0 ? soloed.has(stem) : !muted.has(stem);
}
