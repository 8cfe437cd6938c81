/** What outlives the panel's page: the music that was ordered and does not lie yet. */

import type { Unplaced } from "./state";

/** A place for one text, such as `localStorage`. */
export interface Shelf {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

const KEY = "ningbgm.unplaced";

/** Keeps one order through closing and opening the panel. */
export class Memory {
  constructor(private readonly shelf: Shelf | null) {}

  /** The order that was kept; null where there is none. */
  recall(): Unplaced | null {
    try {
      return JSON.parse(this.shelf?.getItem(KEY) ?? "null") as Unplaced | null;
    } catch {
      return null; // what another version wrote
    }
  }

  keep(unplaced: Unplaced | null): void {
    if (unplaced) this.shelf?.setItem(KEY, JSON.stringify(unplaced));
    else this.shelf?.removeItem(KEY);
  }
}
