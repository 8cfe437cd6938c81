/**
 * A sequence that was read, as OpenTimelineIO.
 *
 * Source ranges are written so that nobody has to know the dialect: they begin where the used source begins, in
 * time of the source, and last as many frames of the sequence as the clip does.
 */

import { isWish, dataOf } from "./marking";
import type { Clip, Facts, Marker, Track, Transition } from "./reading";
import { frameAt, framesOf, rateOf } from "./ticks";

/** A sequence with all that lies on it. */
export interface Walked {
  readonly facts: Facts;
  readonly tracks: readonly Track[];
  readonly markers: readonly Marker[];
}

type Json = { readonly [key: string]: unknown };

/** The text; `nested` are the sequences that others show, by the item of the project. */
export function otioOf(walked: Walked, nested: ReadonlyMap<string, Walked>): string {
  const { facts } = walked;
  return JSON.stringify({
    OTIO_SCHEMA: "Timeline.1",
    name: facts.name,
    global_start_time: time(facts.zero, facts),
    metadata: { NingBGM: { source: "Premiere Pro", drop_frame: facts.dropFrame } },
    tracks: {
      OTIO_SCHEMA: "Stack.1",
      name: "tracks",
      children: walked.tracks.map((track) => new Line(facts, nested, [facts.id]).track(track)),
      markers: walked.markers
        .filter((marker) => dataOf(marker.comment) === "" && !isWish(marker))
        .map((marker) => markerOf(marker, facts)),
    },
  });
}

const COLOURS = ["GREEN", "RED", "PURPLE", "ORANGE", "YELLOW", "WHITE", "BLUE", "CYAN"] as const;

/** Writes tracks; knows which sequences it is inside of, as one that shows itself would have no end. */
class Line {
  constructor(
    private readonly facts: Facts,
    private readonly nested: ReadonlyMap<string, Walked>,
    private readonly inside: readonly string[],
  ) {}

  track(track: Track): Json {
    const children: Json[] = [];
    const shown = track.clips.filter((clip) => !clip.ours);
    const left = [...track.transitions];
    let at = 0n;
    for (const clip of shown) {
      const start = clip.start < at ? at : clip.start; // sound may overlap by a part of a frame
      if (clip.end <= start) {
        continue;
      }
      children.push(...this.crossed(left, at));
      if (start > at) {
        children.push({ OTIO_SCHEMA: "Gap.1", source_range: range(0n, start - at, this.facts) });
        children.push(...this.crossed(left, start));
      }
      children.push(this.clip(clip, start, track));
      at = clip.end;
    }
    children.push(...this.crossed(left, at));
    return {
      OTIO_SCHEMA: "Track.1",
      name: track.name,
      kind: track.kind === "video" ? "Video" : "Audio",
      enabled: !track.muted,
      children,
    };
  }

  /** The transition over a cut, where there is one; each is told once. */
  private crossed(left: Transition[], cut: bigint): Json[] {
    const index = left.findIndex((one) => one.start <= cut && cut <= one.end);
    if (index < 0) {
      return [];
    }
    const [found] = left.splice(index, 1) as [Transition];
    return [
      {
        OTIO_SCHEMA: "Transition.1",
        name: found.name,
        transition_type: "SMPTE_Dissolve",
        in_offset: time(cut - found.start, this.facts),
        out_offset: time(found.end - cut, this.facts),
      },
    ];
  }

  private clip(clip: Clip, start: bigint, track: Track): Json {
    const length = clip.end - start;
    if (clip.adjustment) {
      return { OTIO_SCHEMA: "Gap.1", source_range: range(0n, length, this.facts) };
    }
    const [first, last] = usedSource(clip);
    const common = {
      name: clip.name,
      enabled: !clip.disabled,
      source_range: range(first, length, this.facts),
      effects: speedOf(clip),
    };
    const shown = this.nested.get(clip.nested);
    if (shown !== undefined && !clip.multicam && !this.inside.includes(shown.facts.id)) {
      const line = new Line(shown.facts, this.nested, [...this.inside, shown.facts.id]);
      const children = shown.tracks.filter((one) => one.kind === track.kind).map((one) => line.track(one));
      return { OTIO_SCHEMA: "Stack.1", ...common, children };
    }
    return {
      OTIO_SCHEMA: "Clip.2",
      ...common,
      active_media_reference_key: "DEFAULT_MEDIA",
      media_references: { DEFAULT_MEDIA: this.media(clip, last) },
    };
  }

  private media(clip: Clip, last: bigint): Json {
    if (clip.path === "") {
      return { OTIO_SCHEMA: "MissingReference.1" };
    }
    // In points count from the file's beginning, whatever timecode it has; the range says so.
    return { OTIO_SCHEMA: "ExternalReference.1", target_url: clip.path, available_range: range(0n, last, this.facts) };
  }
}

/**
 * What a clip uses of its source, in time of the source.
 *
 * In and out of a retimed clip count in the source where they are as far apart as the speed makes it, else after
 * the retime (3).
 */
function usedSource(clip: Clip): readonly [bigint, bigint] {
  const played = Number(clip.end - clip.start);
  const told = Number(clip.outPoint - clip.inPoint);
  const speed = Math.abs(clip.speed);
  if (speed === 1 || speed === 0) {
    return [clip.inPoint, clip.outPoint];
  }
  const afterRetime = Math.abs(told - played) < Math.abs(told - played * speed);
  const first = afterRetime ? scaled(clip.inPoint, speed) : clip.inPoint;
  return [first, first + scaled(clip.end - clip.start, speed)];
}

function scaled(ticks: bigint, speed: number): bigint {
  return BigInt(Math.round(Number(ticks) * speed));
}

function speedOf(clip: Clip): Json[] {
  const speed = Math.abs(clip.speed) * (clip.reversed || clip.speed < 0 ? -1 : 1);
  if (speed === 1) {
    return [];
  }
  return speed === 0
    ? [{ OTIO_SCHEMA: "FreezeFrame.1", effect_name: "FreezeFrame", time_scalar: 0 }]
    : [{ OTIO_SCHEMA: "LinearTimeWarp.1", effect_name: "LinearTimeWarp", time_scalar: speed }];
}

function markerOf(marker: Marker, facts: Facts): Json {
  const start = frameAt(marker.start, facts.timebase);
  const frames = Math.max(frameAt(marker.end, facts.timebase) - start, 0);
  return {
    OTIO_SCHEMA: "Marker.2",
    name: marker.name,
    comment: marker.comment,
    color: (marker.colour === null ? undefined : COLOURS[marker.colour]) ?? "GREEN",
    marked_range: {
      OTIO_SCHEMA: "TimeRange.1",
      start_time: counted(start, facts),
      duration: counted(frames, facts),
    },
  };
}

function range(start: bigint, duration: bigint, facts: Facts): Json {
  return { OTIO_SCHEMA: "TimeRange.1", start_time: time(start, facts), duration: time(duration, facts) };
}

function time(ticks: bigint, facts: Facts): Json {
  return counted(framesOf(ticks, facts.timebase), facts);
}

function counted(value: number, facts: Facts): Json {
  return { OTIO_SCHEMA: "RationalTime.1", rate: rateOf(facts.timebase), value };
}
