/** What can be read of a sequence, in the same words for ExtendScript and UXP. All times are ticks. */

/** "video" or "audio". */
export type Kind = "video" | "audio";

/** A sequence as a whole. */
export interface Facts {
  readonly id: string;
  readonly name: string;
  /** Ticks of a frame. */
  readonly timebase: bigint;
  /** What its timecode shows at the first frame. */
  readonly zero: bigint;
  readonly dropFrame: boolean;
  /** In and out, null where not set; ExtendScript counts them with `zero` in (4). */
  readonly inPoint: bigint | null;
  readonly outPoint: bigint | null;
  /** How many tracks it has. */
  readonly video: number;
  readonly audio: number;
}

/** A track with what lies on it; an index from 0. */
export interface Track {
  readonly kind: Kind;
  readonly index: number;
  readonly id: string;
  readonly name: string;
  readonly muted: boolean;
  /** Whether edits may go to it; null where the program does not say. */
  readonly targeted: boolean | null;
  readonly locked: boolean | null;
  readonly clips: readonly Clip[];
  readonly transitions: readonly Transition[];
}

/** A clip on a track; start and end count from the sequence's first frame. */
export interface Clip {
  readonly id: string;
  readonly name: string;
  readonly start: bigint;
  readonly end: bigint;
  /** In and out of the source, from its beginning. */
  readonly inPoint: bigint;
  readonly outPoint: bigint;
  readonly speed: number;
  readonly reversed: boolean;
  readonly disabled: boolean;
  /** The file; empty for titles, generators and sequences. */
  readonly path: string;
  /** Whether it lies in our bin. */
  readonly ours: boolean;
  /** The project's item of the sequence that it shows; empty where it shows none. */
  readonly nested: string;
  readonly adjustment: boolean;
  readonly multicam: boolean;
  /** The project's item of its file; empty where it plays none. */
  readonly item: string;
}

/** A transition on a track. */
export interface Transition {
  readonly name: string;
  readonly start: bigint;
  readonly end: bigint;
}

/** A marker of a sequence. */
export interface Marker {
  readonly id: string;
  readonly start: bigint;
  readonly end: bigint;
  readonly name: string;
  readonly comment: string;
  /** Index among Premiere's colours; null where it is not told. */
  readonly colour: number | null;
}

/** Reads sequences; nothing is changed by it. Each method may reject with a `HostError`. */
export interface Reader {
  /** The active sequence; null where none is open. */
  active(): Promise<Facts | null>;
  /** The sequence that an item of the project stands for; null where it is gone. */
  sequenceOf(item: string): Promise<Facts | null>;
  track(facts: Facts, kind: Kind, index: number): Promise<Track>;
  /** The last clip of a track that counts; null where none does. */
  lastClip(facts: Facts, kind: Kind, index: number, counts: (clip: Clip) => boolean): Promise<Clip | null>;
  markers(facts: Facts): Promise<readonly Marker[]>;
  /** Where selected clips begin and end. */
  selection(facts: Facts): Promise<readonly (readonly [bigint, bigint])[]>;
  /** Where the playhead stands, from the first frame or from `zero`. */
  playhead(facts: Facts): Promise<bigint>;
}
