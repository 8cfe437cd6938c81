/** What the daemon tells the page, as it comes over the wire. Checked where it enters: every list may be missing. */
import type { Rate } from "../time/frames";
import type { Direction } from "../edit/direction";

export interface Hit {
  frame: number;
  sample: number;
  kind: string;
  weight: number;
  treatment: string;
  error_ms: number | null;
  reason: string;
  user: boolean;
}

/** start_sample, number, beats, beat unit, BPM */
export type Bar = [number, number, number, number, number];

export interface Section {
  start_sample: number;
  end_sample: number;
  name: string;
  theme: string;
  role?: string;
  intensity?: number;
}

export interface Part {
  name: string;
  stem: string;
  instrument: string;
}

export interface Cue {
  cue_id: string;
  start: number;
  end: number;
  start_sample: number;
  sample_count: number;
  purpose: string;
  key: string;
  tempo_bpm: number;
  ending: string;
  themes: string[];
  locked: boolean;
  wish: string;
  seed: number;
  loudness_lufs: number | null;
  revision: number;
  direction: Direction | null;
  hits: Hit[];
  bars: Bar[];
  sections: Section[];
  chords: [number, string][];
  parts: Part[];
  stems: string[];
  pauses?: [number, number][];
}

export interface SceneRecord {
  start: number;
  end: number;
  fields: Record<string, string>;
  role: string;
  valence: number;
  arousal: number;
  tension: number;
  pace?: string | number;
  wanted_silence?: boolean;
  evidence: { field: string; source: string; confidence: number; why: string }[];
}

export interface Finding {
  severity: string;
  sentence: string;
  where?: [number, number] | null;
}

/** Everything small that is drawn for one revision. */
export interface Axis {
  title: string;
  rate: [number, number];
  drop_frame: boolean;
  start_frame: number;
  start_timecode: string;
  duration_frames: number;
  scored: [number, number];
  cuts: { frame: number; confidence: number; kind: string }[];
  speech: [number, number, string?][];
  silences: [number, number, string][];
  markers: { frame: number; name: string; color: string }[];
  curves: { per_s: number; tension: number[]; valence: number[]; arousal: number[] };
  records: SceneRecord[];
  cues: Cue[];
  verdict: { passed: boolean; findings: Finding[] };
  brief: unknown;
  seed: number;
  palette: string;
  wish: string;
  variations: number;
}

/** start_sample, length, pitch, velocity */
export type Note = [number, number, number, number];

export interface Notes {
  parts: { name: string; stem: string; notes: Note[] }[];
}

export interface Exchange {
  time_s: number;
  team: string;
  from: string;
  to: string;
  kind: string;
  text: string;
  evidence: string[];
  decided: boolean;
  duration_s: number;
  model?: string;
}

export interface Picture {
  state: "ready" | "making" | "none" | "failed";
  share: number;
  sentence: string;
  url: string;
  width?: number;
  height?: number;
}

export interface DeliveredFile {
  path: string;
  size_bytes: number;
  kind: string;
  sentence: string;
}

export interface Comparison {
  from: number;
  to: number;
  cues: { cue_id: string; decision: string; before: [number, number] | null; after: [number, number] | null; sentence: string }[];
  changes: { lane: string; kind: string; name: string; before: [number, number] | null; after: [number, number] | null }[];
  notes: string[];
}

/** A score as the contract tells it, as far as the page needs it. */
export interface ScoreSummary {
  name: string;
  displayName: string;
  revision: string;
  wish: string;
  palette: string;
  passed: boolean;
  updateTime?: string;
  edit?: { rateNumerator: string; rateDenominator: string; durationFrames: string };
}

export interface RevisionSummary {
  name: string;
  number: number;
  cause: string;
  sentence: string;
  restoredNumber?: number;
  createTime?: string;
}

export interface Job {
  name: string;
  displayName: string;
  kind: string;
  state: string;
  score: string;
  sentence?: string;
  progress?: { step?: string; share?: number; timeLeft?: string };
  result?: { score: string; revision: string };
  error?: { message: string; details?: { reason?: string }[] };
  createTime?: string;
}

/** The rate of an axis. */
export function rateOf(axis: Axis): Rate {
  return { num: axis.rate[0], den: axis.rate[1], drop: axis.drop_frame };
}

/** The stems that are heard apart; the mix where there are none. */
export function heardStems(cue: Cue): string[] {
  const apart = cue.stems.filter((stem) => stem !== "mix");
  return apart.length > 0 ? apart : cue.stems;
}
