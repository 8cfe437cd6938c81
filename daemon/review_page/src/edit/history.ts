/** Undo and redo over revisions, of which each step back is a new one. */

/** What is known of a revision. */
export interface Step {
  readonly number: number;
  /** Number of the revision that a step back went to. */
  readonly restoredNumber?: number;
}

/** What to go back to, and what to go forward to; null where there is nothing. */
export interface Course {
  readonly undo: number | null;
  readonly redo: number | null;
}

/** Follows all revisions in order: a step back leaves the steps after it to be done again, until something new is made. */
export function courseOf(steps: readonly Step[]): Course {
  const done: number[] = [];
  let at = -1;
  for (const step of [...steps].sort((a, b) => a.number - b.number)) {
    const place = step.restoredNumber ? done.lastIndexOf(step.restoredNumber) : -1;
    if (place >= 0) {
      at = place;
    } else {
      done.splice(at + 1);
      done.push(step.number);
      at = done.length - 1;
    }
  }
  return { undo: done[at - 1] ?? null, redo: done[at + 1] ?? null };
}
