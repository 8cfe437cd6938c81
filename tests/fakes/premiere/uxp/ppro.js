/**
 * `require("premierepro")`: Project, transactions, and the doors to everything else.
 *
 * - Actions are made by `create…Action`, and done when `Project.executeTransaction` has run its callback: one undo step
 *   with the text that was given (nle.md 2.2). Where one action fails nothing stays done and the answer is false; a
 *   callback that throws does nothing and the error goes on [inference].
 * - From 26.3 an action can only be made inside `project.lockedAccess` (nle.md 2.2). The lock lasts as long as the
 *   callback runs: what it awaits is outside.
 * - `lockedAccess` and `executeTransaction` are not Promises (UXPD project.md).
 */

import { isSince } from "./gate.js";
import { putBack, remember } from "./memento.js";
import {
  ClipHandle,
  ClipProjectItemHandle,
  FolderItemHandle,
  Guid,
  MarkerHandle,
  ProjectItemHandle,
  TrackHandle,
} from "./ppro_items.js";
import {
  EditorHandle,
  MarkersHandle,
  PropertiesHandle,
  SelectionHandle,
  SequenceHandle,
} from "./ppro_sequence.js";
import { otioOf } from "./otio.js";
import { FrameRate, TickTime } from "./tick_time.js";

/** Names of the constants; their values are unknown, so they are texts here that nothing else equals. */
const CONSTANTS = {
  TrackItemType: ["EMPTY", "CLIP", "TRANSITION", "PREVIEW", "FEEDBACK"],
  MediaType: ["ANY", "DATA", "VIDEO", "AUDIO"],
  ContentType: ["ANY", "SEQUENCE", "MEDIA"],
  PropertyType: ["PERSISTENT", "NON_PERSISTENT"],
  ProjectEvent: ["OPENED", "CLOSED", "DIRTY", "ACTIVATED", "PROJECT_ITEM_SELECTION_CHANGED"],
  SequenceEvent: ["ACTIVATED", "CLOSED", "SELECTION_CHANGED"],
  AudioTrackEvent: ["TRACK_CHANGED", "INFO_CHANGED", "LOCK_CHANGED"],
  VideoTrackEvent: ["TRACK_CHANGED", "INFO_CHANGED", "LOCK_CHANGED"],
  MarkerColor: ["GREEN", "RED", "MAGNETA", "ORANGE", "YELLOW", "BLUE", "CYAN"],
};

/** Which event of the timeline is which of UXP's. */
const EVENTS = {
  onSequenceActivated: "SequenceEvent.ACTIVATED",
  onActiveSequenceSelectionChanged: "SequenceEvent.SELECTION_CHANGED",
  onProjectChanged: "ProjectEvent.DIRTY",
};

class Action {
  constructor(name, apply) {
    Object.assign(this, { name, apply });
  }
}

/** The module, on the state of a FakePremiere. */
export class Ppro {
  constructor(world, gate) {
    this.world = world;
    this.gate = gate;
    this.undoSteps = [];
    this._locks = 0;
    this._transaction = false;
    this._listeners = [];
    this.constants = constants();
    world.onEvent.push((name, given) => this._hear(name, given));
  }

  /** What `require` gives. */
  module() {
    const { gate } = this;
    const statics = this._statics();
    const shown = Object.fromEntries(
      Object.entries(statics).map(([name, object]) => [name, gate.show(name, object)]),
    );
    return { ...shown, TickTime, FrameRate, Guid, Constants: this.constants };
  }

  /** Takes the last transaction back, as the user would. */
  undo() {
    const step = this.undoSteps.pop();
    if (step) putBack(step.before);
    return step?.name ?? null;
  }

  action(name, apply) {
    if (isSince(this.gate.version, "26.3") && this._locks === 0) {
      throw new Error("an action must be created inside project.lockedAccess"); // the real words are unknown
    }
    return new Action(name, apply);
  }

  time(ticks) {
    return new TickTime(ticks);
  }

  project() {
    return this.gate.show("Project", new ProjectHandle(this));
  }

  sequence(sequence) {
    return sequence ? this.gate.show("Sequence", new SequenceHandle(this, sequence)) : null;
  }

  item(item) {
    return this.gate.show("ProjectItem", new ProjectItemHandle(this, item));
  }

  folder(item) {
    return this.gate.show("FolderItem", new FolderItemHandle(this, item));
  }

  track(track, sequence) {
    const name = track.kind === "audio" ? "AudioTrack" : "VideoTrack";
    return this.gate.show(name, new TrackHandle(this, track, sequence));
  }

  clip(clip) {
    const name = clip.kind === "audio" ? "AudioClipTrackItem" : "VideoClipTrackItem";
    return this.gate.show(name, new ClipHandle(this, clip));
  }

  selection(clips) {
    return this.gate.show("TrackItemSelection", new SelectionHandle(this, clips));
  }

  marker(marker) {
    return this.gate.show("Marker", new MarkerHandle(this, marker));
  }

  select(sequence, clips) {
    for (const track of sequence.tracks())
      for (const clip of track.clips) clip.selected = clips.includes(clip);
    this.world.asScript(() => this.world.selectionChanged());
  }

  /** Runs a callback with the project locked; a Promise that it gives is not waited for. */
  locked(callback) {
    this._locks += 1;
    try {
      callback();
    } finally {
      this._locks -= 1;
    }
  }

