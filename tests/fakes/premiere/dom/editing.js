/**
 * How clips come onto tracks, make room and go: overwrite, insert, remove, move.
 *
 * - Overwriting cuts what lies there: trimmed at its edges, split where the new clip falls into it (PSG track.md "this
 *   will overwrite any existing media, at that time"). The right part of a split is a clip of its own [inference].
 * - Inserting shifts what lies after, on the tracks that were named and on no other (KAVY #562).
 * - A locked track takes and gives nothing, and nobody is told [inference, as in the user interface].
 */

import { Clip } from "./state.js";

/** Editing for one world: `world` gives ids, says who acts, and hears what changed. */
export class Editing {
  constructor(world) {
    this.world = world;
  }

  /** Places media of a kind; gives the new clip, or null where nothing landed. */
  place(sequence, track, item, at, { inPoint, outPoint, insert = false } = {}) {
    if (!track || track.locked || !this._fits(track, item)) return null;
    const from = inPoint ?? item.marks.in ?? 0n;
    const until = outPoint ?? item.marks.out ?? this.world.durationOf(item);
    const length = this._length(sequence, track, until - from);
    if (length <= 0n) return null;
    if (insert) this._shift(sequence, track, at, length);
    else this._clear(sequence, track, at, at + length);
    const clip = new Clip({
      id: this.world.nextId(),
      item,
      kind: track.kind,
      start: at,
      end: at + length,
      inPoint: from,
      outPoint: from + length,
      madeBy: this.world.actor(),
    });
    track.clips.push(clip);
    this.world.changed(sequence, { added: [track, clip] });
    return clip;
  }

  /** Takes a clip away. */
  remove(sequence, clip, { ripple = false } = {}) {
    const track = this.trackOf(sequence, clip);
    if (!track || track.locked) return false;
    track.clips = track.clips.filter((each) => each !== clip);
    clip.gone = true;
    if (ripple) {
      for (const later of track.clips.filter((each) => each.start >= clip.end)) {
        const length = clip.end - clip.start;
        later.start -= length;
        later.end -= length;
      }
    }
    this.world.changed(sequence, { removed: [track, clip] });
    return true;
  }

  /** Shifts a clip in time on its track, over what lies there. */
  shift(sequence, clip, by) {
    const track = this.trackOf(sequence, clip);
    if (!track || track.locked || clip.start + by < 0n) return false;
    const length = clip.end - clip.start;
    track.clips = track.clips.filter((each) => each !== clip);
    this._clear(sequence, track, clip.start + by, clip.start + by + length);
    track.clips.push(clip);
    clip.start += by;
    clip.end = clip.start + length;
    this.world.changed(sequence, {});
    return true;
  }

  /** The track that a clip lies on. */
  trackOf(sequence, clip) {
    return sequence.tracks().find((track) => track.clips.includes(clip)) ?? null;
  }

  _fits(track, item) {
    if (item.kind === "bin" || item.kind === "root" || item.offline) return false;
    const media = item.media;
    if (track.kind === "video") return media ? media.picture : true;
    if (media && media.channels === 0) return false;
    return !this.world.traps.channelsMustFit || !media || track.channels === media.channels;
  }

  /** Picture is whole frames of the sequence; sound keeps its own length [inference]. */
  _length(sequence, track, length) {
    return track.kind === "video" ? (length / sequence.timebase) * sequence.timebase : length;
  }

  _clear(sequence, track, from, until) {
    for (const clip of [...track.clips]) {
      if (clip.end <= from || clip.start >= until) continue;
      if (clip.start >= from && clip.end <= until) {
        track.clips = track.clips.filter((each) => each !== clip);
        clip.gone = true;
        this.world.changed(sequence, { removed: [track, clip] });
        continue;
      }
      if (clip.start < from && clip.end > until) track.clips.push(this._rightPart(clip, until));
      if (clip.start < from) this._endAt(clip, from);
      else this._startAt(clip, until);
    }
  }

  _shift(sequence, track, at, length) {
    for (const clip of [...track.clips]) {
      if (clip.start < at && clip.end > at) {
        track.clips.push(this._rightPart(clip, at));
        this._endAt(clip, at);
      }
    }
    for (const clip of track.clips.filter((each) => each.start >= at)) {
      clip.start += length;
      clip.end += length;
    }
  }

  _rightPart(clip, at) {
    const part = new Clip({ ...clip, id: this.world.nextId() });
    Object.assign(part, {
      name: clip.name,
      speed: clip.speed,
      reversed: clip.reversed,
      disabled: clip.disabled,
    });
    this._startAt(part, at);
    return part;
  }

  _endAt(clip, at) {
    clip.outPoint -= clip.end - at;
    clip.end = at;
  }

  _startAt(clip, at) {
    clip.inPoint += at - clip.start;
    clip.start = at;
  }
}
