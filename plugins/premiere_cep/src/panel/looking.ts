/** Reads what is open in the editing program, and what the daemon knows of the music that lies there. */

import type { Score } from "../contract";
import { type Daemon, DaemonError } from "../daemon";
import { type Host, HostError } from "../host";
import type { Store } from "./store";

const QUIET_MS = 400;

/** Keeps the state up to date; looks never overlap, and one that is asked for meanwhile comes after. */
export class Lookout {
  #looking: Promise<void> | null = null;
  #again = false;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(
    private readonly host: Host,
    private readonly daemon: Daemon,
    private readonly store: Store,
  ) {}

  /** Looks after the host has been quiet for a moment. */
  lookSoon(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.look(), QUIET_MS);
  }

  /** Looks now. */
  look(): Promise<void> {
    if (this.#looking) {
      this.#again = true;
      return this.#looking;
    }
    this.#looking = this.#lookedThrough().finally(() => {
      this.#looking = null;
    });
    return this.#looking;
  }

  /** Looks at everything also while something is at work: right before its end, so that what came of it is seen. */
  async lookNow(): Promise<void> {
    await this.#lookAtHost();
    await this.#lookAtMusic();
  }

  async #lookedThrough(): Promise<void> {
    do {
      this.#again = false;
      await this.#lookAtHost();
      if (!this.store.state.work) await this.#lookAtMusic();
    } while (this.#again);
  }

  async #lookAtHost(): Promise<void> {
    const host = await this.host.describe();
    const other = host.sequence?.id !== this.store.state.host?.sequence?.id;
    this.store.set(other ? { host, scores: [], placed: [], chosen: "", opened: "", history: null } : { host });
    try {
      this.store.set({ range: host.sequence ? await this.host.range() : null, rangeTrouble: "" });
    } catch (error) {
      this.store.set({ range: null, rangeTrouble: error instanceof Error ? error.message : String(error) });
    }
  }

  async #lookAtMusic(): Promise<void> {
    if (!this.store.state.host?.sequence) return;
    try {
      const timeline = await this.host.lying();
      const { cues, scores: names } = await this.daemon.planPlacement({ intent: "INTENT_LOOK", timeline });
      const found = await Promise.all(names.map((name) => this.#score(name)));
      const scores = found.filter((score): score is Score => score !== null);
      const { chosen } = this.store.state;
      const still = scores.some((score) => score.name === chosen);
      this.store.set({ placed: cues, scores, chosen: still ? chosen : (scores[0]?.name ?? "") });
    } catch (error) {
      // What was seen before stays; the header says that the line is lost, and each action says what is wrong.
      if (!(error instanceof DaemonError || error instanceof HostError)) throw error;
    }
  }

  /** Null where the daemon does not know it: made on another machine, or deleted. */
  async #score(name: string): Promise<Score | null> {
    try {
      return await this.daemon.score(name);
    } catch (error) {
      if (error instanceof DaemonError && error.reason === "NOT_FOUND") return null;
      throw error;
    }
  }
}
