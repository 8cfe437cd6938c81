/** A daemon in memory: jobs go on when the test says so, plans are what the test set. */

import type { Cue, Job, Palette, RegenerateOrder, ReviseOrder, Revision, RevisionPlan, Score, ScoreOrder, Status } from "../src/contract";
import { type Daemon, DaemonError, type Line } from "../src/daemon";
import type { PlacedCue, PlacementPlan, PlacementQuestion, Refusal } from "../src/placement";

const PROGRESS = { step: "STEP_COMPOSE", share: 0.5, timeLeftS: null, readyCues: [] } as const;
const CUE: Cue = {
  name: "scores/s1/cues/1m1",
  cueId: "1m1",
  span: { start: 100, end: 350 },
  startTimecode: "01:00:04:00",
  endTimecode: "01:00:14:00",
  sampleCount: 480_000,
  purpose: "opens",
  key: "D minor",
  tempoBpm: 90,
  ending: "ring_out",
  themes: [],
  hits: [],
  stems: [],
  locked: false,
  loudnessLufs: -18,
  revision: 1,
  wish: "",
  seed: 0,
};

export class StandInDaemon implements Daemon {
  readonly asked: { readonly call: string; readonly given: unknown }[] = [];
  readonly jobs = new Map<string, Job>();
  /** What the jobs of plans find. */
  plan: RevisionPlan = { decisions: [], conflicts: [], sentences: [] };
  /** What stands in the way of the next placements. */
  refusals: Refusal[] = [];
  lies = false;
  cue = CUE;
  failing: DaemonError | null = null;
  /** Jobs are done as soon as somebody watches them. */
  quick = true;
  #changed = new Set<() => void>();
  #lines = new Set<(line: Line) => void>();

  async status(): Promise<Status> {
    this.#note("status", null);
    return { version: "1", engines: [], queuedJobs: 0, runningJobs: 0, notes: [] };
  }

  async palettes(): Promise<readonly Palette[]> {
    return [{ name: "palettes/ambient", title: "Ambient", description: "slow" }];
  }

  async createScore(order: ScoreOrder): Promise<Job> {
    return this.#job("createScore", order);
  }

  async reviseScore(order: ReviseOrder): Promise<Job> {
    return this.#job("reviseScore", order);
  }

  async regenerateCue(order: RegenerateOrder): Promise<Job> {
    return this.#job("regenerateCue", order);
  }

  async rollbackScore(score: string, revisionNumber: number): Promise<Score> {
    this.#note("rollbackScore", { score, revisionNumber });
    return this.score(score);
  }

  async chooseVariation(score: string, variation: number): Promise<Score> {
    this.#note("chooseVariation", { score, variation });
    return this.score(score);
  }

  async score(name: string): Promise<Score> {
    const edit = { title: "Reel 1", rateNumerator: 25, rateDenominator: 1, dropFrame: false, startFrame: 90_000 };
    return {
      name,
      displayName: "Reel 1",
      edit: { ...edit, durationFrames: 1000, scored: { start: 0, end: 1000 } },
      revision: `${name}/revisions/2`,
      folder: "/scores/s1",
      cues: [this.cue],
      wish: "",
      palette: "palettes/ambient",
      seed: 0,
      passed: true,
      findings: [],
      variationFolders: ["/scores/s1/variation-2"],
    };
  }

  async revisions(): Promise<readonly Revision[]> {
    return [{ name: "scores/s1/revisions/1", number: 1, sentence: "first scored" }];
  }

  async lockCue(): Promise<Cue> {
    this.cue = { ...this.cue, locked: true };
    return this.cue;
  }

  async unlockCue(): Promise<Cue> {
    this.cue = { ...this.cue, locked: false };
    return this.cue;
  }

  async planPlacement(question: PlacementQuestion): Promise<PlacementPlan> {
    this.#note("planPlacement", question);
    const placed: PlacedCue = {
      ...{ name: CUE.name, cueId: "1m1", score: "scores/s1", span: CUE.span, clipIds: ["c1"] },
      ...{ changedByHand: false, missingStemIds: [], locked: this.cue.locked, known: true },
    };
    const looks = question.intent === "INTENT_LOOK" && !question.range;
    const plan: PlacementPlan = {
      refusal: looks ? null : (this.refusals.shift() ?? null),
      ...{ takeAwayClipIds: [], removeMarkers: [], putDown: [], writeMarkers: [], dropTracks: [], sentences: [] },
      ...{ cueUnderPlayhead: "", strayClipIds: [] },
      cues: this.lies ? [placed] : [],
      scores: this.lies ? ["scores/s1"] : [],
    };
    if (!plan.refusal && question.intent !== "INTENT_LOOK") this.lies = question.intent !== "INTENT_REMOVE";
    return plan;
  }

  async openReview(score: string): Promise<string> {
    this.#note("openReview", score);
    return "http://127.0.0.1:1/review/#ticket=t";
  }

  async openJobs(): Promise<readonly Job[]> {
    return [...this.jobs.values()].filter((job) => job.state === "STATE_RUNNING");
  }

  async cancelJob(name: string): Promise<Job> {
    this.#note("cancelJob", name);
    return this.end(name, { state: "STATE_CANCELLED" });
  }

  async *watchJob(name: string, signal: AbortSignal): AsyncGenerator<Job> {
    if (this.quick) this.finish(name);
    while (!signal.aborted) {
      const job = this.jobs.get(name);
      if (!job) throw new DaemonError("NOT_FOUND", `there is no job '${name}'`);
      yield job;
      if (job.state !== "STATE_RUNNING") return;
      await new Promise<void>((resolve) => this.#changed.add(resolve));
    }
  }

  onLine(listener: (line: Line) => void): () => void {
    this.#lines.add(listener);
    return () => this.#lines.delete(listener);
  }

  /** Questions of one kind, in order. */
  given<T>(call: string): T[] {
    return this.asked.filter((one) => one.call === call).map((one) => one.given as T);
  }

  finish(name: string): Job {
    return this.end(name, {
      state: "STATE_SUCCEEDED",
      result: { score: "scores/s1", revision: "scores/s1/revisions/2", plan: this.plan },
    });
  }

  end(name: string, change: Partial<Job>): Job {
    const job = { ...(this.jobs.get(name) as Job), ...change };
    this.jobs.set(name, job);
    for (const wake of this.#changed) wake();
    this.#changed.clear();
    return job;
  }

  #job(call: string, order: unknown): Job {
    this.#note(call, order);
    const name = `jobs/j${this.jobs.size + 1}`;
    const job: Job = { name, displayName: "Reel 1", state: "STATE_RUNNING", progress: PROGRESS, result: null, error: null };
    this.jobs.set(name, job);
    return job;
  }

  #note(call: string, given: unknown): void {
    if (this.failing) throw this.failing;
    this.asked.push({ call, given });
  }
}
