/**
 * What lies on a timeline, and what is to be done there: the messages of `placement.proto`, as the panel has them.
 *
 * Frames count from the sequence's first one, in its own rate.
 */

import type { FrameSpan } from "./contract";

/** `LaidTimeline`, with the sequence that it was read from. */
export interface LaidTimeline {
  /** `Sequence.id`; the daemon is not told. */
  readonly sequenceId: string;
  /** Its frame rate: `25`, `30000/1001`, `29.97 DF`. */
  readonly rate: string;
  /** Timecode of its first frame; empty for 00:00:00:00. */
  readonly startTimecode: string;
  /** Where the playhead stands: `120f` from the first frame; empty where it is not known. */
  readonly playhead: string;
  /** Every clip of sound, the editor's too. */
  readonly clips: readonly LaidClip[];
  /** Every marker that may be ours. */
  readonly markers: readonly LaidMarker[];
}

/** A clip of sound. */
export interface LaidClip {
  /** The host's own id of the clip, unique on this sequence; the plan names clips by it. */
  readonly clipId: string;
  readonly trackIndex: number;
  readonly trackName: string;
  readonly startFrame: number;
  readonly frameCount: number;
  /** What the program knows the sound by, the same for as long as the project lives. */
  readonly sourceId: string;
  readonly name: string;
  /** Whether the sound lies in a bin of ours. */
  readonly ours: boolean;
}

/** A marker. */
export interface LaidMarker {
  readonly frame: number;
  /** What was written into it as `CueMarker.data`. */
  readonly data: string;
}

/**
 * `PlacementPlan`: import the sounds and find or add the tracks of `putDown`, then take away, put down, and mark;
 * the steps in this order. If one fails, all before it are taken back.
 */
export interface PlacementPlan {
  /** Set where something stands in the way; then no step is set. */
  readonly refusal: Refusal | null;
  readonly takeAwayClipIds: readonly string[];
  readonly removeMarkers: readonly UnwantedMarker[];
  readonly putDown: readonly PutDown[];
  readonly writeMarkers: readonly CueMarker[];
  /** Names of tracks to delete where nothing lies on them any more; a host that cannot leaves them. */
  readonly dropTracks: readonly string[];
  /** What the person is to know. */
  readonly sentences: readonly string[];
  /** Every cue that lies there before the plan is carried out, in order. */
  readonly cues: readonly PlacedCue[];
  /** The scores that they belong to, in the same order. */
  readonly scores: readonly string[];
  /** Empty where none of ours lies under the playhead. */
  readonly cueUnderPlayhead: string;
  /** Clips of ours that lie otherwise than they were put down, and no cue claims. */
  readonly strayClipIds: readonly string[];
}

/** Why nothing is to be changed. */
export interface Refusal {
  readonly reason: RefusalReason;
  /** For people, with what to do. */
  readonly sentence: string;
  readonly clipIds: readonly string[];
}

/** What stands in the way: `Refusal.Reason`. */
export type RefusalReason =
  | "REASON_UNSPECIFIED"
  | "REASON_LOCKED"
  | "REASON_CHANGED_BY_HAND"
  | "REASON_IN_THE_WAY"
  | "REASON_OTHER_RATE"
  | "REASON_SOUND_GONE";

/** A marker to take away. */
export interface UnwantedMarker {
  readonly frame: number;
  /** By which it is found again. */
  readonly data: string;
  readonly cueId: string;
}

/** A sound to put down. */
export interface PutDown {
  readonly cueId: string;
  readonly stemId: string;
  readonly path: string;
  /** Name of the stereo track that it belongs on. */
  readonly trackName: string;
  readonly frame: number;
  /** Its exact length in samples at 48 kHz. */
  readonly sampleCount: number;
  /** The same in frames, to the nearest. */
  readonly frameCount: number;
  readonly clipName: string;
  readonly colour: ColourRole;
  /** A clip of `takeAwayClipIds` that plays the very same sound and may be moved instead; empty for none. */
  readonly movesClipId: string;
}

/** What a colour says. */
export type ColourRole = "COLOUR_ROLE_UNSPECIFIED" | "COLOUR_ROLE_MUSIC";

/** A marker that tells which cue lies here. */
export interface CueMarker {
  readonly cueId: string;
  /** The frame on which it belongs; where a marker is already, the next free one. */
  readonly frame: number;
  /** Frame after the last on which it may stand. */
  readonly endFrame: number;
  readonly name: string;
  readonly note: string;
  /**
   * A JSON object for us. Before it is written, `stems.{stemId}` is set to `[sourceId, frameCount]` of each clip
   * of this cue that was put down, as the timeline tells them then.
   */
  readonly data: string;
  readonly colour: ColourRole;
}

/** A cue that lies on the timeline. */
export interface PlacedCue {
  /** `scores/{score}/cues/{cue}`. */
  readonly name: string;
  readonly cueId: string;
  readonly score: string;
  readonly span: FrameSpan;
  readonly clipIds: readonly string[];
  readonly changedByHand: boolean;
  readonly missingStemIds: readonly string[];
  readonly locked: boolean;
  /** Whether the daemon still knows it. */
  readonly known: boolean;
}

/** What a plan is to do: `PlanPlacementRequest.Intent`. */
export type Intent = "INTENT_LOOK" | "INTENT_SCORE" | "INTENT_UPDATE" | "INTENT_REMOVE" | "INTENT_CLEAR";

/** What PlanPlacement is asked. */
export interface PlacementQuestion {
  readonly intent: Intent;
  readonly timeline: LaidTimeline;
  /** Needed for INTENT_SCORE and INTENT_UPDATE. */
  readonly score?: string;
  /** The job that made the score's present revision, where one did. */
  readonly job?: string;
  /** The frames that are to be scored, for INTENT_LOOK. */
  readonly range?: FrameSpan;
}
