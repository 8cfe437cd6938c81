/**
 * The open project and what can be done to it, by whomever: bins, sequences, tracks, clips, markers, and the events that
 * tell. The doors to it lie on top: `world.js` for ExtendScript, `uxp/ppro.js` for UXP, `hands.js` for the user.
 */

import { FakeUsageError } from "../rules.js";
import { snapped } from "../ticks.js";
import { Editing } from "./editing.js";
import { Exporting } from "./exporting.js";
import { Importing } from "./importing.js";
import { newMarker } from "./small_faces.js";
import { Clip, Film, Item, Marker, Sequence, Track } from "./state.js";
import { trapsOf } from "./traps.js";

/** The call would not come back: Premiere waits for the user in a dialogue. */
export class WouldHangError extends FakeUsageError {
  name = "WouldHangError";
}

/** One open project. `engine` is asked for `paths`, `disk` and `busy`; a subclass says how events go out (`_settle`). */
export class FilmRoom {
  constructor({ version, traps, engine, project, folder }) {
    this.version = version;
    this.traps = trapsOf(version, traps);
    this.engine = engine;
    this.open = true;
    this.dialogues = [];
    this.later = [];
    this._ids = 0;
    this._tracks = 0;
    this._events = [];
    this._asUser = 0;
    this._asScript = 0;
    const root = new Item({ id: this.nextId(), kind: "root", name: project, madeBy: "user" });
    this.film = new Film({ id: this.nextGuid(), name: project, path: folder + project, root });
    this.editing = new Editing(this);
    this.importing = new Importing(this);
    this.exporting = new Exporting(this);
  }

  /** The user acts, whatever script runs meanwhile. */
  asUser(act) {
    this._asUser += 1;
    try {
      return act();
    } finally {
      this._asUser -= 1;
      if (!this.engine.busy) this._settle();
    }
  }

  /** A plugin acts that is no ExtendScript. */
  asScript(act) {
    this._asScript += 1;
    try {
      return act();
    } finally {
      this._asScript -= 1;
      this._settle();
    }
  }

  actor() {
    return this._asUser === 0 && (this.engine.busy || this._asScript > 0) ? "script" : "user";
  }

  nextId() {
    this._ids += 1;
    return (0xf4240 + this._ids).toString(16).padStart(8, "0"); // nodeIds read like "000f4241" (HET PR #93)
  }

  nextGuid() {
    this._ids += 1;
    return `00000000-0000-4000-8000-${String(this._ids).padStart(12, "0")}`;
  }

  nextTrackId() {
    this._tracks += 1;
    return this._tracks;
  }

  treePath(item) {
    const names = [];
    for (let at = item; at; at = at.parent) names.unshift(at.name);
    return `\\${names.join("\\")}`;
  }

  /** Whether a path is the wanted one; on Windows whatever the case [inference]. */
  matchesPath(path, wanted) {
    const { paths } = this.engine;
    const [has, text] = [paths.platform(path), paths.platform(wanted)].map((each) =>
      paths.os === "windows" ? each.toLowerCase() : each,
    );
    return this.traps.pathsMatchInPart ? has.includes(text) : has === text;
  }

  durationOf(item) {
    return item.sequence ? item.sequence.end() : (item.media?.duration ?? 0n);
  }

