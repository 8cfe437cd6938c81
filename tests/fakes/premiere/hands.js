/**
 * What the user does, and what was there before anything began. Positions are frames of the sequence.
 */

import { DISPLAY_FORMATS, TIMEBASES, ticksOfSeconds, ticksOfTimecode } from "./ticks.js";
import { Item, Media, Sequence, Track } from "./dom/state.js";

/** The user's hands on one world. */
export class Hands {
  constructor(world) {
    this.world = world;
  }

  /** A new sequence, in front if it is the first. */
  sequence(name, { rate = "25", start = "00:00:00:00", video = 1, audio = 1, channels = 2 } = {}) {
    const { world } = this;
    const timebase = TIMEBASES[String(rate).replace(" DF", "")];
    if (!timebase) throw new Error(`no rate ${rate}; there are ${Object.keys(TIMEBASES).join(", ")}`);
    return world.asUser(() => {
      const item = new Item({
        id: world.nextId(),
        kind: "sequence",
        name,
        parent: world.film.root,
        madeBy: "user",
      });
      world.film.root.children.push(item);
      const zeroPoint = ticksOfTimecode(start, timebase);
      const sequence = new Sequence({
        id: world.nextGuid(),
        ordinal: world.film.sequences.length + 1,
        name,
        timebase,
        zeroPoint,
        display: DISPLAY_FORMATS[rate],
        item,
        madeBy: "user",
      });
      item.sequence = sequence;
      for (let n = 0; n < video; n++) sequence.video.push(this._track("video", n, 0));
      for (let n = 0; n < audio; n++) sequence.audio.push(this._track("audio", n, channels));
      world.film.sequences.push(sequence);
      if (!world.film.active) world.activate(sequence);
      return sequence;
    });
  }

  /** Footage in the project: picture, and sound of that many channels. */
  footage(path, { seconds = 60, channels = 2, picture = true, rate = "25", bin } = {}) {
    const { world } = this;
    const media = world.importing.knows(
      new Media({
        path: world.engine.paths.platform(path),
        duration: ticksOfSeconds(seconds),
        channels,
        picture,
        timebase: TIMEBASES[rate],
      }),
    );
    return world.asUser(() => world.importing.item(media, bin ?? world.film.root, "user"));
  }

  /** A file that lies on disk for Premiere, not yet imported. */
  file(path, { seconds = 10, channels = 2, picture = false } = {}) {
    const { world } = this;
    return world.importing.knows(
      new Media({
        path: world.engine.paths.platform(path),
        duration: ticksOfSeconds(seconds),
        channels,
        picture,
      }),
    );
  }

  /** A bin. */
  bin(name, parent = this.world.film.root) {
    return this.world.asUser(() => this.world.newBin(parent, name));
  }

  /** A piece of footage on a track: `at` and `length` in frames, `source` the first source frame. */
  place(sequence, track, item, at, length, { source = 0, sound = null } = {}) {
    const ticks = (frames) => BigInt(frames) * sequence.timebase;
    const options = { inPoint: ticks(source), outPoint: ticks(source + length) };
    return this.world.asUser(() => {
      const clip = this.world.editing.place(sequence, track, item, ticks(at), options);
      if (sound) {
        const heard = this.world.editing.place(sequence, sound, item, ticks(at), options);
        clip.links.add(heard);
        heard.links.add(clip);
      }
      return clip;
    });
  }

  /** Selects these clips and no other. */
  select(sequence, ...clips) {
    this.world.asUser(() => {
      for (const track of sequence.tracks()) {
        for (const clip of track.clips) clip.selected = clips.includes(clip);
      }
      this.world.selectionChanged();
    });
  }

  /** In and out, in frames from the start; null takes one away. */
  marks(sequence, from, until) {
    const ticks = (frame) => (frame === null ? null : BigInt(frame) * sequence.timebase);
    this.world.asUser(() => {
      sequence.inPoint = ticks(from);
      sequence.outPoint = ticks(until);
      this.world.changed(sequence, {});
    });
  }

  /** Takes a clip away. */
  delete(sequence, clip, options) {
    this.world.asUser(() => this.world.editing.remove(sequence, clip, options));
  }

  /** Moves a clip by frames. */
  move(sequence, clip, frames) {
    this.world.asUser(() => this.world.editing.shift(sequence, clip, BigInt(frames) * sequence.timebase));
  }

  /** A marker at a frame. */
  marker(sequence, frame, name = "", { length = 0, comments = "" } = {}) {
    return this.world.asUser(() => {
      const marker = this.world.newMarker(sequence, BigInt(frame) * sequence.timebase);
      Object.assign(marker, { name, comments, end: marker.start + BigInt(length) * sequence.timebase });
      return marker;
    });
  }

  /** Brings a sequence to the front. */
  activate(sequence) {
    this.world.asUser(() => this.world.activate(sequence));
  }

  /** Locks or unlocks a track. */
  lock(track, locked = true) {
    track.locked = locked;
  }

  /** Adds an audio track at the end. */
  audioTrack(sequence, { channels = 2, name } = {}) {
    return this.world.asUser(() => {
      const track = this._track("audio", sequence.audio.length, channels);
      if (name) track.name = name;
      sequence.audio.push(track);
      this.world.changed(sequence, {});
      return track;
    });
  }

  /** Renames a track, which scripts cannot. */
  rename(track, name) {
    track.name = name;
    this.world.changed(this.world.sequenceOf(track), {});
  }

  /** Closes the project, or opens it again. */
  closeProject(closed = true) {
    this.world.open = !closed;
  }

  /** Fills or frees the disk. */
  fillDisk(full = true) {
    this.world.engine.disk.full = full;
  }

  _track(kind, index, channels) {
    const name = `${kind === "video" ? "Video" : "Audio"} ${index + 1}`;
    return new Track({ id: this.world.nextTrackId(), kind, name, channels, madeBy: this.world.actor() });
  }
}
