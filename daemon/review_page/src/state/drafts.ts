/** What somebody asks of cues and has not sent yet. Every step of it can be taken back. */
import { signal } from "@preact/signals";
import type { Cue } from "../api/shapes";
import { type Direction, NOTHING, same } from "../edit/direction";

/** An unsent change of one cue. */
export interface Draft {
  readonly wish: string;
  readonly direction: Direction;
}

/** Drafts by cue, and the states before. */
export class Drafts {
  private readonly now = signal<ReadonlyMap<string, Draft>>(new Map());
  private readonly before: ReadonlyMap<string, Draft>[] = [];
  private lastKind = "";

  /** What is asked of a cue: the draft, or what it was written with. */
  of(cue: Cue): Draft {
    return this.now.value.get(cue.cue_id) ?? written(cue);
  }

  /** Whether something is asked that is not written yet. */
  changed(cue: Cue): boolean {
    const draft = this.now.value.get(cue.cue_id);
    if (!draft) return false;
    return draft.wish !== cue.wish || !same(draft.direction, written(cue).direction);
  }

  /** Changes the direction of a cue. */
  direct(cue: Cue, change: (direction: Direction) => Direction): void {
    const draft = this.of(cue);
    this.set(cue, { ...draft, direction: change(draft.direction) }, "direction");
  }

  /** Changes the wish of a cue; typing on is one step. */
  wish(cue: Cue, wish: string): void {
    this.set(cue, { ...this.of(cue), wish }, `wish ${cue.cue_id}`);
  }

  /** Forgets what is asked of a cue. */
  discard(cueId: string): void {
    this.push("discard");
    const next = new Map(this.now.peek());
    next.delete(cueId);
    this.now.value = next;
  }

  /** Forgets all, steps included. */
  clear(): void {
    this.before.length = 0;
    this.now.value = new Map();
  }

  /** Takes the last step back; false where there is none. */
  undo(): boolean {
    const last = this.before.pop();
    if (last) this.now.value = last;
    this.lastKind = "";
    return last !== undefined;
  }

  private set(cue: Cue, draft: Draft, kind: string): void {
    if (!(kind.startsWith("wish") && kind === this.lastKind)) this.push(kind);
    this.now.value = new Map(this.now.peek()).set(cue.cue_id, draft);
  }

  private push(kind: string): void {
    this.lastKind = kind;
    this.before.push(this.now.peek());
    if (this.before.length > 200) this.before.shift();
  }
}

function written(cue: Cue): Draft {
  return { wish: cue.wish, direction: cue.direction ?? NOTHING };
}
