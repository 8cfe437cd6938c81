/** One piece of work at a time: what it tells, and how it is cancelled. */

import { DaemonError } from "../daemon";
import { noticeOf } from "./advice";
import { CancelledError } from "./errors";
import type { Notice, Work } from "./state";
import type { Store } from "./store";

/** What a piece of work holds while it lasts. */
export interface Task {
  /** Aborted when the user cancels. */
  readonly signal: AbortSignal;
  /** Shows how far it is. */
  tell(change: Partial<Work>): void;
}

/** Carries out one task; a second one is refused while it lasts. */
export class Worker {
  #cancelling: AbortController | null = null;

  constructor(private readonly store: Store) {}

  /** Does it; what came of it, or went wrong, becomes the notice. Gives whether it went well. */
  async run(title: string, act: (task: Task) => Promise<Notice | null>): Promise<boolean> {
    if (this.#cancelling) return false;
    this.#cancelling = new AbortController();
    const { signal } = this.#cancelling;
    this.store.set({ work: { ...IDLE, title }, notice: null });
    let went = true;
    let notice: Notice | null = null;
    try {
      notice = await act({ signal, tell: (change) => this.#tell(change) });
    } catch (error) {
      went = false;
      notice = wasCancelled(error, signal) ? CANCELLED : noticeOf(error);
    }
    this.#cancelling = null;
    this.store.set({ work: null, notice });
    return went;
  }

  /** Stops what is being done, where it can be stopped. */
  cancel(): void {
    const { work } = this.store.state;
    if (!work?.cancellable) return;
    this.#tell({ cancelling: true });
    this.#cancelling?.abort();
  }

  #tell(change: Partial<Work>): void {
    const { work } = this.store.state;
    if (work) this.store.set({ work: { ...work, ...change } });
  }
}

const IDLE: Work = {
  title: "",
  sentence: "",
  share: null,
  timeLeftS: null,
  readyCues: [],
  cancellable: true,
  cancelling: false,
};

const CANCELLED: Notice = { tone: "note", sentence: "Cancelled; nothing was changed.", advice: "", details: [] };

function wasCancelled(error: unknown, signal: AbortSignal): boolean {
  return error instanceof CancelledError || (signal.aborted && !(error instanceof DaemonError));
}
