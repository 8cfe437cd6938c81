/** The daemon behind a wire: the calls of the contract, in the panel's values. */

import type { Cue, Job, Palette, RegenerateOrder, ReviseOrder, Revision, Score, ScoreOrder, Status } from "../contract";
import { type Daemon, DaemonError, type Line } from "../daemon";
import type { PlacementPlan, PlacementQuestion } from "../placement";
import { Fields } from "./fields";
import { readPlan, writeQuestion } from "./placement_json";
import { readCue, readJob, readJobs, readPalettes, readRevisions, readScore, readStatus } from "./reading";
import { type Json, LOST, type Method, type Wire } from "./wire";

const MOST_CUTS = 5;
const PAUSE_AFTER_A_CUT_MS = 300;
/** What is carried out twice if asked twice; all else may be asked again where the line broke. */
const ONCE: readonly Method[] = ["ScoreService.RollbackScore", "ScoreService.ChooseVariation"];
const OVER: readonly string[] = ["STATE_SUCCEEDED", "STATE_FAILED", "STATE_CANCELLED"];

/** Implements `Daemon` over any wire. */
export class ContractDaemon implements Daemon {
  constructor(private readonly wire: Wire) {}

  async status(): Promise<Status> {
    return readStatus(await this.#ask("SystemService.GetStatus", {}));
  }

  async palettes(): Promise<readonly Palette[]> {
    return readPalettes(await this.#ask("SystemService.ListPalettes", { pageSize: 500 }));
  }

  async createScore(order: ScoreOrder): Promise<Job> {
    const { range, ...rest } = order;
    const asked = range ? { range: { start: `${range.start}f`, end: `${range.end}f` } } : {};
    return readJob(await this.#ask("ScoreService.CreateScore", { ...rest, ...asked }));
  }

  async reviseScore(order: ReviseOrder): Promise<Job> {
    return readJob(await this.#ask("ScoreService.ReviseScore", { ...order }));
  }

  async rollbackScore(score: string, revisionNumber: number): Promise<Score> {
    return readScore(await this.#ask("ScoreService.RollbackScore", { name: score, revisionNumber }));
  }

  async chooseVariation(score: string, variation: number): Promise<Score> {
    return readScore(await this.#ask("ScoreService.ChooseVariation", { name: score, variation }));
  }

  async score(name: string): Promise<Score> {
    return readScore(await this.#ask("ScoreService.GetScore", { name }));
  }

  async revisions(score: string): Promise<readonly Revision[]> {
    return readRevisions(await this.#ask("ScoreService.ListRevisions", { parent: score, pageSize: 500 }));
  }

  async lockCue(name: string): Promise<Cue> {
    return readCue(await this.#ask("CueService.LockCue", { name }));
  }

  async unlockCue(name: string): Promise<Cue> {
    return readCue(await this.#ask("CueService.UnlockCue", { name }));
  }

  async regenerateCue(order: RegenerateOrder): Promise<Job> {
    return readJob(await this.#ask("CueService.RegenerateCue", { ...order }));
  }

  async planPlacement(question: PlacementQuestion): Promise<PlacementPlan> {
    return readPlan(await this.#ask("PlacementService.PlanPlacement", writeQuestion(question)));
  }

  async openReview(score: string): Promise<string> {
    return new Fields(await this.#ask("ReviewService.OpenReview", { score })).text("url");
  }

  async openJobs(): Promise<readonly Job[]> {
    const jobs = readJobs(await this.#ask("JobService.ListJobs", { pageSize: 100 }));
    return jobs.filter((job) => !isOver(job));
  }

  async cancelJob(name: string): Promise<Job> {
    return readJob(await this.#ask("JobService.CancelJob", { name }));
  }

  async *watchJob(name: string, signal: AbortSignal): AsyncGenerator<Job> {
    for (let cuts = 0; ; cuts += 1) {
      try {
        for await (const said of this.wire.stream("JobService.WatchJob", { name }, signal)) {
          const job = readJob(said);
          cuts = 0;
          yield job;
          if (isOver(job)) return;
        }
      } catch (error) {
        const cut = error instanceof DaemonError && (error.reason === LOST || error.reason === "BUSY");
        if (!cut || cuts >= MOST_CUTS) throw error;
      }
      if (signal.aborted) return;
      await new Promise((go) => setTimeout(go, PAUSE_AFTER_A_CUT_MS * cuts));
    }
  }

  onLine(listener: (line: Line) => void): () => void {
    return this.wire.onLine(listener);
  }

  async #ask(method: Method, request: Json): Promise<Json> {
    try {
      return await this.wire.call(method, request);
    } catch (error) {
      const again = error instanceof DaemonError && error.reason === LOST && !ONCE.includes(method);
      if (!again) throw error;
      return this.wire.call(method, request);
    }
  }
}

/** Whether a job has reached a final state. */
export function isOver(job: Job): boolean {
  return OVER.includes(job.state);
}
