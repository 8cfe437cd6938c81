/** PlanPlacement's question and answer, between the panel's values and the JSON mapping. */

import type {
  ColourRole,
  CueMarker,
  PlacedCue,
  PlacementPlan,
  PlacementQuestion,
  PutDown,
  Refusal,
  RefusalReason,
} from "../placement";
import { Fields } from "./fields";
import { readSpan } from "./reading";
import type { Json } from "./wire";

export function writeQuestion(question: PlacementQuestion): Json {
  const { sequenceId: _, ...timeline } = question.timeline;
  const { score, job, range } = question;
  return {
    intent: question.intent,
    timeline,
    ...(score === undefined ? {} : { score }),
    ...(job === undefined ? {} : { job }),
    ...(range === undefined ? {} : { range }),
  };
}

export function readPlan(said: unknown): PlacementPlan {
  const of = new Fields(said);
  const refusal = of.inner("refusal");
  return {
    refusal: refusal && readRefusal(refusal),
    takeAwayClipIds: of.texts("takeAwayClipIds"),
    removeMarkers: of.list("removeMarkers", (one) => ({
      frame: one.number("frame"),
      data: one.text("data"),
      cueId: one.text("cueId"),
    })),
    putDown: of.list("putDown", readPutDown),
    writeMarkers: of.list("writeMarkers", readMarker),
    dropTracks: of.texts("dropTracks"),
    sentences: of.texts("sentences"),
    cues: of.list("cues", readPlaced),
    scores: of.texts("scores"),
    cueUnderPlayhead: of.text("cueUnderPlayhead"),
    strayClipIds: of.texts("strayClipIds"),
  };
}

function readRefusal(of: Fields): Refusal {
  return {
    reason: (of.text("reason") || "REASON_UNSPECIFIED") as RefusalReason,
    sentence: of.text("sentence"),
    clipIds: of.texts("clipIds"),
  };
}

function readPutDown(of: Fields): PutDown {
  return {
    cueId: of.text("cueId"),
    stemId: of.text("stemId"),
    path: of.text("path"),
    trackName: of.text("trackName"),
    frame: of.number("frame"),
    sampleCount: of.number("sampleCount"),
    frameCount: of.number("frameCount"),
    clipName: of.text("clipName"),
    colour: (of.text("colour") || "COLOUR_ROLE_UNSPECIFIED") as ColourRole,
    movesClipId: of.text("movesClipId"),
  };
}

function readMarker(of: Fields): CueMarker {
  return {
    cueId: of.text("cueId"),
    frame: of.number("frame"),
    endFrame: of.number("endFrame"),
    name: of.text("name"),
    note: of.text("note"),
    data: of.text("data"),
    colour: (of.text("colour") || "COLOUR_ROLE_UNSPECIFIED") as ColourRole,
  };
}

function readPlaced(of: Fields): PlacedCue {
  return {
    name: of.text("name"),
    cueId: of.text("cueId"),
    score: of.text("score"),
    span: readSpan(of.inner("span")) ?? { start: 0, end: 0 },
    clipIds: of.texts("clipIds"),
    changedByHand: of.truth("changedByHand"),
    missingStemIds: of.texts("missingStemIds"),
    locked: of.truth("locked"),
    known: of.truth("known"),
  };
}
