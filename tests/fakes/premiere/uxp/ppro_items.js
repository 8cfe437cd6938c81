/**
 * Project items, tracks, clips and markers of UXP.
 *
 * UXPD classes/*.md. What they call a Promise is one here; of the older pages, which do not say, whatever can wait is a
 * Promise [inference, harder: a forgotten await shows]. Everything that changes is an action; see `ppro.js`.
 */

import { ticksOf } from "./tick_time.js";

/** A Guid: told apart by its text. */
export class Guid {
  constructor(text) {
    this._text = text;
  }

  toString() {
    return this._text;
  }
}

/** ProjectItem, and what it may be cast to. */
export class ProjectItemHandle {
  constructor(ppro, item) {
    Object.assign(this, { _ppro: ppro, _item: item });
  }

  get name() {
    return this._item.name;
  }

  get type() {
    return { root: 3, bin: 2, clip: 1, sequence: 1 }[this._item.kind];
  }

  async getId() {
    return this._item.id;
  }

  async getParentBin() {
    return this._item.parent ? this._ppro.folder(this._item.parent) : null;
  }

  async getProject() {
    return this._ppro.project();
  }

  async getColorLabelIndex() {
    return this._item.label;
  }

  createSetNameAction(name) {
    return this._ppro.action("rename item", () => void (this._item.name = String(name)));
  }

  createSetColorLabelAction(index) {
    return this._ppro.action("label", () => void (this._item.label = Number(index)));
  }
}

/** FolderItem: a bin. */
export class FolderItemHandle extends ProjectItemHandle {
  async getItems() {
    return this._item.children.map((child) => this._ppro.item(child));
  }

  /** `makeUnique` numbers a name that is taken [inference: "name 01"]. */
  createBinAction(name, makeUnique) {
    return this._ppro.action("new bin", () => {
      const taken = new Set(this._item.children.map((child) => child.name));
      let wanted = String(name);
      for (let n = 1; makeUnique && taken.has(wanted); n++) wanted = `${name} ${String(n).padStart(2, "0")}`;
      this._ppro.world.newBin(this._item, wanted);
    });
  }

  createRenameBinAction(name) {
    return this.createSetNameAction(name);
  }

  createMoveItemAction(moved, folder) {
    return this._ppro.action("move item", () => this._ppro.world.moveItem(moved._item, folder._item) === 0);
  }

  createRemoveItemAction(removed) {
    return this._ppro.action("remove item", () => {
      if (removed._item.parent !== this._item) return false;
      if (removed._item.kind === "bin") return this._ppro.world.deleteBin(removed._item) === 0;
      this._item.children = this._item.children.filter((child) => child !== removed._item);
      return true;
    });
  }
}

/** ClipProjectItem: footage or a sequence. */
export class ClipProjectItemHandle extends ProjectItemHandle {
  async getMediaFilePath() {
    return this._item.media?.path ?? "";
  }

  async isSequence() {
    return this._item.kind === "sequence";
  }

  async getSequence() {
    return this._item.sequence ? this._ppro.sequence(this._item.sequence) : null;
  }

  async isOffline() {
    return this._item.offline;
  }

  async canChangeMediaPath() {
    return this._item.kind === "clip";
  }

  /** UXPD: "Not undoable." */
  async changeMediaFilePath(path) {
    return this._ppro.world.importing.relink(this._item, path) === 0;
  }

  /** UXPD: "with media paths containing match string". */
  async findItemsMatchingMediaPath(text) {
    const all = [...this._ppro.world.film.root.all()];
    return all.filter((each) => each.media?.path.includes(text)).map((each) => this._ppro.item(each));
  }

  async getInPoint() {
    return this._ppro.time(this._item.marks.in ?? 0n);
  }

  async getOutPoint() {
    return this._ppro.time(this._item.marks.out ?? this._ppro.world.durationOf(this._item));
  }

  createSetInOutPointsAction(from, until) {
    const marks = { in: ticksOf(from), out: ticksOf(until) };
    return this._ppro.action("item in and out", () => void Object.assign(this._item.marks, marks));
  }

  createClearInOutPointsAction() {
    return this._ppro.action(
      "item in and out",
      () => void Object.assign(this._item.marks, { in: null, out: null }),
    );
  }
}

/** AudioTrack and VideoTrack: no lock to read (nle.md 2.2). */
export class TrackHandle {
  constructor(ppro, track, sequence) {
    Object.assign(this, { _ppro: ppro, _track: track, _sequence: sequence });
  }

  get name() {
    return this._track.name;
  }

  get id() {
    return this._track.id;
  }

  async getIndex() {
    return this._sequence[this._track.kind].indexOf(this._track);
  }

