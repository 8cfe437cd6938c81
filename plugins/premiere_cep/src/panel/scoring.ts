/** What ends with music on the sequence: scoring, one cue anew, another revision or variation, taking away. */

import type { Cue, Score } from "../contract";
import type { Daemon } from "../daemon";
import { type EditText, type Host, HostError, type Sequence } from "../host";
import type { Intent } from "../placement";
import { CancelledError, RefusedError } from "./errors";
import { follow } from "./following";
import type { Memory } from "./memory";
import { place } from "./placing";
import type { Notice, Unplaced } from "./state";
import type { Store } from "./store";
import type { Task } from "./working";

/** Carries out orders; each method is one task for the `Worker`. */
export class Scoring {
  constructor(
    private readonly host: Host,
    private readonly daemon: Daemon,
    private readonly store: Store,
    private readonly memory: Memory,
  ) {}

  /** Scores the range, and puts the music down. */
  async score(task: Task): Promise<Notice> {
    const sequence = await this.sequence();
    const range = await this.host.range();
    const span = { start: range.start, end: range.end };
    const timeline = await this.host.lying();
    const look = await this.daemon.planPlacement({ intent: "INTENT_LOOK", timeline, range: span });
    if (look.refusal) throw new RefusedError(look.refusal);
    const edit = await this.readEdit(task);
    const { wish, palette, variations } = this.store.state.form;
    const job = await this.daemon.createScore({
      source: { otio: edit.otio, displayName: edit.name },
      ...(range.from === "sequence" ? {} : { range: span }),
      wish: wish.trim() || range.wish,
      palette,
      variations,
      requestId: newRequestId(),
    });
    return this.finish({ ...about(sequence), intent: "INTENT_SCORE", score: "", job: job.name }, task);
  }

  /** Writes one cue anew; `wish` absent keeps the one it has. */
  async regenerate(cue: Cue, wish: string | undefined, task: Task): Promise<Notice> {
    const sequence = await this.sequence();
    const asked = wish === undefined ? {} : { wish };
    const job = await this.daemon.regenerateCue({ name: cue.name, ...asked, requestId: newRequestId() });
    return this.finish({ ...about(sequence), intent: "INTENT_UPDATE", score: "", job: job.name }, task);
  }

  /** Makes an earlier revision the present one, and puts it down; 0 for the one before. */
  async goBack(score: string, revision: number, task: Task): Promise<Notice> {
    return this.#present(() => this.daemon.rollbackScore(score, revision), task);
  }

  /** Makes another variation the present one, and puts it down. */
  async choose(score: string, variation: number, task: Task): Promise<Notice> {
    return this.#present(() => this.daemon.chooseVariation(score, variation), task);
  }

  /** Brings the sequence to a score's present revision: what was taken off whole lies there again. */
  async conform(score: string, task: Task): Promise<Notice> {
    const sequence = await this.sequence();
    const what = { ...about(sequence), intent: "INTENT_UPDATE", score, job: "", ready: true } as const;
    return place(this.host, this.daemon, what, task);
  }

  /** Takes the music of a score away; of all where `score` is empty. */
  async remove(score: string, task: Task): Promise<Notice> {
    const sequence = await this.sequence();
    const taken = { ...about(sequence), intent: "INTENT_REMOVE", score, job: "", ready: true } as const;
    return place(this.host, this.daemon, taken, task);
  }

  /** Follows a job to its end and puts down what it made. */
  async finish(unplaced: Unplaced, task: Task): Promise<Notice> {
    await this.await(unplaced, task);
    return this.putDown(task);
  }

  /** Follows a job to its end; what it made is then `unplaced` in the state. */
  async await(unplaced: Unplaced, task: Task): Promise<void> {
    this.memory.keep(unplaced);
    try {
      const job = { name: unplaced.job, displayName: "", state: "STATE_QUEUED", progress: NOT_BEGUN } as const;
      const result = await follow(this.daemon, { ...job, result: null, error: null }, task);
      this.#ready({ ...unplaced, score: result.score, ready: true });
    } catch (error) {
      this.memory.keep(null);
      throw error;
    }
  }

  /** Puts down what is ready and does not lie yet. */
  async putDown(task: Task): Promise<Notice> {
    const { unplaced } = this.store.state;
    if (!unplaced) throw new CancelledError();
    const notice = await place(this.host, this.daemon, unplaced, task);
    this.#ready(null);
    return notice;
  }

  async readEdit(task: Task): Promise<EditText> {
    task.tell({ sentence: "Reading the sequence", share: 0 });
    const edit = await this.host.readEdit((share) => task.tell({ share }), task.signal);
    if (task.signal.aborted) throw new CancelledError();
    task.tell({ sentence: "Waiting for the daemon", share: null });
    return edit;
  }

  async sequence(): Promise<Sequence> {
    const { sequence, missing } = await this.host.describe();
    if (!sequence) throw new HostError("NO_SEQUENCE", missing[0] ?? "no sequence is open");
    return sequence;
  }

  async #present(change: () => Promise<Score>, task: Task): Promise<Notice> {
    const sequence = await this.sequence();
    task.tell({ sentence: "Waiting for the daemon", cancellable: false });
    const { name } = await change();
    this.#ready({ ...about(sequence), intent: "INTENT_UPDATE", score: name, job: "", ready: true });
    return this.putDown(task);
  }

  #ready(unplaced: Unplaced | null): void {
    this.memory.keep(unplaced);
    this.store.set({ unplaced });
  }
}

const NOT_BEGUN = { step: "STEP_UNSPECIFIED", share: 0, timeLeftS: null, readyCues: [] } as const;

/** The sequence that something is about that is not ready yet. */
export function about(sequence: Sequence): Pick<Unplaced, "sequenceId" | "sequenceName" | "ready"> {
  return { sequenceId: sequence.id, sequenceName: sequence.name, ready: false };
}

/** What an intent means for people. */
export function titleOf(intent: Intent): string {
  return intent === "INTENT_SCORE" ? "Score selection" : "Update";
}

/** A UUID (version 4), so that an order that is sent twice is carried out once. */
export function newRequestId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [0, 8, 12, 16, 20].map((at, n) => hex.slice(at, [8, 12, 16, 20, 32][n])).join("-");
}