  /** One undo step. */
  transact(callback, name) {
    if (this._transaction) throw new Error("a transaction is already under way");
    const actions = [];
    const compound = {
      get empty() {
        return actions.length === 0;
      },
      addAction(action) {
        if (!(action instanceof Action)) throw new TypeError("addAction takes an action");
        actions.push(action);
        return true;
      },
    };
    this._transaction = true;
    try {
      callback(compound);
    } finally {
      this._transaction = false;
    }
    return actions.length === 0 || this._carryOut(actions, name);
  }

  _carryOut(actions, name) {
    const before = remember(this.world.film);
    const done = this.world.asScript(() => {
      try {
        return actions.every((action) => action.apply() !== false);
      } catch {
        return false;
      }
    });
    if (!done) {
      putBack(before);
      return false;
    }
    this.undoSteps.push({ name: String(name ?? ""), before });
    this.world.asScript(() => this.world.changed(null, {}));
    return true;
  }

  _statics() {
    const ppro = this;
    const cast = (Handle, name, fits) => ({
      cast: (handle) => (fits(handle._item) ? ppro.gate.show(name, new Handle(ppro, handle._item)) : null), // [inference]
    });
    return {
      Project: {
        getActiveProject: async () => (ppro.world.open ? ppro.project() : null),
        isProject: (path) => String(path).endsWith(".prproj"),
      },
      ProjectItem: cast(ProjectItemHandle, "ProjectItem", () => true),
      FolderItem: cast(FolderItemHandle, "FolderItem", (item) => item.kind === "bin" || item.kind === "root"),
      ClipProjectItem: cast(
        ClipProjectItemHandle,
        "ClipProjectItem",
        (item) => item.kind === "clip" || item.kind === "sequence",
      ),
      SequenceEditor: {
        getEditor: (sequence) => ppro.gate.show("SequenceEditor", new EditorHandle(ppro, sequence._sequence)),
      },
      Markers: {
        getMarkers: async (owner) =>
          ppro.gate.show("Markers", new MarkersHandle(ppro, owner._sequence ?? owner._item)),
      },
      Properties: {
        getProperties: async (owner) =>
          ppro.gate.show("Properties", new PropertiesHandle(ppro, owner._sequence ?? ppro.world.film)),
      },
      TrackItemSelection: {
        createEmptySelection: (callback) => (callback(ppro.selection([])), true),
      },
      ProjectConverter: {
        exportAsOpenTimelineIO: async (sequence, path) =>
          ppro.world.exporting.write(path, JSON.stringify(otioOf(sequence._sequence, ppro.world), null, 4)),
        exportAsFinalCutProXML: async (sequence, path) =>
          ppro.world.exporting.finalCut(sequence._sequence, path),
      },
      EventManager: {
        addGlobalEventListener: (name, handler) => void ppro._listeners.push({ name, handler }),
        removeGlobalEventListener: (name, handler) => {
          ppro._listeners = ppro._listeners.filter((each) => each.name !== name || each.handler !== handler);
        },
      },
    };
  }

  _hear(name, given) {
    const event = EVENTS[name] ?? this._trackEvent(name, given);
    for (const { name: wanted, handler } of [...this._listeners])
      if (wanted === event) handler({ type: event });
  }

  _trackEvent(name, given) {
    if (!/^onActiveSequenceTrackItem(?:Added|Removed)$/.test(name)) return null;
    return `${given[0].kind === "audio" ? "Audio" : "Video"}TrackEvent.TRACK_CHANGED`;
  }
}

/** Project. */
class ProjectHandle {
  constructor(ppro) {
    this._ppro = ppro;
  }

  get guid() {
    return new Guid(this._ppro.world.film.id);
  }

  get name() {
    return this._ppro.world.film.name;
  }

  get path() {
    return this._ppro.world.film.path;
  }

  async getActiveSequence() {
    return this._ppro.sequence(this._ppro.world.film.active);
  }

  async setActiveSequence(sequence) {
    this._ppro.world.asScript(() => this._ppro.world.activate(sequence._sequence));
    return true;
  }

  async getSequences() {
    return this._ppro.world.film.sequences.map((each) => this._ppro.sequence(each));
  }

  getSequence(guid) {
    return this._ppro.sequence(this._ppro.world.film.sequence(String(guid)));
  }

  async getRootItem() {
    return this._ppro.folder(this._ppro.world.film.root);
  }

  async getInsertionBin() {
    return this._ppro.item(this._ppro.world.film.insertionBin);
  }

  async importFiles(paths, suppressUI, bin) {
    const { world } = this._ppro;
    return world.asScript(() => world.importing.files(Array.from(paths), bin?._item, Boolean(suppressUI)));
  }

  async openSequence(sequence) {
    return this.setActiveSequence(sequence);
  }

  async deleteSequence(sequence) {
    return this._ppro.world.asScript(() => this._ppro.world.deleteSequence(sequence._sequence));
  }

  async save() {
    this._ppro.world.film.dirty = false;
    return true;
  }

  lockedAccess(callback) {
    this._ppro.locked(callback);
  }

  executeTransaction(callback, undoString) {
    return this._ppro.transact(callback, undoString);
  }
}

function constants() {
  return Object.fromEntries(
    Object.entries(CONSTANTS).map(([group, names]) => [
      group,
      Object.fromEntries(names.map((name) => [name, `${group}.${name}`])),
    ]),
  );
}
