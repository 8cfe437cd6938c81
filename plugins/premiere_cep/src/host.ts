/**
 * What the panel needs of the editing program that it lives in; the panel knows nothing else of it.
 *
 * `cep/host.ts` implements it for CEP (class `CepHost`, over ExtendScript), `../premiere_uxp/src/host.ts`
 * for UXP (class `UxpHost`). Frames are whole frames of the sequence and count from its first one, whatever
 * timecode that shows; spans are half-open. Every method may reject with a `HostError`, and with nothing else.
 */

import type { LaidTimeline, PlacementPlan } from "./placement";

/** The editing program, with one project open, or none. */
export interface Host {
  /** For people: `Premiere Pro (CEP)`. */
  readonly name: string;

  /** What is open, and what is missing; never rejects, so that the panel can always say what is wrong. */
  describe(): Promise<HostState>;

  /** What would be scored: the selection, else in to out, else the whole sequence. */
  range(): Promise<ScoredRange>;

  /**
   * The active sequence as OpenTimelineIO text: its tracks, clips, speeds, media and the user's markers; our
   * music and our markers left out. A marker named `wish` is left out too: see `ScoredRange.wish`.
   *
   * It is read in pieces, so that the program stays free in between; `onShare` is told how far it is, 0 to 1.
   */
  readEdit(onShare: OnShare, signal?: AbortSignal): Promise<EditText>;

  /** The sounds and markers of the active sequence as they lie, and the playhead, for PlanPlacement. */
  lying(): Promise<LaidTimeline>;

  /**
   * Does each step of the plan, reads it back and compares. Where one fails, all are taken back, the newest
   * first, and it rejects with a `HostError` whose `left` names what could not be taken back. `planned` is what
   * `lying` gave and the plan was made from: where the sequence is no longer so, or is not active any more, it
   * rejects with `TIMELINE_CHANGED` before anything is touched. Never called with a plan that has a refusal.
   */
  carryOut(plan: PlacementPlan, planned: LaidTimeline, onShare: OnShare): Promise<CarriedOut>;

  /**
   * Calls the listener after the active sequence, its selection, marks, clips or markers changed, at most
   * twice a second; also after our own changes. Returns what ends it.
   */
  onChanged(listener: () => void): () => void;

  /** The program's colours and font size now. */
  theme(): Theme;

  /** Calls the listener after the colours changed; returns what ends it. */
  onThemeChanged(listener: () => void): () => void;

  /** Opens an http address in the user's browser. */
  openUrl(url: string): Promise<void>;

  /** Where an audio element finds a file of this machine: a `file:` address, or another that plays here. */
  soundUrl(path: string): string;

  /** The playhead. */
  readonly playhead: Playhead;
}

/** Told how far something is, 0 to 1. */
export type OnShare = (share: number) => void;

/** What is open in the program. */
export interface HostState {
  /** Version of the program: `25.6.1`; empty where it does not say. */
  readonly version: string;
  /** Name of the project; empty where none is open. */
  readonly project: string;
  /** The active sequence; null where none is open. */
  readonly sequence: Sequence | null;
  /** What keeps us from working or is not as it should be, each a sentence with what to do. */
  readonly missing: readonly string[];
}

/** A sequence. */
export interface Sequence {
  /** What tells it from all others, for as long as the project lives. */
  readonly id: string;
  readonly name: string;
  /** Ticks (1/254016000000 s) of one frame, whole: `10160640000` for 25 frames a second. */
  readonly ticksPerFrame: number;
  /** Whether its timecode leaves out frame numbers. */
  readonly dropFrame: boolean;
  /** The frame number that its timecode shows at its first frame. */
  readonly zeroFrame: number;
  /** Its length in frames. */
  readonly durationFrames: number;
}

/** The frames that would be scored. */
export interface ScoredRange {
  /** First frame. */
  readonly start: number;
  /** Frame after the last. */
  readonly end: number;
  readonly from: "selection" | "in_out" | "sequence";
  /** What the comment of the marker named `wish` says; empty without one. */
  readonly wish: string;
}

/** An edit as the daemon reads it. */
export interface EditText {
  /** OpenTimelineIO text. */
  readonly otio: string;
  /** Name of the edit. */
  readonly name: string;
}

/** What came of a change. */
export interface CarriedOut {
  /** How many sounds were put down. */
  readonly placed: number;
  /** How many were taken away. */
  readonly removed: number;
  /** What the user should know beside it, each a sentence. */
  readonly told: readonly string[];
}

/** Colours (`#rrggbb`) and type of the program. */
export interface Theme {
  readonly background: string;
  readonly text: string;
  /** Colour of what is chosen and of the main button. */
  readonly accent: string;
  readonly fontSizePx: number;
}

/** The playhead of the active sequence. */
export interface Playhead {
  /** The frame under it. */
  get(): Promise<number>;
  /** Puts it on a frame. */
  set(frame: number): Promise<void>;
}

/** Why a host could not do it; `reason` is switched on, the message is read by people. */
export type HostReason =
  /** No project or no sequence is open. */
  | "NO_SEQUENCE"
  /** The range holds nothing to score. */
  | "RANGE_EMPTY"
  /** The program does not answer: a dialogue is open, or it is at work. */
  | "HOST_BUSY"
  /** The sequence is no longer what was planned for; ask again and plan again. */
  | "TIMELINE_CHANGED"
  /** The program said yes and did nothing, or something else. */
  | "HOST_REFUSED"
  /** This version of the program cannot do it. */
  | "NOT_SUPPORTED";

/** A sentence with what to do, and what could not be taken back. */
export class HostError extends Error {
  override readonly name = "HostError";

  constructor(
    readonly reason: HostReason,
    sentence: string,
    /** What we put there and could not take away, each a name that the user finds on the timeline. */
    readonly left: readonly string[] = [],
  ) {
    super(sentence);
  }
}

/*
 * To the panel's author, from the hosts' (take this out once it is in `placement.ts`). What PlanPlacement says
 * and the hosts need in `TimelineChange` and `LyingTimeline`:
 *
 *  - `PlacedClip`: also `cue`, `stem` (PutDown.cue_id, stem_id). `end` is `frame + frame_count`.
 *  - `AddedMarker`: `cue`, `start`, `end` (frames between which it may stand), `name`, `note`, `data`. The host
 *    fills `stems.{stem}` of `data` with [path, frames] of what it put down, writes note and data into the
 *    comment and finds them again.
 *  - `LyingMarker.data`: the host gives the JSON object out of the comment (empty where it is none of ours), for
 *    LaidMarker.data. `removeMarkers` may stay ids of markers: map UnwantedMarker.data back to `LyingMarker.id`.
 *  - `LyingClip`: also `name`, `ours` (lies in our bin). `path` is LaidClip.source_id.
 *  - `TimelineChange.dropTracks`: names, from PlacementPlan.drop_tracks.
 *  - `LyingTimeline`: `rate` (text as LaidTimeline.rate), `startTimecode`.
 *
 * Files: `src/cep/host.ts` exports `CepHost` (constructor: `new CepHost(cepBridge())`, both there),
 * `host/*.jsx` are concatenated by name into `dist/host.jsx` (name that one as ScriptPath), and
 * `../premiere_uxp/src/host.ts` exports `UxpHost` (constructor: `new UxpHost(require("premierepro"))`).
 */
