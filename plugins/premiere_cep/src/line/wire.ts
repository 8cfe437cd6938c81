/** A way to carry calls of the contract, in its JSON mapping; see `ContractDaemon`. */

import type { Line } from "../daemon";

/** Service and method of the contract, as the panel uses them. */
export type Method =
  | "SystemService.GetStatus"
  | "SystemService.ListPalettes"
  | "ScoreService.CreateScore"
  | "ScoreService.ReviseScore"
  | "ScoreService.RollbackScore"
  | "ScoreService.ChooseVariation"
  | "ScoreService.GetScore"
  | "ScoreService.ListRevisions"
  | "CueService.LockCue"
  | "CueService.UnlockCue"
  | "CueService.RegenerateCue"
  | "PlacementService.PlanPlacement"
  | "ReviewService.OpenReview"
  | "JobService.ListJobs"
  | "JobService.GetJob"
  | "JobService.CancelJob"
  | "JobService.WatchJob";

/** A request or an answer in proto3's JSON mapping. */
export type Json = { readonly [field: string]: unknown };

/** A wire to the daemon. It finds the daemon by itself, and starts it where it does not run. */
export interface Wire {
  /**
   * One answer. Rejects with a `DaemonError`: `LOST` where the line broke after the request was sent, so that nobody
   * knows whether it was carried out.
   */
  call(method: Method, request: Json): Promise<Json>;

  /** Each message of a stream; ends with it, or throws a `DaemonError`: `LOST` where it was cut. */
  stream(method: Method, request: Json, signal: AbortSignal): AsyncIterable<Json>;

  /** Calls the listener after the line changed; returns what ends it. */
  onLine(listener: (line: Line) => void): () => void;
}

/** Reason of a `DaemonError` where the line broke. */
export const LOST = "LOST";
