/**
 * Collections, markers and the QE interface, as scripts see them.
 *
 * Sources: PSG docs/collection/*.md and docs/general/marker.md; PJ; nle.md 2.3 for QE, which Adobe does not document.
 */

import { secondsOfTicks, ticksOfSeconds } from "../ticks.js";
import { List, Marker, Moment } from "./state.js";
import { ticksOfAssigned } from "./times.js";

const COUNTS = {
  TrackCollection: "numTracks",
  TrackItemCollection: "numItems",
  ProjectItemCollection: "numItems",
  ComponentCollection: "numItems",
  SequenceCollection: "numSequences",
  ProjectCollection: "numProjects",
  MarkerCollection: "numMarkers",
};

/** The face of a collection of a kind: `length`, its own count, and items from 0 (every sample of Adobe's). */
export function listFace(kind, world) {
  const count = (list) => list.read().length;
  return {
    name: kind,
    reads: { length: count, [COUNTS[kind]]: count },
    calls: kind === "MarkerCollection" ? markerCalls(world) : {},
    item: (list, index) => list.read()[index],
  };
}

function markerCalls(world) {
  const beside = (step) => (list, marker) => {
    const all = list.read();
    return all[all.indexOf(marker) + step];
  };
  return {
    createMarker: (list, seconds) => world.newMarker(list.owner, ticksOfSeconds(Number(seconds))),
    deleteMarker: (_, marker) => world.deleteMarker(marker),
    getFirstMarker: (list) => list.read()[0],
    getLastMarker: (list) => list.read().at(-1),
    getNextMarker: beside(1),
    getPrevMarker: beside(-1),
  };
}

/** A list of markers that knows whose they are. */
export function markersOf(owner, world) {
  return Object.assign(new List("MarkerCollection", () => world.ordered(owner.markers)), { owner });
}

/** The face of a marker: `end` takes a `Time` (PJ createSequenceMarkers), colours are 0 to 7 (PSG marker.md). */
export function markerFace(world) {
  const told =
    (act) =>
    (marker, ...given) => {
      act(marker, ...given);
      world.changed(null, {});
      return 0;
    };
  const typed = (type) =>
    told((marker, url, target) => Object.assign(marker, { type, url: url ?? "", target: target ?? "" }));
  return {
    name: "Marker",
    reads: {
      comments: (marker) => marker.comments,
      name: (marker) => marker.name,
      guid: (marker) => marker.guid,
      start: (marker) => new Moment(marker.start),
      end: (marker) => new Moment(marker.end),
      type: (marker) => marker.type,
    },
    writes: {
      comments: told((marker, value) => (marker.comments = String(value))),
      name: told((marker, value) => (marker.name = String(value))),
      start: told((marker, value) => (marker.start = ticksOfAssigned(value, "start"))),
      end: told((marker, value) => (marker.end = ticksOfAssigned(value, "end"))),
    },
    calls: {
      getColorByIndex: (marker) => marker.color,
      setColorByIndex: (marker, color) =>
        void (marker.color = color >= 0 && color <= 7 ? Number(color) : marker.color),
      getWebLinkURL: (marker) => marker.url || 0,
      getWebLinkFrameTarget: (marker) => marker.target || 0,
      setTypeAsComment: typed("Comment"),
      setTypeAsChapter: typed("Chapter"),
      setTypeAsSegmentation: typed("Segmentation"),
      setTypeAsWebLink: typed("WebLink"),
    },
  };
}

/** `qe`, after `app.enableQE()`; state objects so that they go through the switchboard. */
export class Qe {
  constructor(what, of = null) {
    this.what = what;
    this.of = of;
  }
}

/** The faces of QE by what they are of. */
export function qeFaces(world) {
  const track = (kind) => (qe, index) => {
    const found = qe.of[kind][index];
    return found ? new Qe("track", found) : undefined;
  };
  return {
    root: { name: "QE", reads: { project: () => new Qe("project") }, calls: {} },
    project: {
      name: "QEProject",
      reads: {},
      calls: {
        getActiveSequence: () => (world.film.active ? new Qe("sequence", world.film.active) : undefined),
      },
    },
    sequence: {
      name: "QESequence",
      reads: {
        name: (qe) => qe.of.name,
        numAudioTracks: (qe) => qe.of.audio.length,
        numVideoTracks: (qe) => qe.of.video.length,
        CTI: (qe) => ({ secs: secondsOfTicks(qe.of.player), ticks: String(qe.of.player) }),
      },
      calls: {
        getAudioTrackAt: track("audio"),
        getVideoTrackAt: track("video"),
        /** nle.md 2.3: addTracks(video, after, audio, audioType, after, submix, submixType); too few is an error (KAVY #550). */
        addTracks: (qe, ...given) => {
          if (given.length < 1) throw new Error("Not Enough Parameters");
          const [video = 1, afterVideo = 0, audio = 1, audioType = 1, afterAudio = 0] = given.map(Number);
          if (world.traps.qeAddsNoTracks) return true;
          world.addTracks(qe.of, {
            video,
            afterVideo,
            audio,
            channels: audioType === 0 ? 1 : audioType === 1 ? 2 : 6,
            afterAudio,
          });
          return true;
        },
      },
    },
    track: {
      name: "QETrack",
      reads: { name: (qe) => qe.of.name },
      calls: {
        isMuted: (qe) => qe.of.muted,
        setMute: (qe, muted) => void (qe.of.muted = Boolean(muted)),
        isSyncLocked: (qe) => qe.of.syncLocked, // KAVY PR #555: readable through QE alone
        isLocked: (qe) => qe.of.locked, // [inference, beside isSyncLocked]
      },
    },
  };
}

/** A new marker of somebody. */
export function newMarker(world, owner, start) {
  return new Marker({ guid: world.nextGuid(), start, madeBy: world.actor(), owner });
}
