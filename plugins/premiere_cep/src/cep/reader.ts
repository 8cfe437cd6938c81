/** Reads sequences by ExtendScript, so many rows a step. */

import type { Clip, Facts, Kind, Marker, Reader, Track, Transition } from "../premiere/reading";
import { ticksFrom } from "../premiere/ticks";
import { HostError } from "../host";
import { plainPath } from "../premiere/paths";
import type { Argument, Script } from "./script";

/** Rows that are read in one step: some five hundred reads. */
const ROWS = 20;
const DROPPING = [102, 106];

type ClipRow = readonly [
  string, string, string, string, string, string, number, boolean, boolean, string, boolean, string, boolean, boolean,
  string,
];
type MarkerRow = readonly [string, string, string, string, string, number | null, string];

interface FactsRow {
  readonly id: string;
  readonly name: string;
  readonly timebase: string;
  readonly zero: string;
  readonly display: number;
  readonly in: string | null;
  readonly out: string | null;
  readonly video: number;
  readonly audio: number;
}

interface TrackRow {
  readonly id: string;
  readonly name: string;
  readonly muted: boolean;
  readonly targeted: boolean | null;
  readonly locked: boolean | null;
  readonly clips: number;
  readonly transitions: number;
}

interface Rows<T> {
  readonly total: number;
  readonly rows: readonly T[];
}

/** What is open. */
export interface About {
  readonly version: string;
  readonly project: string;
  /** Id of the active sequence; empty where none is. */
  readonly sequence: string;
}

/** The reader of CEP. */
export class CepReader implements Reader {
  constructor(private readonly script: Script) {}

  about(): Promise<About> {
    return this.script.call<About>("about");
  }

  async active(): Promise<Facts | null> {
    const { sequence } = await this.about();
    return sequence === "" ? null : this.facts(sequence);
  }

  async sequenceOf(item: string): Promise<Facts | null> {
    const all = await this.rows<{ id: string; item: string }>("sequences");
    const found = all.find((one) => one.item === item);
    return found === undefined ? null : this.facts(found.id);
  }

  async facts(id: string): Promise<Facts> {
    const row = await this.script.call<FactsRow>("facts", id);
    const timebase = ticksFrom(row.timebase);
    const zero = ticksFrom(row.zero);
    if (timebase === null || timebase <= 0n || zero === null || row.id !== id) {
      throw new HostError("HOST_REFUSED", "Premiere does not tell the frame rate of the sequence.");
    }
    return {
      id,
      name: row.name,
      timebase,
      zero,
      dropFrame: DROPPING.includes(row.display),
      inPoint: ticksFrom(row.in),
      outPoint: ticksFrom(row.out),
      video: row.video,
      audio: row.audio,
    };
  }

  async track(facts: Facts, kind: Kind, index: number): Promise<Track> {
    const row = await this.script.call<TrackRow>("track", facts.id, kind, index);
    const clips = row.clips > 0 ? await this.rows<ClipRow>("clips", facts.id, kind, index) : [];
    const crossings =
      row.transitions > 0
        ? await this.rows<readonly [string, string, string]>("transitions", facts.id, kind, index)
        : [];
    const transitions = crossings.map(([name, start, end]): Transition => {
      return { name, start: told(start), end: told(end) };
    });
    const { id, name, muted, targeted, locked } = row;
    return { kind, index, id, name, muted, targeted, locked, clips: clips.map(clipOf), transitions };
  }

  /** Read from the end, a row at a time: clips come in order, and most often the last one counts. */
  async lastClip(facts: Facts, kind: Kind, index: number, counts: (clip: Clip) => boolean): Promise<Clip | null> {
    const { clips } = await this.script.call<TrackRow>("track", facts.id, kind, index);
    for (let at = clips - 1; at >= 0; at--) {
      const { rows } = await this.script.call<Rows<ClipRow>>("clips", facts.id, kind, index, at, 1);
      const clip = rows[0] === undefined ? null : clipOf(rows[0]);
      if (clip !== null && counts(clip)) {
        return clip;
      }
    }
    return null;
  }

  /** The last clip of each sound track. */
  async lastClips(facts: Facts): Promise<readonly (Clip | null)[]> {
    const rows = await this.script.call<readonly (ClipRow | null)[]>("lastClips", facts.id);
    return rows.map((row) => (row === null ? null : clipOf(row)));
  }

  async markers(facts: Facts): Promise<readonly Marker[]> {
    const rows = await this.rows<MarkerRow>("markers", facts.id);
    return rows.map(([id, start, end, name, comment, colour]) => {
      return { id, start: told(start), end: told(end), name, comment, colour };
    });
  }

  async selection(facts: Facts): Promise<readonly (readonly [bigint, bigint])[]> {
    const rows = await this.script.call<readonly (readonly [string, string])[]>("selection", facts.id);
    return rows.map(([start, end]) => [told(start), told(end)] as const);
  }

  async playhead(facts: Facts): Promise<bigint> {
    return told(await this.script.call<string>("playhead", facts.id));
  }

  /** All rows of a call that gives so many from a number on. */
  async rows<T>(name: string, ...given: readonly Argument[]): Promise<readonly T[]> {
    const all: T[] = [];
    for (;;) {
      const { total, rows } = await this.script.call<Rows<T>>(name, ...given, all.length, ROWS);
      all.push(...rows);
      if (all.length >= total) {
        return all;
      }
      if (rows.length === 0) {
        throw new HostError("TIMELINE_CHANGED", "The sequence changed while it was read; try again.");
      }
    }
  }
}

function clipOf(row: ClipRow): Clip {
  const [id, name, start, end, first, last, speed, reversed, disabled, path, ours, nested, ...rest] = row;
  const [adjustment, multicam, item] = rest;
  return {
    id: id === "" ? `${name} ${start}` : id,
    name,
    start: told(start),
    end: told(end),
    inPoint: told(first),
    outPoint: told(last),
    speed,
    reversed,
    disabled,
    path: plainPath(path),
    ours,
    nested,
    adjustment,
    multicam,
    item,
  };
}

function told(ticks: string): bigint {
  const found = ticksFrom(ticks);
  if (found === null) {
    throw new HostError("HOST_REFUSED", `Premiere tells a time that is none: ${ticks}.`);
  }
  return found;
}
