/** Sequence, its selection, its editor, markers and properties of UXP (UXPD classes/*.md). */

import { NOT_SET_SECONDS, TICKS_PER_SECOND } from "../ticks.js";
import { Guid } from "./ppro_items.js";
import { isSince } from "./gate.js";
import { ticksOf } from "./tick_time.js";

const NOT_SET = NOT_SET_SECONDS * TICKS_PER_SECOND;

/** Sequence. */
export class SequenceHandle {
  constructor(ppro, sequence) {
    Object.assign(this, { _ppro: ppro, _sequence: sequence });
  }

  get guid() {
    return new Guid(this._sequence.id);
  }

  get name() {
    return this._sequence.name;
  }

  /** What it reads where nothing is set nobody wrote down: as in ExtendScript [inference]. */
  async getInPoint() {
    return this._mark("inPoint");
  }

  async getOutPoint() {
    return this._mark("outPoint");
  }

  async getZeroPoint() {
    return this._ppro.time(this._sequence.zeroPoint);
  }

  async getEndTime() {
    return this._ppro.time(this._sequence.end());
  }

  /** UXPD: a string. */
  async getTimebase() {
    return String(this._sequence.timebase);
  }

  async getPlayerPosition() {
    return this._ppro.time(this._sequence.player);
  }

  async setPlayerPosition(at) {
    this._sequence.player = ticksOf(at);
    return true;
  }

  async getProjectItem() {
    return this._ppro.item(this._sequence.item);
  }

  async getAudioTrackCount() {
    return this._sequence.audio.length;
  }

  async getVideoTrackCount() {
    return this._sequence.video.length;
  }

  async getAudioTrack(index) {
    return this._track("audio", index);
  }

  async getVideoTrack(index) {
    return this._track("video", index);
  }

  async getSelection() {
    return this._ppro.selection(this._ppro.world.selection(this._sequence));
  }

  /** UXPD: "26.3: This function is now synchronous and returns a boolean". */
  setSelection(selection) {
    this._ppro.select(this._sequence, selection._clips);
    return isSince(this._ppro.gate.version, "26.3") ? true : Promise.resolve(true);
  }

  async clearSelection() {
    this._ppro.select(this._sequence, []);
    return true;
  }

  async getFrameSize() {
    return { width: this._sequence.settings.width, height: this._sequence.settings.height };
  }

  createSetInPointAction(at) {
    return this._setMark("inPoint", at);
  }

  createSetOutPointAction(at) {
    return this._setMark("outPoint", at);
  }

  createSetZeroPointAction(at) {
    const ticks = ticksOf(at);
    return this._ppro.action("zero point", () => void (this._sequence.zeroPoint = ticks));
  }

  createCloneAction() {
    return this._ppro.action("clone", () => void this._ppro.world.cloneSequence(this._sequence));
  }

  _mark(side) {
    const base = this._ppro.world.traps.inOutBase === "absolute" ? this._sequence.zeroPoint : 0n;
    return this._ppro.time(this._sequence[side] === null ? NOT_SET : this._sequence[side] + base);
  }

  _setMark(side, at) {
    const ticks = ticksOf(at);
    return this._ppro.action(
      "in and out",
      () => void (this._sequence[side] = ticks === NOT_SET ? null : ticks),
    );
  }

  _track(kind, index) {
    const track = this._sequence[kind][index];
    return track ? this._ppro.track(track, this._sequence) : null;
  }
}

/** TrackItemSelection. */
export class SelectionHandle {
  constructor(ppro, clips) {
    Object.assign(this, { _ppro: ppro, _clips: clips });
  }

  async getTrackItems() {
    return this._clips.map((clip) => this._ppro.clip(clip));
  }

  addItem(handle, skipDuplicateCheck) {
    if (!skipDuplicateCheck && this._clips.includes(handle._clip)) return false;
    this._clips.push(handle._clip);
    return true;
  }

  removeItem(handle) {
    const at = this._clips.indexOf(handle._clip);
    if (at >= 0) this._clips.splice(at, 1);
    return at >= 0;
  }
}

/** SequenceEditor. */
export class EditorHandle {
  constructor(ppro, sequence) {
    Object.assign(this, { _ppro: ppro, _sequence: sequence });
  }

