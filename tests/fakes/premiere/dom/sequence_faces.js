/**
 * Sequences, tracks and clips, as scripts see them.
 *
 * Sources: PSG docs/sequence/sequence.md, docs/sequence/track.md, docs/item/trackitem.md; TYPES; the reports that
 * `traps.js` names.
 */

import { NOT_SET_SECONDS, TICKS_PER_SECOND, secondsOfTicks, snapped } from "../ticks.js";
import { markersOf } from "./small_faces.js";
import { List, Moment } from "./state.js";
import { ticksOfArgument, ticksOfAssigned } from "./times.js";

const NOT_SET = NOT_SET_SECONDS * TICKS_PER_SECOND;

/** The face of a sequence. */
export function sequenceFace(world) {
  const { traps } = world;
  const base = (sequence) => (traps.inOutBase === "absolute" ? sequence.zeroPoint : 0n);
  const mark = (sequence, side) => (sequence[side] === null ? NOT_SET : sequence[side] + base(sequence));
  const asString = (ticks) => {
    if (ticks === NOT_SET) return String(NOT_SET_SECONDS);
    return traps.inPointString === "ticks" ? String(ticks) : String(secondsOfTicks(ticks));
  };
  const setMark = (sequence, side, time) => {
    const given = ticksOfArgument(time, "ticks"); // AS passes strings of ticks, PSG numbers of seconds
    sequence[side] =
      given === NOT_SET ? null : given - (traps.setInOutBase === "absolute" ? sequence.zeroPoint : 0n);
    world.changed(sequence, {});
  };
  const onto = (sequence, item, time, v, a, insert) => {
    const at = world.landing(sequence, ticksOfArgument(time, traps.sequenceStringTimes));
    return world.placeBoth(sequence, item, at, {
      video: sequence.video[v],
      audio: sequence.audio[a],
      insert,
    });
  };
  return {
    name: "Sequence",
    reads: {
      audioTracks: (sequence) => new List("TrackCollection", () => sequence.audio),
      videoTracks: (sequence) => new List("TrackCollection", () => sequence.video),
      end: (sequence) => String(sequence.end()), // without the zero point: Adobe-CEP/Samples #131
      frameSizeHorizontal: (sequence) => sequence.settings.width,
      frameSizeVertical: (sequence) => sequence.settings.height,
      id: (sequence) => sequence.ordinal, // PSG: "seems unstable"
      markers: (sequence) => markersOf(sequence, world),
      name: (sequence) => sequence.name,
      projectItem: (sequence) => sequence.item,
      sequenceID: (sequence) => sequence.id,
      timebase: (sequence) => String(sequence.timebase),
      videoDisplayFormat: (sequence) => sequence.display,
      audioDisplayFormat: () => 200,
      zeroPoint: (sequence) => String(sequence.zeroPoint),
    },
    writes: {
      name: (sequence, value) => {
        sequence.name = String(value);
        if (sequence.item) sequence.item.name = sequence.name;
        world.changed(sequence, {});
      },
    },
    calls: {
      attachCustomProperty: (sequence, id, value) => {
        sequence.properties[String(id)] = String(value);
        world.changed(sequence, {});
        return true;
      },
      clone: (sequence) => world.cloneSequence(sequence),
      close: () => true,
      exportAsFinalCutProXML: (sequence, path) => world.exporting.finalCut(sequence, path),
      exportAsProject: (sequence, path) => world.exporting.project(sequence, path),
      getInPoint: (sequence) => asString(mark(sequence, "inPoint")),
      getOutPoint: (sequence) => asString(mark(sequence, "outPoint")),
      getInPointAsTime: (sequence) => new Moment(mark(sequence, "inPoint")),
      getOutPointAsTime: (sequence) => new Moment(mark(sequence, "outPoint")),
      setInPoint: (sequence, time) => setMark(sequence, "inPoint", time),
      setOutPoint: (sequence, time) => setMark(sequence, "outPoint", time),
      getPlayerPosition: (sequence) => new Moment(sequence.player),
      setPlayerPosition: (sequence, ticks) => {
        sequence.player = BigInt(ticks);
        return true;
      },
      getSelection: (sequence) =>
        traps.selectionLost ? "Connection to object lost" : world.selection(sequence),
      getSettings: (sequence) => ({
        videoFrameRate: world.board.wrap(new Moment(sequence.timebase)),
        videoDisplayFormat: sequence.display,
        videoFrameWidth: sequence.settings.width,
        videoFrameHeight: sequence.settings.height,
        audioSampleRate: world.board.wrap(
          new Moment(TICKS_PER_SECOND / BigInt(sequence.settings.sampleRate)),
        ),
        audioChannelCount: 2,
      }),
      setZeroPoint: (sequence, ticks) => {
        sequence.zeroPoint = BigInt(ticks);
        world.changed(sequence, {});
        return true;
      },
      insertClip: (sequence, item, time, v, a) => onto(sequence, item, time, v, a, true),
      overwriteClip: (sequence, item, time, v, a) => (onto(sequence, item, time, v, a, false), true),
      isWorkAreaEnabled: () => false,
      linkSelection: () => true,
      unlinkSelection: () => true,
    },
  };
}

