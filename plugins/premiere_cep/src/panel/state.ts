/** All that the panel knows at one moment; the view draws it and nothing else. */

import type { CueDecision, CueConflict, Palette, ReadyCue, Revision, Score, Status } from "../contract";
import type { Line } from "../daemon";
import type { EditText, HostState, ScoredRange } from "../host";
import type { Intent, PlacedCue } from "../placement";

export interface PanelState {
  readonly line: Line;
  /** Null until the daemon has answered. */
  readonly status: Status | null;
  readonly palettes: readonly Palette[];
  /** Null until the host has answered. */
  readonly host: HostState | null;
  /** What would be scored; null where nothing can be. */
  readonly range: ScoredRange | null;
  /** Why nothing can be scored; empty where something can. */
  readonly rangeTrouble: string;
  readonly form: Form;
  /** Scores whose music lies on this sequence, in the order of the timeline. */
  readonly scores: readonly Score[];
  /** The score that the buttons are about; empty where there is none. */
  readonly chosen: string;
  /** Cues as they lie on the sequence. */
  readonly placed: readonly PlacedCue[];
  /** The cue whose details are shown; empty for none. */
  readonly opened: string;
  readonly work: Work | null;
  readonly pending: PendingUpdate | null;
  readonly notice: Notice | null;
  /** Music that is ready and does not lie yet. */
  readonly unplaced: Unplaced | null;
  /** Whether it is asked if the score shall really go. */
  readonly askingToRemove: boolean;
  /** Revisions of the chosen score, the newest first; null while they are not shown. */
  readonly history: readonly Revision[] | null;
  readonly doctorShown: boolean;
  /** The file that is heard; empty for silence. */
  readonly heard: string;
  /** How far it has been heard, 0 to 1. */
  readonly heardShare: number;
}

/** What the user says of the music to come. */
export interface Form {
  readonly wish: string;
  /** `palettes/{palette}`; empty to choose by wish and picture. */
  readonly palette: string;
  readonly variations: number;
}

/** Something that takes its time. */
export interface Work {
  /** What is done: `Score selection`. */
  readonly title: string;
  /** What is being done right now. */
  readonly sentence: string;
  /** 0 to 1; null where nobody can tell. */
  readonly share: number | null;
  readonly timeLeftS: number | null;
  readonly readyCues: readonly ReadyCue[];
  /** False while the timeline is being changed: that is done whole or taken back. */
  readonly cancellable: boolean;
  readonly cancelling: boolean;
}

/** What an update would do, shown before it is done. */
export interface PendingUpdate {
  readonly score: string;
  readonly sequenceId: string;
  readonly edit: EditText;
  readonly decisions: readonly CueDecision[];
  readonly conflicts: readonly CueConflict[];
  /** Cues that the user wants left as they are in this update. */
  readonly kept: readonly string[];
}

/** Something that the user is told. */
export interface Notice {
  readonly tone: "good" | "note" | "bad";
  readonly sentence: string;
  /** What to do; empty where nothing is. */
  readonly advice: string;
  /** Further sentences. */
  readonly details: readonly string[];
}

/** Music that is ready and waits to be put down. */
export interface Unplaced {
  readonly intent: Intent;
  readonly score: string;
  /** The job that made it; empty where none did. */
  readonly job: string;
  readonly sequenceId: string;
  readonly sequenceName: string;
  /** Whether the job is done. */
  readonly ready: boolean;
}

export const INITIAL: PanelState = {
  line: "looking",
  status: null,
  palettes: [],
  host: null,
  range: null,
  rangeTrouble: "",
  form: { wish: "", palette: "", variations: 1 },
  scores: [],
  chosen: "",
  placed: [],
  opened: "",
  work: null,
  pending: null,
  notice: null,
  unplaced: null,
  askingToRemove: false,
  history: null,
  doctorShown: false,
  heard: "",
  heardShare: 0,
};

/** The score that the buttons are about. */
export function chosenScore(state: PanelState): Score | null {
  return state.scores.find((score) => score.name === state.chosen) ?? null;
}
