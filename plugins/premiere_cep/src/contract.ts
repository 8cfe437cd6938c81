/**
 * The contract's values as the panel has them: numbers where the wire has texts, null where it has nothing.
 *
 * Field by field as in `proto/ningbgm/v1`, where each is described; what the panel does not use is left out.
 */

/** Frames from `start` up to but not including `end`. */
export interface FrameSpan {
  readonly start: number;
  readonly end: number;
}

export interface Cue {
  /** `scores/{score}/cues/{cue}`. */
  readonly name: string;
  readonly cueId: string;
  readonly span: FrameSpan;
  readonly startTimecode: string;
  readonly endTimecode: string;
  readonly sampleCount: number;
  readonly purpose: string;
  readonly key: string;
  readonly tempoBpm: number;
  readonly ending: string;
  readonly themes: readonly string[];
  readonly hits: readonly Hit[];
  readonly stems: readonly Stem[];
  readonly locked: boolean;
  readonly loudnessLufs: number;
  /** Number of the revision that last changed it. */
  readonly revision: number;
  readonly wish: string;
  readonly seed: number;
}

export interface Hit {
  readonly frame: number;
  readonly timecode: string;
  readonly kind: string;
  readonly weight: number;
  readonly treatment: string;
  /** Null where no onset was found. */
  readonly errorMs: number | null;
  readonly reason: string;
}

export interface Stem {
  readonly stemId: string;
  readonly path: string;
}

export interface Score {
  /** `scores/{score}`. */
  readonly name: string;
  readonly displayName: string;
  readonly edit: EditSummary;
  /** `scores/{score}/revisions/{revision}`. */
  readonly revision: string;
  readonly folder: string;
  readonly cues: readonly Cue[];
  readonly wish: string;
  readonly palette: string;
  readonly seed: number;
  readonly passed: boolean;
  readonly findings: readonly string[];
  readonly variationFolders: readonly string[];
}

export interface EditSummary {
  readonly title: string;
  readonly rateNumerator: number;
  readonly rateDenominator: number;
  readonly dropFrame: boolean;
  readonly startFrame: number;
  readonly durationFrames: number;
  readonly scored: FrameSpan;
}

export interface Revision {
  readonly name: string;
  readonly number: number;
  readonly sentence: string;
}

export type JobState =
  | "STATE_UNSPECIFIED"
  | "STATE_QUEUED"
  | "STATE_RUNNING"
  | "STATE_SUCCEEDED"
  | "STATE_FAILED"
  | "STATE_CANCELLED";

export type Step =
  | "STEP_UNSPECIFIED"
  | "STEP_READ"
  | "STEP_SENSE"
  | "STEP_UNDERSTAND"
  | "STEP_PLAN"
  | "STEP_COMPOSE"
  | "STEP_DELIVER";

export interface Job {
  /** `jobs/{job}`. */
  readonly name: string;
  readonly displayName: string;
  readonly state: JobState;
  readonly progress: Progress;
  /** Set when it succeeded. */
  readonly result: JobResult | null;
  /** Set when it failed. */
  readonly error: Failure | null;
}

export interface Progress {
  readonly step: Step;
  /** 0 to 1. */
  readonly share: number;
  readonly timeLeftS: number | null;
  readonly readyCues: readonly ReadyCue[];
}

export interface ReadyCue {
  readonly cueId: string;
  readonly path: string;
  readonly startFrame: number;
  readonly sampleCount: number;
}

export interface JobResult {
  readonly score: string;
  readonly revision: string;
  readonly plan: RevisionPlan | null;
}

/** `google.rpc.Status` with its `ErrorInfo`. */
export interface Failure {
  /** To switch on; empty where there is no ErrorInfo. */
  readonly reason: string;
  readonly sentence: string;
  readonly facts: Readonly<Record<string, string>>;
}

export interface RevisionPlan {
  readonly decisions: readonly CueDecision[];
  readonly conflicts: readonly CueConflict[];
  readonly sentences: readonly string[];
}

export type DecisionKind =
  | "KIND_UNSPECIFIED"
  | "KIND_KEEP"
  | "KIND_MOVE"
  | "KIND_RETIME"
  | "KIND_RESCORE"
  | "KIND_NEW"
  | "KIND_DROP";

export interface CueDecision {
  readonly cueId: string;
  readonly kind: DecisionKind;
  /** Null for a new cue. */
  readonly before: FrameSpan | null;
  /** Null for a dropped cue. */
  readonly after: FrameSpan | null;
  readonly reason: string;
}

export interface CueConflict {
  readonly cueId: string;
  readonly reason: string;
}

export interface Palette {
  /** `palettes/{palette}`. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
}

export interface Status {
  readonly version: string;
  readonly engines: readonly Engine[];
  readonly queuedJobs: number;
  readonly runningJobs: number;
  readonly notes: readonly string[];
}

export interface Engine {
  readonly engineId: string;
  readonly available: boolean;
  readonly detail: string;
}

/** What CreateScore is asked. */
export interface ScoreOrder {
  readonly source: { readonly otio: string; readonly displayName: string };
  /** Absent for all of the edit. */
  readonly range?: FrameSpan;
  readonly wish: string;
  /** Empty to choose by wish and picture. */
  readonly palette: string;
  readonly variations: number;
  readonly requestId: string;
}

/** What ReviseScore is asked. */
export interface ReviseOrder {
  readonly name: string;
  readonly source: { readonly otio: string; readonly displayName: string };
  readonly planOnly: boolean;
  readonly keepCueIds: readonly string[];
  readonly requestId: string;
}

/** What RegenerateCue is asked. */
export interface RegenerateOrder {
  readonly name: string;
  /** Absent to keep the one that it has. */
  readonly wish?: string;
  readonly requestId: string;
}
