/**
 * The daemon as the panel uses it: the calls of the contract that it needs, and no more.
 *
 * `line/contract_daemon.ts` implements it over a `Wire`, of which there are two: `line/node_wire.ts` speaks gRPC
 * through CEP's Node, `../premiere_uxp/src/http_wire.ts` JSON over HTTP, as UXP has no Node. A call that fails
 * rejects with a `DaemonError`, and with nothing else.
 */

import type {
  Cue,
  Job,
  Palette,
  Revision,
  Score,
  ScoreOrder,
  ReviseOrder,
  RegenerateOrder,
  Status,
} from "./contract";
import type { PlacementPlan, PlacementQuestion } from "./placement";

/** What the panel asks the daemon. */
export interface Daemon {
  status(): Promise<Status>;
  palettes(): Promise<readonly Palette[]>;
  createScore(order: ScoreOrder): Promise<Job>;
  reviseScore(order: ReviseOrder): Promise<Job>;
  /** Makes an earlier revision the present one; 0 for the one before. */
  rollbackScore(score: string, revisionNumber: number): Promise<Score>;
  /** Makes another variation the present one, from 2, as `Score.variationFolders` lists them. */
  chooseVariation(score: string, variation: number): Promise<Score>;
  score(name: string): Promise<Score>;
  /** The newest first. */
  revisions(score: string): Promise<readonly Revision[]>;
  lockCue(name: string): Promise<Cue>;
  unlockCue(name: string): Promise<Cue>;
  regenerateCue(order: RegenerateOrder): Promise<Job>;
  planPlacement(question: PlacementQuestion): Promise<PlacementPlan>;
  /** An address of the review page that works once, for the user's browser; `score` may be empty. */
  openReview(score: string): Promise<string>;
  /** Jobs that wait or are at work, the newest first. */
  openJobs(): Promise<readonly Job[]>;
  cancelJob(name: string): Promise<Job>;
  /**
   * Gives the job as it is, then after every change, until it is over. A stream that is cut is taken up again
   * by itself, also with another daemon.
   */
  watchJob(name: string, signal: AbortSignal): AsyncIterable<Job>;
  /** Calls the listener after the line to the daemon was lost or found again; returns what ends it. */
  onLine(listener: (line: Line) => void): () => void;
}

/** Whether the daemon is there. */
export type Line = "looking" | "starting" | "open" | "lost";

/** Why a call failed; `reason` is the contract's `ErrorInfo.reason`, or one of `LineReason`. */
export class DaemonError extends Error {
  override readonly name = "DaemonError";

  constructor(
    readonly reason: string,
    sentence: string,
    /** Facts of `ErrorInfo.metadata`. */
    readonly facts: Readonly<Record<string, string>> = {},
  ) {
    super(sentence);
  }
}

/** What goes wrong before the daemon is asked. */
export type LineReason =
  /** The installer's `installed.json` is not beside the panel. */
  | "NOT_INSTALLED"
  /** The command that starts the daemon does not run, or says that it could not. */
  | "NOT_STARTED"
  /** Nobody answers at the address that the discovery file names. */
  | "NOT_ANSWERING"
  /** The daemon is of another version and does not know the call. */
  | "TOO_OLD";
