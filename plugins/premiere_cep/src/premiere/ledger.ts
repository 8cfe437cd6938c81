/**
 * Changes that are seen before they are believed, and that can be taken back.
 *
 * Premiere says yes and does nothing, or throws and has done it (1): only what is read afterwards counts.
 */

import { HostError } from "../host";

/** One thing to bring about. */
export interface Change {
  /** What it is called where it fails, or cannot be taken back: `clips of 1m2 melody on A5`. */
  readonly name: string;
  /** Whether it is so now. */
  holds(): Promise<boolean>;
  /** Brings it about; called again, with what the first call left, where that was not enough. */
  act(): Promise<void>;
  /** Whether nothing of it is left. */
  undone(): Promise<boolean>;
  undo(): Promise<void>;
}

/** What was done so far, the oldest first. */
export class Ledger {
  private readonly done: Change[] = [];

  constructor(private readonly tries: number = 3) {}

  /** Brings a change about, or rejects with HOST_REFUSED; how to take it back is noted before the first try. */
  async bring(change: Change): Promise<void> {
    this.done.push(change);
    let cause = "";
    for (let left = this.tries; left > 0 && !(await change.holds()); left--) {
      try {
        await change.act();
      } catch (error) {
        if (error instanceof HostError && error.reason !== "HOST_REFUSED") {
          throw error;
        }
        cause = error instanceof Error ? ` (${error.message})` : "";
      }
    }
    if (!(await change.holds())) {
      throw new HostError("HOST_REFUSED", `Premiere did not do it: ${change.name}${cause}.`);
    }
  }

  /** Takes all back, the newest first; gives the names of what is still there. */
  async takeBack(): Promise<readonly string[]> {
    let left = [...this.done].reverse();
    for (let round = 0; round < 2 && left.length > 0; round++) {
      const still: Change[] = []; // what one step cannot take back another may: a bin goes with its sounds
      for (const change of left) {
        if (!(await reached(() => change.undone(), () => change.undo()))) {
          still.push(change);
        }
      }
      left = still;
    }
    this.done.length = 0;
    return left.map((change) => change.name);
  }
}

/** Whether something holds after at most two tries; any call may fail in any way, and what comes next has its turn. */
export async function reached(holds: () => Promise<boolean>, act: () => Promise<void>): Promise<boolean> {
  for (let left = 2; left >= 0; left--) {
    try {
      if (await holds()) {
        return true;
      }
      if (left > 0) {
        await act();
      }
    } catch {
      continue;
    }
  }
  return false;
}
