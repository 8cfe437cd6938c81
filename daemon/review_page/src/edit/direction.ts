/** What is asked of a cue by hand: frames to hit or to leave, and frames without music. */

/** A frame to hit: weight 1 must, between 0 and 1 competes, 0 is never hit. */
export interface HitWish {
  readonly frame: number;
  readonly weight: number;
  readonly name: string;
}

/** Frames without music, half open. */
export interface Silence {
  readonly start: number;
  readonly end: number;
}

/** All that is asked of one cue. */
export interface Direction {
  readonly hits: readonly HitWish[];
  readonly silences: readonly Silence[];
}

/** Nothing is asked. */
export const NOTHING: Direction = { hits: [], silences: [] };

/** Asks for a hit at a frame with a weight, or changes what was asked for there. */
export function weighed(direction: Direction, frame: number, weight: number, name?: string): Direction {
  const before = direction.hits.find((hit) => hit.frame === frame);
  return withHits(direction, [...without(direction, frame), { frame, weight, name: name ?? before?.name ?? "" }]);
}

/** Moves a hit; where the composer chose the old frame itself (`chosen`), it is told to leave that one. */
export function moved(direction: Direction, from: number, to: number, weight: number, chosen: boolean): Direction {
  if (from === to) return direction;
  const name = direction.hits.find((hit) => hit.frame === from)?.name ?? "";
  const rest = withHits(direction, without(direction, from));
  return weighed(chosen ? weighed(rest, from, 0, "") : rest, to, weight, name);
}

/** The weight of a hit that is moved: who puts one by hand wants it met, unless another weight was set by hand too. */
export function movedWeight(hit: { readonly asked: boolean; readonly weight: number }): number {
  return hit.asked && hit.weight > 0 ? hit.weight : 1;
}

/** Takes a hit away: forgets what was asked, and forbids the frame where the composer chose it itself. */
export function removed(direction: Direction, frame: number, chosen: boolean): Direction {
  const rest = withHits(direction, without(direction, frame));
  return chosen ? weighed(rest, frame, 0, "") : rest;
}

/** Asks nothing of a frame any more. */
export function released(direction: Direction, frame: number): Direction {
  return withHits(direction, without(direction, frame));
}

/** Asks for silence over frames; what touches is joined. */
export function silenced(direction: Direction, start: number, end: number): Direction {
  let joined: Silence = { start: Math.min(start, end), end: Math.max(start, end) };
  if (joined.start === joined.end) return direction;
  const apart: Silence[] = [];
  for (const other of direction.silences) {
    if (other.end < joined.start || other.start > joined.end) apart.push(other);
    else joined = { start: Math.min(joined.start, other.start), end: Math.max(joined.end, other.end) };
  }
  return { ...direction, silences: [...apart, joined].sort((a, b) => a.start - b.start) };
}

/** Lets music back into a silence. */
export function sounded(direction: Direction, start: number): Direction {
  return { ...direction, silences: direction.silences.filter((silence) => silence.start !== start) };
}

/** Whether two directions ask the same. */
export function same(one: Direction, other: Direction): boolean {
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

/** A hit as the page shows it: what the music has, and what is asked for beside it. */
export interface ShownHit {
  readonly frame: number;
  readonly weight: number;
  readonly name: string;
  /** `met`: in the music; `added`: asked for and not written yet; `left`: in the music, asked to go. */
  readonly state: "met" | "added" | "left";
  /** Whether somebody asked for it by hand. */
  readonly asked: boolean;
}

/** The music's hits and the asked ones as one list, in order. */
export function shownHits(written: readonly { frame: number; weight: number }[], direction: Direction): ShownHit[] {
  const asked = new Map(direction.hits.map((hit) => [hit.frame, hit]));
  const shown: ShownHit[] = written.map((hit) => {
    const wish = asked.get(hit.frame);
    asked.delete(hit.frame);
    const state = wish?.weight === 0 ? "left" : "met";
    return { frame: hit.frame, weight: wish?.weight ?? hit.weight, name: wish?.name ?? "", state, asked: wish !== undefined };
  });
  for (const wish of asked.values()) {
    if (wish.weight > 0) shown.push({ ...wish, state: "added", asked: true });
  }
  return shown.sort((a, b) => a.frame - b.frame);
}

function without(direction: Direction, frame: number): HitWish[] {
  return direction.hits.filter((hit) => hit.frame !== frame);
}

function withHits(direction: Direction, hits: HitWish[]): Direction {
  return { ...direction, hits: hits.sort((a, b) => a.frame - b.frame) };
}

function sorted(direction: Direction): Direction {
  return withHits(direction, [...direction.hits].map(({ frame, weight, name }) => ({ frame, weight, name })));
}
