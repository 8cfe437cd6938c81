/**
 * What a Premiere knows: plain state, no behaviour of the scripting interface.
 *
 * All times are ticks (BigInt). `madeBy` is "user" or "script": who made a thing, for snapshots.
 */

/** A moment, as the engine's `Time` holds it. */
export class Moment {
  constructor(ticks = 0n) {
    this.ticks = ticks;
  }
}

/** A file that Premiere can read. */
export class Media {
  constructor({ path, duration, channels = 0, picture = false, timebase = 10160640000n, start = 0n }) {
    Object.assign(this, { path, duration, channels, picture, timebase, start });
  }
}

/** A row of the Project panel: bin, footage or sequence. */
export class Item {
  constructor({ id, kind, name, parent = null, media = null, sequence = null, madeBy }) {
    Object.assign(this, { id, kind, name, parent, media, sequence, madeBy });
    this.children = [];
    this.marks = { in: null, out: null };
    this.markers = [];
    this.label = 0;
    this.offline = false;
    this.columns = {};
  }

  /** This item and all below it, in order. */
  *all() {
    yield this;
    for (const child of this.children) yield* child.all();
  }
}

/** A piece of a track. */
export class Clip {
  constructor({ id, item, kind, start, end, inPoint, outPoint, madeBy }) {
    Object.assign(this, { id, item, kind, start, end, inPoint, outPoint, madeBy });
    this.name = item ? item.name : "";
    this.speed = 1;
    this.reversed = false;
    this.disabled = false;
    this.selected = false;
    this.adjustment = false;
    this.links = new Set();
    this.gone = false;
  }
}

/** One track of a sequence. */
export class Track {
  constructor({ id, kind, name, channels = 2, madeBy }) {
    Object.assign(this, { id, kind, name, channels, madeBy });
    this.clips = [];
    this.muted = false;
    this.locked = false;
    this.targeted = false;
    this.syncLocked = true;
    this.transitions = [];
  }

  /** The clips in temporal order. */
  ordered() {
    return [...this.clips].sort((a, b) => (a.start < b.start ? -1 : a.start > b.start ? 1 : 0));
  }
}

/** A marker of a sequence or of a project item. */
export class Marker {
  constructor({ guid, start, madeBy, owner }) {
    Object.assign(this, { guid, start, madeBy, owner });
    this.end = start;
    this.name = "";
    this.comments = "";
    this.type = "Comment";
    this.color = 0;
    this.url = "";
    this.target = "";
  }
}

/** A timeline. */
export class Sequence {
  constructor({ id, ordinal, name, timebase, zeroPoint, display, item, madeBy }) {
    Object.assign(this, { id, ordinal, name, timebase, zeroPoint, display, item, madeBy });
    this.video = [];
    this.audio = [];
    this.markers = [];
    this.inPoint = null;
    this.outPoint = null;
    this.player = 0n;
    this.properties = {};
    this.settings = { width: 1920, height: 1080, sampleRate: 48000 };
  }

  /** All tracks, pictures first. */
  tracks() {
    return [...this.video, ...this.audio];
  }

  /** The end of the last clip, from the start of the sequence. */
  end() {
    return this.tracks()
      .flatMap((track) => track.clips)
      .reduce((last, clip) => (clip.end > last ? clip.end : last), 0n);
  }
}

/** A project: bins, sequences, and which of them is in front. */
export class Film {
  constructor({ id, name, path, root }) {
    Object.assign(this, { id, name, path, root });
    this.sequences = [];
    this.active = null;
    this.insertionBin = root;
    this.dirty = false;
  }

  /** The sequence of an id. */
  sequence(id) {
    return this.sequences.find((each) => each.id === id) ?? null;
  }
}

/** An array-like of scripts: what is in it is read anew at every access. */
export class List {
  constructor(kind, read) {
    this.kind = kind;
    this.read = read;
  }
}
