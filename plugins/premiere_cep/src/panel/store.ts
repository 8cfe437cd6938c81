/** Holds the state and tells who looks at it. */

import { INITIAL, type PanelState } from "./state";

export class Store {
  #state: PanelState = INITIAL;
  readonly #listeners = new Set<() => void>();

  get state(): PanelState {
    return this.#state;
  }

  /** These fields are so from now on. */
  set(change: Partial<PanelState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }

  /** Calls the listener after each change; returns what ends it. */
  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