  ordered(markers) {
    return [...markers].sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0));
  }

  selection(sequence) {
    const clips = sequence.tracks().flatMap((track) => track.clips.filter((clip) => clip.selected));
    return clips.sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0));
  }

  /** The sequence that a track or a clip lies in. */
  sequenceOf(thing) {
    return this.film.sequences.find((each) =>
      each.tracks().some((track) => track === thing || track.clips.includes(thing)),
    );
  }

  /** Where a wanted time comes to lie. */
  landing(sequence, ticks) {
    return snapped(ticks, sequence.timebase, this.traps.snap);
  }

  /** `Track.overwriteClip` and `insertClip`: what goes where. */
  placeOnTrack(sequence, track, item, at, insert) {
    if (!item?.kind) throw new Error("Illegal Parameter type");
    if (track.kind === "audio") {
      const heard = this.traps.audioGoesToTargeted ? this._targeted(sequence) : track;
      return this.placeBoth(sequence, item, at, { audio: heard, insert });
    }
    const picture = !item.media || item.media.picture;
    return picture
      ? this.placeBoth(sequence, item, at, { video: track, audio: this._targeted(sequence), insert })
      : null;
  }

  /** `Sequence.overwriteClip` and `insertClip`: a track that is not there takes nothing, silently (KAVY #130). */
  placeBoth(sequence, item, at, { video, audio, insert }) {
    if (!item?.kind) throw new Error("Illegal Parameter type");
    const placed = [video, audio]
      .filter(Boolean)
      .map((track) => this.editing.place(sequence, track, item, at, { insert }))
      .filter(Boolean);
    if (placed.length === 2) {
      placed[0].links.add(placed[1]);
      placed[1].links.add(placed[0]);
    }
    return placed[0];
  }

  addTracks(sequence, { video, afterVideo, audio, channels, afterAudio }) {
    const add = (kind, count, after) => {
      const tracks = sequence[kind];
      for (let n = 0; n < count; n++) {
        const name = `${kind === "video" ? "Video" : "Audio"} ${tracks.length + 1}`;
        const track = new Track({ id: this.nextTrackId(), kind, name, channels, madeBy: this.actor() });
        tracks.splice(Math.min(Math.max(after + n, 0), tracks.length), 0, track);
      }
      tracks.forEach((track, index) => {
        if (/^(?:Video|Audio) \d+$/.test(track.name))
          track.name = track.name.replace(/\d+$/, String(index + 1));
      });
    };
    add("video", video, afterVideo);
    add("audio", audio, afterAudio);
    this.changed(sequence, {});
  }

  newBin(parent, name) {
    const bin = new Item({ id: this.nextId(), kind: "bin", name, parent, madeBy: this.actor() });
    parent.children.push(bin);
    this.changed(null, {});
    return bin;
  }

  deleteBin(bin) {
    if (bin.kind !== "bin") return 1;
    bin.parent.children = bin.parent.children.filter((each) => each !== bin);
    const inside = new Set(bin.all());
    for (const sequence of this.film.sequences) {
      for (const track of sequence.tracks()) {
        for (const clip of [...track.clips]) if (inside.has(clip.item)) this.editing.remove(sequence, clip);
      }
    }
    if (inside.has(this.film.insertionBin)) this.film.insertionBin = this.film.root;
    this.changed(null, {});
    return 0;
  }

  moveItem(item, bin) {
    if (bin?.kind !== "bin" && bin?.kind !== "root") return 1;
    item.parent.children = item.parent.children.filter((each) => each !== item);
    bin.children.push(item);
    item.parent = bin;
    this.changed(null, {});
    return 0;
  }

  newSequence(name) {
    if (this.traps.newSequenceAsks) {
      throw new WouldHangError(
        "createNewSequence opens a dialogue on 26.x and the engine hangs (KAVY PR #15)",
      );
    }
    const made = this.hands.sequence(name);
    made.madeBy = made.item.madeBy = this.actor();
    return made;
  }

  deleteSequence(sequence) {
    if (!this.film.sequences.includes(sequence)) return false;
    this.film.sequences = this.film.sequences.filter((each) => each !== sequence);
    if (sequence.item)
      sequence.item.parent.children = sequence.item.parent.children.filter((each) => each !== sequence.item);
    if (this.film.active === sequence) this.activate(this.film.sequences[0] ?? null);
    return true;
  }

  cloneSequence(sequence) {
    const copy = Object.assign(new Sequence({}), sequence, {
      id: this.nextGuid(),
      name: `${sequence.name} Copy`,
      madeBy: this.actor(),
      markers: sequence.markers.map((marker) => Object.assign(new Marker({}), marker)),
      properties: { ...sequence.properties },
    });
    for (const kind of ["video", "audio"]) {
      copy[kind] = sequence[kind].map((track) =>
        Object.assign(new Track({}), track, {
          id: this.nextTrackId(),
          clips: track.clips.map((clip) =>
            Object.assign(new Clip({ item: clip.item }), clip, { id: this.nextId() }),
          ),
        }),
      );
    }
    const { root } = this.film;
    copy.item = new Item({
      id: this.nextId(),
      kind: "sequence",
      name: copy.name,
      parent: root,
      madeBy: this.actor(),
    });
    copy.item.sequence = copy;
    root.children.push(copy.item);
    this.film.sequences.push(copy);
    return copy;
  }

  newMarker(owner, start) {
    const marker = newMarker(this, owner, start);
    owner.markers.push(marker);
    this.changed(null, {});
    return marker;
  }

  deleteMarker(marker) {
    if (!marker?.owner?.markers.includes(marker)) return false;
    marker.owner.markers = marker.owner.markers.filter((each) => each !== marker);
    this.changed(null, {});
    return true;
  }

  activate(sequence) {
    if (this.film.active === sequence) return;
    this.film.active = sequence;
    this._events.push(["onSequenceActivated", []]);
  }

  selectionChanged() {
    this._events.push(["onActiveSequenceSelectionChanged", []]);
  }

  /** Notes what events a change means; they fire when the script that runs has ended [inference]. */
  changed(sequence, { added, removed }) {
    this.film.dirty = true;
    this._events.push(["onProjectChanged", [this.film.id]]);
    if (!sequence || sequence !== this.film.active) return;
    if (added) this._events.push(["onActiveSequenceTrackItemAdded", added]);
    if (removed) this._events.push(["onActiveSequenceTrackItemRemoved", removed]);
    this._events.push(["onActiveSequenceStructureChanged", []], ["onActiveSequenceChanged", []]);
  }

  _targeted(sequence) {
    return sequence.audio.find((track) => track.targeted) ?? sequence.audio[0];
  }
}
