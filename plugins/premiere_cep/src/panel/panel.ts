/** The panel without its looks: what each button does. The view calls it and draws its state. */

import type { Cue } from "../contract";
import type { Daemon } from "../daemon";
import type { Host } from "../host";
import { noticeOf } from "./advice";
import { Lookout } from "./looking";
import { Memory, type Shelf } from "./memory";
import { Scoring, titleOf } from "./scoring";
import type { Form, Notice } from "./state";
import { Store } from "./store";
import { Updating } from "./updating";
import { type Task, Worker } from "./working";

/** One panel, on one host and one daemon. */
export class Panel {
  readonly store = new Store();
  readonly #lookout: Lookout;
  readonly #worker: Worker;
  readonly #memory: Memory;
  readonly #scoring: Scoring;
  readonly #updating: Updating;

  constructor(
    readonly host: Host,
    private readonly daemon: Daemon,
    shelf: Shelf | null,
  ) {
    this.#memory = new Memory(shelf);
    this.#lookout = new Lookout(host, daemon, this.store);
    this.#worker = new Worker(this.store);
    this.#scoring = new Scoring(host, daemon, this.store, this.#memory);
    this.#updating = new Updating(daemon, this.store, this.#scoring);
  }

  /** Opens the panel: finds the daemon, looks at the sequence, and takes up what was ordered before. */
  async start(): Promise<void> {
    this.daemon.onLine((line) => {
      const back = line === "open" && this.store.state.line !== "open";
      this.store.set({ line });
      if (back) void this.#meet();
    });
    this.host.onChanged(() => this.#lookout.lookSoon());
    await Promise.all([this.#meet(), this.#lookout.look()]);
    await this.#takeUp();
  }

  /** Looks at everything again. */
  async refresh(): Promise<void> {
    await Promise.all([this.#meet(), this.#lookout.look()]);
  }

  setForm(change: Partial<Form>): void {
    this.store.set({ form: { ...this.store.state.form, ...change } });
  }

  score(): Promise<void> {
    return this.#run("Score selection", (task) => this.#scoring.score(task));
  }

  /** Plans the update of the chosen score. */
  update(): Promise<void> {
    const { chosen } = this.store.state;
    return this.#run("Update", (task) => this.#updating.plan(chosen, task));
  }

  /** Carries out the update that is shown. */
  acceptUpdate(): Promise<void> {
    const { pending } = this.store.state;
    return this.#run("Update", async (task) => pending && this.#updating.accept(pending, task));
  }

  dismissUpdate(): void {
    this.store.set({ pending: null });
  }

  /** Leaves a cue as it is in the update that is shown, or no longer. */
  keepInUpdate(cueId: string, keep: boolean): void {
    const { pending } = this.store.state;
    if (!pending) return;
    const others = pending.kept.filter((one) => one !== cueId);
    this.store.set({ pending: { ...pending, kept: keep ? [...others, cueId] : others } });
  }

  regenerate(cue: Cue, wish?: string): Promise<void> {
    return this.#run(`Regenerate ${cue.cueId}`, (task) => this.#scoring.regenerate(cue, wish, task));
  }

  /** Locks or unlocks a cue. */
  async toggleLock(cue: Cue): Promise<void> {
    await this.#try(async () => {
      const changed = await (cue.locked ? this.daemon.unlockCue(cue.name) : this.daemon.lockCue(cue.name));
      this.store.set({
        scores: this.store.state.scores.map((score) => ({
          ...score,
          cues: score.cues.map((one) => (one.name === changed.name ? changed : one)),
        })),
      });
      await this.#lookout.look();
    });
  }

  undo(): Promise<void> {
    return this.goBack(0);
  }

  /** Makes an earlier revision of the chosen score the present one; 0 for the one before. */
  goBack(revision: number): Promise<void> {
    const { chosen } = this.store.state;
    return this.#run("Undo", (task) => this.#scoring.goBack(chosen, revision, task));
  }

  /** Makes another variation of the chosen score the present one. */
  chooseVariation(variation: number): Promise<void> {
    const { chosen } = this.store.state;
    return this.#run("Other version", (task) => this.#scoring.choose(chosen, variation, task));
  }

  askToRemove(asking: boolean): void {
    this.store.set({ askingToRemove: asking });
  }

  /** Takes the music of the chosen score away; all of ours where the daemon knows none of it. */
  remove(): Promise<void> {
    this.askToRemove(false);
    const { chosen } = this.store.state;
    return this.#run("Remove score", (task) => this.#scoring.remove(chosen, task));
  }

  /** Puts down music that is ready. */
  putDown(): Promise<void> {
    const { unplaced } = this.store.state;
    return this.#run(titleOf(unplaced?.intent ?? "INTENT_SCORE"), (task) => this.#scoring.putDown(task));
  }

  /** Leaves music that is ready where it is; Update puts it down later. */
  leaveUnplaced(): void {
    this.#memory.keep(null);
    this.store.set({ unplaced: null });
  }

  cancel(): void {
    this.#worker.cancel();
  }

  /** Opens the review page of the chosen score. */
  review(): Promise<void> {
    return this.#try(async () => this.host.openUrl(await this.daemon.openReview(this.store.state.chosen)));
  }

  /** Shows the earlier revisions of the chosen score, or hides them. */
  async toggleHistory(): Promise<void> {
    const { history, chosen } = this.store.state;
    if (history) this.store.set({ history: null });
    else await this.#try(async () => this.store.set({ history: await this.daemon.revisions(chosen) }));
  }

  toggleDoctor(): void {
    this.store.set({ doctorShown: !this.store.state.doctorShown });
    if (this.store.state.doctorShown) void this.refresh();
  }

  chooseScore(name: string): void {
    this.store.set({ chosen: name, opened: "", history: null, pending: null });
  }

  /** Shows the details of a cue, or hides them. */
  openCue(name: string): void {
    this.store.set({ opened: this.store.state.opened === name ? "" : name });
  }

  /** Puts the playhead on a frame of the sequence. */
  jumpTo(frame: number): Promise<void> {
    return this.#try(() => this.host.playhead.set(frame));
  }

  /** A file is heard from now on; empty for silence. */
  hear(path: string): void {
    this.store.set({ heard: path, heardShare: 0 });
  }

  /** The player is so far, 0 to 1. */
  heardSoFar(share: number): void {
    this.store.set({ heardShare: share });
  }

  /** The player could not play what it was given. */
  soundFailed(): void {
    this.hear("");
    const sentence = "This sound cannot be played here.";
    this.store.set({ notice: { tone: "bad", sentence, advice: "Listen to it on the review page.", details: [] } });
  }

  dismissNotice(): void {
    this.store.set({ notice: null });
  }

  /** What the daemon is and has. */
  async #meet(): Promise<void> {
    try {
      const [status, palettes] = await Promise.all([this.daemon.status(), this.daemon.palettes()]);
      this.store.set({ status, palettes });
    } catch (error) {
      this.store.set({ notice: noticeOf(error) });
    }
  }

  /** What was ordered before the panel was closed: goes on with it, or offers what came of it. */
  async #takeUp(): Promise<void> {
    const kept = this.#memory.recall();
    if (!kept || this.store.state.work) return;
    if (kept.ready) {
      this.store.set({ unplaced: kept });
      return;
    }
    await this.#try(async () => {
      const going = (await this.daemon.openJobs()).some((job) => job.name === kept.job);
      await this.#run(titleOf(kept.intent), async (task) => {
        if (going) return this.#scoring.finish(kept, task);
        await this.#scoring.await(kept, task);
        return null;
      });
    });
  }

  async #run(title: string, act: (task: Task) => Promise<Notice | null>): Promise<void> {
    if (this.store.state.work) return;
    const { pending } = this.store.state;
    const went = await this.#worker.run(title, (task) => act(task).finally(() => this.#lookout.lookNow()));
    if (went && this.store.state.pending === pending) this.store.set({ pending: null });
    if (this.store.state.history) this.store.set({ history: null });
  }

  async #try(act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      this.store.set({ notice: noticeOf(error) });
    }
  }
}
