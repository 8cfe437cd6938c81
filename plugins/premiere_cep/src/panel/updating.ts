/** Conforms a score to a newer edit: the plan first, and what the user agreed to afterwards. */

import type { RevisionPlan } from "../contract";
import type { Daemon } from "../daemon";
import type { EditText } from "../host";
import { follow } from "./following";
import { about, newRequestId, type Scoring } from "./scoring";
import type { Notice, PendingUpdate } from "./state";
import type { Store } from "./store";
import type { Task } from "./working";

/** Two tasks: `plan` shows what would be done, `accept` does it. */
export class Updating {
  constructor(
    private readonly daemon: Daemon,
    private readonly store: Store,
    private readonly scoring: Scoring,
  ) {}

  /** Plans the update of a score; the plan lands in `pending`, unless all cues stay as they are. */
  async plan(score: string, task: Task): Promise<Notice | null> {
    const sequence = await this.scoring.sequence();
    const edit = await this.scoring.readEdit(task);
    const plan = await this.#planned(score, edit, task);
    const pending = { score, sequenceId: sequence.id, edit, kept: [], ...plan };
    if (plan.decisions.some((one) => one.kind !== "KIND_KEEP") || plan.conflicts.length > 0) {
      this.store.set({ pending });
      return null;
    }
    const notice = await this.scoring.conform(score, task);
    return { ...notice, details: ["The music still fits the edit.", ...notice.details] };
  }

  /** Carries the shown plan out; where the edit changed meanwhile, shows the new plan instead. */
  async accept(pending: PendingUpdate, task: Task): Promise<Notice> {
    const edit = await this.scoring.readEdit(task);
    if (edit.otio === pending.edit.otio) return this.#carryOut(pending, task);
    const plan = await this.#planned(pending.score, edit, task);
    const kept = pending.kept.filter((cue) => plan.decisions.some((one) => one.cueId === cue));
    this.store.set({ pending: { ...pending, edit, kept, ...plan } });
    const sentence = "The edit changed while the plan was shown; this is the new plan.";
    return { tone: "note", sentence, advice: "Look at it, and carry it out.", details: [] };
  }

  async #planned(score: string, edit: EditText, task: Task): Promise<Pick<RevisionPlan, "decisions" | "conflicts">> {
    const source = { otio: edit.otio, displayName: edit.name };
    const order = { name: score, source, planOnly: true, keepCueIds: [], requestId: newRequestId() };
    const { plan } = await follow(this.daemon, await this.daemon.reviseScore(order), task);
    return { decisions: plan?.decisions ?? [], conflicts: plan?.conflicts ?? [] };
  }

  async #carryOut({ score, edit, kept }: PendingUpdate, task: Task): Promise<Notice> {
    const sequence = await this.scoring.sequence();
    const source = { otio: edit.otio, displayName: edit.name };
    const order = { name: score, source, planOnly: false, keepCueIds: kept, requestId: newRequestId() };
    const job = await this.daemon.reviseScore(order);
    return this.scoring.finish({ ...about(sequence), intent: "INTENT_UPDATE", score, job: job.name }, task);
  }
}
