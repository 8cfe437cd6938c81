/**
 * A sequence as Premiere writes OpenTimelineIO (nle.md section 3; the shape of its metadata as WyattBlue/auto-editor
 * `src/exports/otio.nim` writes it for Premiere, "Premiere can import and export .otio files").
 *
 * - `PremierePro_OTIO` in the metadata of timeline, stack (VideoFrameRate), clips (LinkID) and effects (MatchName,
 *   IsIntrinsic, Parameters); fixed parameters stand at the position -10800000.
 * - media by `file://`; `LinearTimeWarp.1` with a source_range in source frames: what is seen lasts duration / scalar.
 * - a reversed clip has a negative scalar, and its source_range is shifted (OTIO #1890; by how much [inference]).
 * - nested sequences are child stacks.
 * - how disabled clips, markers and the zero point come out nobody saw (nle.md, "Not verified"): `enabled`, `Marker.2` on
 *   the stack, and `global_start_time` at 0, so that nobody relies on it [inference].
 */

import { TICKS_PER_SECOND } from "../ticks.js";

const START_OF_TIME = -10800000.0;

/** The document. */
export function otioOf(sequence, world) {
  const rate = Number(TICKS_PER_SECOND) / Number(sequence.timebase);
  const links = new Map();
  return {
    OTIO_SCHEMA: "Timeline.1",
    metadata: { PremierePro_OTIO: { MetadataVersion: "1.0" } },
    name: sequence.name,
    global_start_time: time(0, rate),
    tracks: stack(sequence, world, rate, links),
  };
}

function stack(sequence, world, rate, links, range = null) {
  const frames = (ticks) => Number(ticks) / Number(sequence.timebase);
  return {
    OTIO_SCHEMA: "Stack.1",
    metadata: {
      PremierePro_OTIO: {
        AudioFrameRate: sequence.settings.sampleRate,
        PixelAspectRatio: { denominator: 1.0, numerator: 1.0 },
        VideoFrameRate: rate,
        VideoResolution: { height: sequence.settings.height, width: sequence.settings.width },
      },
    },
    name: sequence.name,
    source_range: range,
    effects: [],
    markers: world.ordered(sequence.markers).map((marker) => ({
      OTIO_SCHEMA: "Marker.2",
      metadata: { PremierePro_OTIO: { Type: marker.type } },
      name: marker.name,
      comment: marker.comments,
      color: "GREEN",
      marked_range: span(frames(marker.start), frames(marker.end - marker.start), rate),
    })),
    enabled: true,
    children: sequence.tracks().map((each) => track(each, sequence, world, rate, frames, links)),
  };
}

function track(each, sequence, world, rate, frames, links) {
  const children = [];
  let at = 0n;
  for (const clip of each.ordered()) {
    if (clip.start > at) children.push(gap(frames(clip.start - at), rate));
    children.push(
      clip.item?.sequence ? nested(clip, world, rate, frames, links) : media(clip, rate, frames, links),
    );
    at = clip.end;
  }
  const audio = each.kind === "audio";
  const channels = { ChannelType: each.channels === 1 ? "Mono" : "Stereo", NumberOfChannels: each.channels };
  return {
    OTIO_SCHEMA: "Track.1",
    metadata: audio ? { PremierePro_OTIO: { AudioChannels: channels } } : {},
    name: each.name,
    source_range: null,
    effects: audio ? [effect("AudioFader", "Track", false, [])] : [],
    markers: [],
    enabled: !each.muted,
    children,
    kind: audio ? "Audio" : "Video",
  };
}

function media(clip, rate, frames, links) {
  const effects =
    clip.kind === "video"
      ? [effect("AE.ADBE Opacity", "Opacity", true, [fixed("Opacity", 1, 100.0, rate)])]
      : [];
  if (clip.speed !== 1 || clip.reversed) {
    const scalar = clip.reversed ? -clip.speed : clip.speed;
    effects.push({
      OTIO_SCHEMA: "LinearTimeWarp.1",
      metadata: {},
      name: "Speed",
      effect_name: "Speed",
      enabled: true,
      time_scalar: scalar,
    });
  }
  const available = clip.item?.media ? frames(clip.item.media.duration) : 0;
  const shown = frames(clip.end - clip.start) * clip.speed;
  const start = clip.reversed ? available - frames(clip.inPoint) - shown : frames(clip.inPoint);
  return {
    OTIO_SCHEMA: "Clip.2",
    metadata: {
      PremierePro_OTIO: {
        LinkID: String(linkOf(clip, links)),
        OriginalChannelGroupIndex: 0,
        SourceClipIndex: 0,
      },
    },
    name: clip.name,
    source_range: span(start, shown, rate),
    effects,
    markers: [],
    enabled: !clip.disabled,
    media_references: {
      DEFAULT_MEDIA: clip.item?.media
        ? file(clip.item.media, available, rate)
        : { OTIO_SCHEMA: "MissingReference.1", metadata: {}, name: "", available_range: null },
    },
    active_media_reference_key: "DEFAULT_MEDIA",
  };
}

function nested(clip, world, rate, frames, links) {
  const range = span(frames(clip.inPoint), frames(clip.end - clip.start), rate);
  return {
    ...stack(clip.item.sequence, world, rate, links, range),
    name: clip.name,
    enabled: !clip.disabled,
  };
}

function file(found, frames, rate) {
  const path = found.path.replace(/\\/g, "/");
  return {
    OTIO_SCHEMA: "ExternalReference.1",
    metadata: {},
    name: "",
    available_range: span(0, frames, rate),
    available_image_bounds: null,
    target_url: `file://${path.startsWith("/") ? "" : "/"}${encodeURI(path)}`,
  };
}

function effect(match, name, intrinsic, parameters) {
  return {
    OTIO_SCHEMA: "Effect.1",
    metadata: { PremierePro_OTIO: { IsIntrinsic: intrinsic, MatchName: match, Parameters: parameters } },
    name: "",
    effect_name: name,
    enabled: true,
  };
}

function fixed(name, id, value, rate) {
  return { DisplayName: name, ID: id, StartValue: { Position: time(START_OF_TIME, rate), Value: value } };
}

function linkOf(clip, links) {
  const known = [clip, ...clip.links].map((each) => links.get(each)).find((id) => id !== undefined);
  const id = known ?? links.size + 1;
  links.set(clip, id);
  return id;
}

function gap(frames, rate) {
  return {
    OTIO_SCHEMA: "Gap.1",
    metadata: {},
    name: "",
    source_range: span(0, frames, rate),
    effects: [],
    markers: [],
    enabled: true,
  };
}

function span(start, duration, rate) {
  return { OTIO_SCHEMA: "TimeRange.1", start_time: time(start, rate), duration: time(duration, rate) };
}

function time(value, rate) {
  return { OTIO_SCHEMA: "RationalTime.1", rate, value };
}
