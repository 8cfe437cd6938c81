/** From answers in proto3's JSON mapping to the panel's values. What is not there reads as nothing. */

import type {
  Cue,
  CueDecision,
  DecisionKind,
  EditSummary,
  Engine,
  Failure,
  FrameSpan,
  Hit,
  Job,
  JobResult,
  JobState,
  Palette,
  Progress,
  ReadyCue,
  Revision,
  RevisionPlan,
  Score,
  Status,
  Step,
} from "../contract";
import { Fields } from "./fields";

export function readStatus(said: unknown): Status {
  const of = new Fields(said);
  return {
    version: of.text("version"),
    engines: of.list("engines", readEngine),
    queuedJobs: of.number("queuedJobs"),
    runningJobs: of.number("runningJobs"),
    notes: of.texts("notes"),
  };
}

function readEngine(of: Fields): Engine {
  return { engineId: of.text("engineId"), available: of.truth("available"), detail: of.text("detail") };
}

export function readPalettes(said: unknown): readonly Palette[] {
  return new Fields(said).list("palettes", (of) => ({
    name: of.text("name"),
    title: of.text("title"),
    description: of.text("description"),
  }));
}

export function readScore(said: unknown): Score {
  const of = new Fields(said);
  return {
    name: of.text("name"),
    displayName: of.text("displayName"),
    edit: readEdit(of.inner("edit") ?? new Fields({})),
    revision: of.text("revision"),
    folder: of.text("folder"),
    cues: of.list("cues", readCueFields),
    wish: of.text("wish"),
    palette: of.text("palette"),
    seed: of.number("seed"),
    passed: of.truth("passed"),
    findings: of.texts("findings"),
    variationFolders: of.texts("variationFolders"),
  };
}

function readEdit(of: Fields): EditSummary {
  return {
    title: of.text("title"),
    rateNumerator: of.number("rateNumerator"),
    rateDenominator: of.number("rateDenominator") || 1,
    dropFrame: of.truth("dropFrame"),
    startFrame: of.number("startFrame"),
    durationFrames: of.number("durationFrames"),
    scored: readSpan(of.inner("scored")) ?? { start: 0, end: 0 },
  };
}

export function readCue(said: unknown): Cue {
  return readCueFields(new Fields(said));
}

function readCueFields(of: Fields): Cue {
  return {
    name: of.text("name"),
    cueId: of.text("cueId"),
    span: readSpan(of.inner("span")) ?? { start: 0, end: 0 },
    startTimecode: of.text("startTimecode"),
    endTimecode: of.text("endTimecode"),
    sampleCount: of.number("sampleCount"),
    purpose: of.text("purpose"),
    key: of.text("key"),
    tempoBpm: of.number("tempoBpm"),
    ending: of.text("ending"),
    themes: of.texts("themes"),
    hits: of.list("hits", readHit),
    stems: of.list("stems", (stem) => ({ stemId: stem.text("stemId"), path: stem.text("path") })),
    locked: of.truth("locked"),
    loudnessLufs: of.number("loudnessLufs"),
    revision: of.number("revision"),
    wish: of.text("wish"),
    seed: of.number("seed"),
  };
}

function readHit(of: Fields): Hit {
  return {
    frame: of.number("frame"),
    timecode: of.text("timecode"),
    kind: of.text("kind"),
    weight: of.number("weight"),
    treatment: of.text("treatment"),
    errorMs: of.has("errorMs") ? of.number("errorMs") : null,
    reason: of.text("reason"),
  };
}

export function readRevisions(said: unknown): readonly Revision[] {
  return new Fields(said).list("revisions", (of) => ({
    name: of.text("name"),
    number: of.number("number"),
    sentence: of.text("sentence"),
  }));
}

export function readJobs(said: unknown): readonly Job[] {
  return new Fields(said).list("jobs", readJobFields);
}

export function readJob(said: unknown): Job {
  return readJobFields(new Fields(said));
}

function readJobFields(of: Fields): Job {
  const result = of.inner("result");
  const error = of.inner("error");
  return {
    name: of.text("name"),
    displayName: of.text("displayName"),
    state: (of.text("state") || "STATE_UNSPECIFIED") as JobState,
    progress: readProgress(of.inner("progress") ?? new Fields({})),
    result: result && readResult(result),
    error: error && readFailure(error),
  };
}

function readProgress(of: Fields): Progress {
  return {
    step: (of.text("step") || "STEP_UNSPECIFIED") as Step,
    share: of.number("share"),
    timeLeftS: of.has("timeLeft") ? of.seconds("timeLeft") : null,
    readyCues: of.list("readyCues", readReadyCue),
  };
}

function readReadyCue(of: Fields): ReadyCue {
  return {
    cueId: of.text("cueId"),
    path: of.text("path"),
    startFrame: of.number("startFrame"),
    sampleCount: of.number("sampleCount"),
  };
}

function readResult(of: Fields): JobResult {
  const plan = of.inner("plan");
  return { score: of.text("score"), revision: of.text("revision"), plan: plan && readRevisionPlan(plan) };
}

/** A `google.rpc.Status`, as the gateway writes it and as the Node side gives it. */
export function readFailure(of: Fields): Failure {
  const told = of.list("details", (detail) => detail).find((detail) => detail.text("reason") !== "");
  return {
    reason: told?.text("reason") ?? "",
    sentence: of.text("message"),
    facts: told?.textMap("metadata") ?? {},
  };
}

function readRevisionPlan(of: Fields): RevisionPlan {
  return {
    decisions: of.list("decisions", readDecision),
    conflicts: of.list("conflicts", (one) => ({ cueId: one.text("cueId"), reason: one.text("reason") })),
    sentences: of.texts("sentences"),
  };
}

function readDecision(of: Fields): CueDecision {
  return {
    cueId: of.text("cueId"),
    kind: (of.text("kind") || "KIND_UNSPECIFIED") as DecisionKind,
    before: readSpan(of.inner("before")),
    after: readSpan(of.inner("after")),
    reason: of.text("reason"),
  };
}

export function readSpan(of: Fields | null): FrameSpan | null {
  return of && { start: of.number("start"), end: of.number("end") };
}