/** The face of a track: no lock to read, the name cannot be changed (PSG track.md, nle.md 2.3). */
export function trackFace(world) {
  const place = (track, item, time, insert) => {
    const sequence = world.sequenceOf(track);
    const at = world.landing(sequence, ticksOfArgument(time, world.traps.trackStringTimes));
    world.placeOnTrack(sequence, track, item, at, insert);
  };
  return {
    name: "Track",
    reads: {
      clips: (track) => new List("TrackItemCollection", () => track.ordered()),
      transitions: (track) => new List("TrackItemCollection", () => track.transitions),
      id: (track) => track.id,
      mediaType: (track) => (track.kind === "video" ? "Video" : "Audio"),
      name: (track) => track.name,
    },
    calls: {
      insertClip: (track, item, time) => place(track, item, time, true),
      overwriteClip: (track, item, time) => (place(track, item, time, false), true), // PSG: "Returns true."
      isMuted: (track) => track.muted,
      setMute: (track, muted) => {
        track.muted = Boolean(Number(muted));
        world.changed(world.sequenceOf(track), {});
        return 0;
      },
      isTargeted: (track) => world.traps.allReadTargeted || track.targeted,
      setTargeted: (track, targeted) => {
        track.targeted = Boolean(targeted);
        return true;
      },
    },
  };
}

/** The face of a clip; after it is gone its calls throw and its properties read undefined [inference]. */
export function clipFace(world) {
  const read = (get) => (clip) => (clip.gone ? undefined : get(clip));
  const time = (field) =>
    read((clip) => new Moment(clip[field] + (field === "start" ? world.traps.startSlip : 0n)));
  const call =
    (act) =>
    (clip, ...given) => {
      if (clip.gone) throw new Error("Object is invalid");
      return act(clip, ...given);
    };
  const change = (act) => (clip, value) => {
    if (clip.gone) throw new Error("Object is invalid");
    act(clip, value);
    world.changed(world.sequenceOf(clip), {});
  };
  return {
    name: "TrackItem",
    reads: {
      start: time("start"),
      end: time("end"),
      inPoint: time("inPoint"),
      outPoint: time("outPoint"),
      duration: read((clip) => new Moment(clip.end - clip.start)),
      disabled: read((clip) => clip.disabled),
      mediaType: read((clip) => (clip.kind === "video" ? "Video" : "Audio")),
      type: read((clip) => (clip.kind === "video" ? 1 : 2)),
      name: read((clip) => clip.name),
      nodeId: read((clip) => clip.id),
      projectItem: read((clip) => clip.item ?? undefined),
      matchName: read(() => ""),
      components: read(() => new List("ComponentCollection", () => [])),
    },
    writes: {
      name: change((clip, value) => (clip.name = String(value))),
      disabled: change((clip, value) => (clip.disabled = Boolean(value))),
      /** KAVY PR #555: "Premiere rejects a `start` write that would push `start` past the clip's current `end`". */
      start: change((clip, value) => {
        const ticks = ticksOfAssigned(value, "start");
        if (ticks >= clip.end) throw new Error("Unknown error exception");
        clip.start = snapped(ticks, world.sequenceOf(clip).timebase, world.traps.snap);
      }),
      end: change((clip, value) => {
        const ticks = ticksOfAssigned(value, "end");
        if (ticks <= clip.start) throw new Error("Unknown error exception");
        if (world.traps.audioTrimsDoNothing && clip.kind === "audio") return;
        clip.end = snapped(ticks, world.sequenceOf(clip).timebase, world.traps.snap);
      }),
      /** Source points say which part of the media is played, the place on the timeline stays: HET #46. */
      inPoint: change((clip, value) => (clip.inPoint = ticksOfAssigned(value, "inPoint"))),
      outPoint: change((clip, value) => (clip.outPoint = ticksOfAssigned(value, "outPoint"))),
    },
    calls: {
      getSpeed: call((clip) => clip.speed),
      isSpeedReversed: call((clip) => (clip.reversed ? 1 : 0)), // PSG: 1 or 0, TYPES: boolean
      isAdjustmentLayer: call((clip) => clip.adjustment),
      isSelected: call((clip) => clip.selected),
      setSelected: call((clip, state) => {
        clip.selected = Boolean(Number(state));
        world.selectionChanged();
        return 0;
      }),
      getMatchName: call(() => ""),
      getLinkedItems: call((clip) => {
        const linked = [...clip.links].filter((each) => !each.gone);
        return linked.length ? new List("TrackItemCollection", () => linked) : 0;
      }),
      isMGT: call(() => false),
      remove: call((clip, ripple) => {
        const rippling = Boolean(Number(ripple)) && !world.traps.removeNeverRipples;
        return world.editing.remove(world.sequenceOf(clip), clip, { ripple: rippling }) ? 0 : 1;
      }),
      /** PSG: "shifting it by a number of seconds". */
      move: call((clip, by) =>
        world.editing.shift(world.sequenceOf(clip), clip, ticksOfArgument(by, "ticks")) ? 0 : 1,
      ),
    },
  };
}
