/** What the page asks the daemon to do; every change is a revision. */
import type { Cue, Job } from "../api/shapes";
import { Failure } from "../api/failure";
import type { Jobs } from "./jobs";
import { complain, tell } from "./notices";
import type { Review } from "./review";

/** Changes the score that is open. */
export class Actions {
  constructor(
    private readonly review: Review,
    private readonly jobs: Jobs,
  ) {}

  /** Writes a cue anew with what its draft asks; the seed stays unless another is given. */
  async rewrite(cue: Cue, seed: number | null = null): Promise<void> {
    const draft = this.review.drafts.of(cue);
    const body: Record<string, unknown> = { requestId: crypto.randomUUID() };
    if (seed !== null) body["seed"] = String(seed);
    if (this.review.drafts.changed(cue)) {
      if (draft.wish !== cue.wish) body["wish"] = draft.wish;
      body["direction"] = { hits: draft.direction.hits, silences: draft.direction.silences };
    }
    await this.attempt(async () => {
      const job = await this.review.door.post<Job>(`/v1/scores/${this.review.id}/cues/${cue.cue_id}:regenerate`, body);
      await this.finish(job, `${cue.cue_id} is written anew.`);
    });
  }

  /** Locks a cue, or unlocks it. */
  async lock(cue: Cue, locked: boolean): Promise<void> {
    await this.attempt(async () => {
      await this.review.door.post(`/v1/scores/${this.review.id}/cues/${cue.cue_id}:${locked ? "lock" : "unlock"}`, {});
      await this.settle(`${cue.cue_id} is ${locked ? "locked" : "unlocked"}.`);
    });
  }

  /** Takes the last change back: an unsent step first, else the last revision. */
  async undo(): Promise<void> {
    if (this.review.drafts.undo()) return;
    await this.goTo(this.review.course.value.undo, "There is nothing to undo.");
  }

  /** Does again what was taken back. */
  async redo(): Promise<void> {
    await this.goTo(this.review.course.value.redo, "There is nothing to redo.");
  }

  /** Makes another variation the present one. */
  async choose(variation: number): Promise<void> {
    await this.attempt(async () => {
      await this.review.door.post(`/v1/scores/${this.review.id}:choose`, { variation });
      await this.review.refresh();
      await this.review.show("B", null);
      await this.review.show("A", { revision: this.review.presentRevision(), variation: 1 });
      tell(`Variation ${variation} is the present one.`);
    });
  }

  /** Goes back to a revision, as a new one. */
  async goTo(revision: number | null, nothing: string): Promise<void> {
    if (revision === null) return tell(nothing);
    await this.attempt(async () => {
      await this.review.door.post(`/v1/scores/${this.review.id}:rollback`, { revisionNumber: revision });
      await this.settle(`Back to revision ${revision}.`, true);
    });
  }

  private async finish(job: Job, sentence: string): Promise<void> {
    const ended = await this.jobs.follow(job);
    if (ended.state === "STATE_FAILED") {
      throw new Failure(ended.error?.message ?? "The job failed.", ended.error?.details?.find((d) => d.reason)?.reason ?? "");
    }
    if (ended.state === "STATE_CANCELLED") return tell("Cancelled. Nothing was changed.");
    await this.settle(sentence, true);
  }

  private async settle(sentence: string, compare = false): Promise<void> {
    if (compare) await this.review.showNew();
    else {
      await this.review.refresh();
      await this.review.show("A", { revision: this.review.presentRevision(), variation: 1 });
    }
    tell(sentence);
  }

  private async attempt(act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      complain(error);
    }
  }
}