  /** UXPD: "If you pass a track index greater than the number of existing tracks, a new track will be created." */
  createInsertProjectItemAction(item, at, video, audio) {
    return this._placing("insert", item, at, video, audio, true);
  }

  /** No word of new tracks there: past the last track nothing lands [inference]. */
  createOverwriteItemAction(item, at, video, audio) {
    return this._placing("overwrite", item, at, video, audio, false);
  }

  /** 26.3 takes the clip and leaves the gap, whatever `ripple` says (KAVY #455). */
  createRemoveItemsAction(selection, ripple) {
    const clips = [...selection._clips];
    const rippling = Boolean(ripple) && !isSince(this._ppro.gate.version, "26.3");
    return this._ppro.action("remove", () =>
      clips.every((clip) => this._ppro.world.editing.remove(this._sequence, clip, { ripple: rippling })),
    );
  }

  /** Premiere does not say whether anything landed [inference]. */
  _placing(name, item, at, video, audio, insert) {
    const ticks = ticksOf(at);
    if (!item?._item) throw new TypeError("a project item is wanted");
    return this._ppro.action(name, () => {
      const { world } = this._ppro;
      const media = item._item.media;
      if (insert) this._grow(video, audio, media);
      world.placeBoth(this._sequence, item._item, world.landing(this._sequence, ticks), {
        video: this._sequence.video[video],
        audio: this._sequence.audio[audio],
        insert,
      });
    });
  }

  _grow(video, audio, media) {
    const { world } = this._ppro;
    const missing = (kind, index, wanted) => (wanted && index >= this._sequence[kind].length ? 1 : 0);
    const more = {
      video: missing("video", video, !media || media.picture),
      audio: missing("audio", audio, !media || media.channels),
    };
    if (!more.video && !more.audio) return;
    world.addTracks(this._sequence, {
      ...more,
      afterVideo: this._sequence.video.length,
      afterAudio: this._sequence.audio.length,
      channels: media?.channels || 2,
    });
  }
}

/** Markers of a sequence or of an item. */
export class MarkersHandle {
  constructor(ppro, owner) {
    Object.assign(this, { _ppro: ppro, _owner: owner });
  }

  getMarkers(types) {
    const all = this._ppro.world.ordered(this._owner.markers);
    return all
      .filter((each) => !types?.length || types.includes(each.type))
      .map((each) => this._ppro.marker(each));
  }

  createAddMarkerAction(name, type, start, duration, comments) {
    const [from, length] = [ticksOf(start), duration ? ticksOf(duration) : 0n];
    return this._ppro.action("add marker", () => {
      const marker = this._ppro.world.newMarker(this._owner, from);
      Object.assign(marker, {
        name: String(name),
        type: type ?? "Comment",
        end: from + length,
        comments: comments ?? "",
      });
    });
  }

  createMoveMarkerAction(handle, at) {
    const ticks = ticksOf(at);
    return this._ppro.action("move marker", () => {
      const { _marker: marker } = handle;
      Object.assign(marker, { end: marker.end - marker.start + ticks, start: ticks });
    });
  }

  createRemoveMarkerAction(handle) {
    return this._ppro.action("remove marker", () => this._ppro.world.deleteMarker(handle._marker));
  }
}

/** Properties of a project or a sequence: numbers, booleans and texts by name, kept as texts (UXPD properties.md). */
export class PropertiesHandle {
  constructor(ppro, owner) {
    Object.assign(this, { _ppro: ppro, _owner: owner });
    owner.values ??= {};
  }

  async hasValue(name) {
    return name in this._owner.values;
  }

  async getValue(name) {
    return this._owner.values[name]?.text ?? "";
  }

  async getValueAsBool(name) {
    return this._owner.values[name]?.text === "true";
  }

  async getValueAsInt(name) {
    return Number.parseInt(this._owner.values[name]?.text ?? "0", 10);
  }

  async getValueAsFloat(name) {
    return Number.parseFloat(this._owner.values[name]?.text ?? "0");
  }

  createSetValueAction(name, value, persistence) {
    if (!["number", "boolean", "string"].includes(typeof value))
      throw new TypeError("number, boolean or string");
    return this._ppro.action(
      "set value",
      () => void (this._owner.values[name] = { text: String(value), persistence }),
    );
  }

  createClearValueAction(name) {
    return this._ppro.action("clear value", () => void delete this._owner.values[name]);
  }
}