  async isMuted() {
    return this._track.muted;
  }

  async setMute(muted) {
    this._ppro.world.asScript(() => {
      this._track.muted = Boolean(muted);
      this._ppro.world.changed(this._sequence, {});
    });
    return true;
  }

  /** UXPD: an array, at once; gaps are items too where they are asked for. */
  getTrackItems(type, includeEmpty) {
    if (type !== this._ppro.constants.TrackItemType.CLIP && !includeEmpty) return [];
    return this._track.ordered().map((clip) => this._ppro.clip(clip));
  }

  createSetNameAction(name) {
    return this._ppro.action("rename track", () => void (this._track.name = String(name)));
  }
}

/** AudioClipTrackItem and VideoClipTrackItem. */
export class ClipHandle {
  constructor(ppro, clip) {
    Object.assign(this, { _ppro: ppro, _clip: clip });
  }

  async getName() {
    return this._alive().name;
  }

  async getStartTime() {
    return this._ppro.time(this._alive().start);
  }

  async getEndTime() {
    return this._ppro.time(this._alive().end);
  }

  async getDuration() {
    return this._ppro.time(this._alive().end - this._alive().start);
  }

  async getInPoint() {
    return this._ppro.time(this._alive().inPoint);
  }

  async getOutPoint() {
    return this._ppro.time(this._alive().outPoint);
  }

  async getSpeed() {
    return this._alive().speed;
  }

  async isSpeedReversed() {
    return this._alive().reversed ? 1 : 0; // UXPD: number
  }

  async isDisabled() {
    return this._alive().disabled;
  }

  async isAdjustmentLayer() {
    return this._alive().adjustment;
  }

  async getIsSelected() {
    return this._alive().selected;
  }

  async getProjectItem() {
    return this._alive().item ? this._ppro.item(this._clip.item) : null;
  }

  async getTrackIndex() {
    const sequence = this._ppro.world.sequenceOf(this._alive());
    return sequence[this._clip.kind].findIndex((track) => track.clips.includes(this._clip));
  }

  async getType() {
    return 1;
  }

  createSetNameAction(name) {
    return this._change(() => void (this._clip.name = String(name)));
  }

  createSetDisabledAction(disabled) {
    return this._change(() => void (this._clip.disabled = Boolean(disabled)));
  }

  /** UXPD: "by shifting it". */
  createMoveAction(by) {
    const ticks = ticksOf(by);
    return this._change((sequence) => this._ppro.world.editing.shift(sequence, this._clip, ticks));
  }

  createSetStartAction(at) {
    const ticks = ticksOf(at);
    return this._change(() => ticks < this._clip.end && void (this._clip.start = ticks));
  }

  createSetEndAction(at) {
    const ticks = ticksOf(at);
    return this._change(() => ticks > this._clip.start && void (this._clip.end = ticks));
  }

  createSetInPointAction(at) {
    const ticks = ticksOf(at);
    return this._change(() => void (this._clip.inPoint = ticks));
  }

  createSetOutPointAction(at) {
    const ticks = ticksOf(at);
    return this._change(() => void (this._clip.outPoint = ticks));
  }

  _change(act) {
    this._alive();
    return this._ppro.action("change clip", () => {
      const sequence = this._ppro.world.sequenceOf(this._clip);
      if (!sequence || this._ppro.world.editing.trackOf(sequence, this._clip).locked) return false;
      return act(sequence);
    });
  }

  _alive() {
    if (this._clip.gone) throw new Error("the track item is no longer valid");
    return this._clip;
  }
}

/** Marker: read at once, changed by actions. */
export class MarkerHandle {
  constructor(ppro, marker) {
    Object.assign(this, { _ppro: ppro, _marker: marker });
  }

  get guid() {
    return new Guid(this._marker.guid);
  }

  getName() {
    return this._marker.name;
  }

  getComments() {
    return this._marker.comments;
  }

  getType() {
    return this._marker.type;
  }

  getColorIndex() {
    return this._marker.color;
  }

  getStart() {
    return this._ppro.time(this._marker.start);
  }

  getDuration() {
    return this._ppro.time(this._marker.end - this._marker.start);
  }

  createSetNameAction(name) {
    return this._ppro.action("marker", () => void (this._marker.name = String(name)));
  }

  createSetCommentsAction(comments) {
    return this._ppro.action("marker", () => void (this._marker.comments = String(comments)));
  }

  createSetColorByIndexAction(index) {
    return this._ppro.action("marker", () => void (this._marker.color = Number(index)));
  }

  createSetDurationAction(duration) {
    const ticks = ticksOf(duration);
    return this._ppro.action("marker", () => void (this._marker.end = this._marker.start + ticks));
  }
}
