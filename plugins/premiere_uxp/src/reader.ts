/** Reads sequences by UXP, in the words that the panel shares with CEP. */

import { HostError } from "../../premiere_cep/src/host";
import { plainPath } from "../../premiere_cep/src/premiere/paths";
import type {
  Clip,
  Facts,
  Kind,
  Marker as ReadMarker,
  Reader,
  Track as ReadTrack,
  Transition,
} from "../../premiere_cep/src/premiere/reading";
import { ticksFrom } from "../../premiere_cep/src/premiere/ticks";
import { soundsBelow } from "./pool";
import type { Marker, Premiere, Project, Sequence, TickTime, TrackItem } from "./ppro";

const DROPPING = [102, 106];

/** The reader of UXP. */
export class UxpReader implements Reader {
  private readonly nested = new Map<string, Sequence>();
  private readonly sequences = new Map<string, Sequence>();

  constructor(private readonly ppro: Premiere) {}

  /** The project that is open; null where none is. */
  async project(): Promise<Project | null> {
    return guarded(async () => (await this.ppro.Project.getActiveProject()) ?? null);
  }

  async active(): Promise<Facts | null> {
    const project = await this.project();
    const sequence = project === null ? null : await guarded(async () => project.getActiveSequence());
    return sequence ? this.factsOf(sequence) : null;
  }

  async sequenceOf(item: string): Promise<Facts | null> {
    const sequence = this.nested.get(item);
    return sequence === undefined ? null : this.factsOf(sequence);
  }

  /** A sequence that was read, as Premiere has it. */
  sequence(facts: Facts): Sequence {
    const found = this.sequences.get(facts.id);
    if (found === undefined) {
      throw new HostError("TIMELINE_CHANGED", "The sequence is not open any more.");
    }
    return found;
  }

  async track(facts: Facts, kind: Kind, index: number): Promise<ReadTrack> {
    return guarded(async () => {
      const sequence = this.sequence(facts);
      const track = await (kind === "video" ? sequence.getVideoTrack(index) : sequence.getAudioTrack(index));
      const { TrackItemType } = this.ppro.Constants;
      const items = await track.getTrackItems(TrackItemType.CLIP, false);
      const ours = await this.ourSounds();
      const clips: Clip[] = [];
      for (const item of items) {
        clips.push(await this.clip(item, kind, index, ours));
      }
      clips.sort((a, b) => (a.start < b.start ? -1 : 1));
      const transitions =
        TrackItemType.TRANSITION === undefined
          ? []
          : await transitionsOf(await track.getTrackItems(TrackItemType.TRANSITION, false));
      const muted = await track.isMuted();
      return { kind, index, id: String(track.id), name: track.name, muted, targeted: null, locked: null, clips, transitions };
    });
  }

  async lastClip(facts: Facts, kind: Kind, index: number, counts: (clip: Clip) => boolean): Promise<Clip | null> {
    return [...(await this.track(facts, kind, index)).clips].reverse().find(counts) ?? null;
  }

  async markers(facts: Facts): Promise<readonly ReadMarker[]> {
    const found: ReadMarker[] = [];
    for (const marker of await this.markersThere(facts)) {
      found.push(await guarded(async () => readMarker(marker)));
    }
    return found.sort((a, b) => (a.start < b.start ? -1 : 1));
  }

  /** The markers as Premiere has them. */
  async markersThere(facts: Facts): Promise<readonly Marker[]> {
    return guarded(async () => [...(await (await this.ppro.Markers.getMarkers(this.sequence(facts))).getMarkers())]);
  }

  async selection(facts: Facts): Promise<readonly (readonly [bigint, bigint])[]> {
    return guarded(async () => {
      const items = await (await this.sequence(facts).getSelection()).getTrackItems();
      const spans: (readonly [bigint, bigint])[] = [];
      for (const item of items) {
        spans.push([told(await item.getStartTime()), told(await item.getEndTime())]);
      }
      return spans;
    });
  }

  async playhead(facts: Facts): Promise<bigint> {
    return guarded(async () => told(await this.sequence(facts).getPlayerPosition()));
  }

  /** The clips of a sound track as Premiere has them, by the id that `clip` gives them. */
  async items(facts: Facts, index: number): Promise<ReadonlyMap<string, TrackItem>> {
    return guarded(async () => {
      const track = await this.sequence(facts).getAudioTrack(index);
      const items = await track.getTrackItems(this.ppro.Constants.TrackItemType.CLIP, false);
      const found = new Map<string, TrackItem>();
      for (const item of items) {
        found.set(idOf("audio", index, told(await item.getStartTime())), item);
      }
      return found;
    });
  }

  /** The files in our bin. */
  async ourSounds(): Promise<ReadonlySet<string>> {
    const project = await this.project();
    return project === null ? new Set() : new Set((await soundsBelow(this.ppro, project)).keys());
  }

  private async factsOf(sequence: Sequence): Promise<Facts> {
    return guarded(async () => {
      const id = sequence.guid.toString();
      this.sequences.set(id, sequence);
      const timebase = ticksFrom(await sequence.getTimebase());
      if (timebase === null || timebase <= 0n) {
        throw new HostError("HOST_REFUSED", "Premiere does not tell the frame rate of the sequence.");
      }
      return {
        id,
        name: sequence.name,
        timebase,
        zero: told(await sequence.getZeroPoint()),
        dropFrame: DROPPING.includes(await displayOf(sequence)),
        inPoint: ticksFrom((await sequence.getInPoint())?.ticks),
        outPoint: ticksFrom((await sequence.getOutPoint())?.ticks),
        video: await sequence.getVideoTrackCount(),
        audio: await sequence.getAudioTrackCount(),
      };
    });
  }

  private async clip(item: TrackItem, kind: Kind, index: number, ours: ReadonlySet<string>): Promise<Clip> {
    const shown = await item.getProjectItem();
    const media = shown ? this.ppro.ClipProjectItem.cast(shown) : null;
    const nested = media !== null && (await media.isSequence());
    const sequence = nested ? await media.getSequence() : null;
    const key = sequence ? sequence.guid.toString() : "";
    if (sequence) {
      this.nested.set(key, sequence);
    }
    const path = media === null || nested ? "" : plainPath((await media.getMediaFilePath()) || "");
    const start = told(await item.getStartTime());
    return {
      id: idOf(kind, index, start),
      name: await item.getName(),
      start,
      end: told(await item.getEndTime()),
      inPoint: told(await item.getInPoint()),
      outPoint: told(await item.getOutPoint()),
      speed: Number(await item.getSpeed()),
      reversed: Boolean(Number(await item.isSpeedReversed())),
      disabled: await item.isDisabled(),
      path,
      ours: path !== "" && ours.has(path),
      nested: key,
      adjustment: kind === "video" && (await item.isAdjustmentLayer()),
      multicam: nested && (await media.isMulticamClip?.()) === true,
      item: "",
    };
  }
}

/** How timecode is shown; 0 where it is not told, which is taken as one that drops no frame numbers. */
async function displayOf(sequence: Sequence): Promise<number> {
  try {
    return (await sequence.getSequenceVideoTimeDisplayFormat()).type;
  } catch {
    return 0;
  }
}

/** Clips have no id of their own here: two of a track never begin together. */
function idOf(kind: Kind, index: number, start: bigint): string {
  return `${kind} ${index} ${start}`;
}

async function readMarker(marker: Marker): Promise<ReadMarker> {
  const start = told(await marker.getStart());
  const name = await marker.getName();
  const comment = await marker.getComments();
  return {
    id: `${start} ${name} ${comment}`, // `guid` comes with 26.3
    start,
    end: start + told(await marker.getDuration()),
    name,
    comment,
    colour: await marker.getColorIndex(),
  };
}

async function transitionsOf(items: readonly TrackItem[]): Promise<Transition[]> {
  const found: Transition[] = [];
  for (const item of items) {
    try {
      found.push({ name: "", start: told(await item.getStartTime()), end: told(await item.getEndTime()) });
    } catch {
      continue; // a version that does not tell of transitions
    }
  }
  return found;
}

function told(time: TickTime): bigint {
  const ticks = ticksFrom(time?.ticks);
  if (ticks === null) {
    throw new HostError("HOST_REFUSED", "Premiere tells a time that is none.");
  }
  return ticks;
}

/** Whatever Premiere throws, as a `HostError`. */
export async function guarded<T>(act: () => Promise<T> | T): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof HostError) {
      throw error;
    }
    throw new HostError("HOST_REFUSED", `Premiere failed: ${error instanceof Error ? error.message : String(error)}.`);
  }
}
