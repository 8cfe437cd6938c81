/**
 * Every call of a UXP plugin to Premiere goes through here: hidden where the version has it not, logged, broken.
 */

import { Rules, shown } from "../rules.js";

/** The first version of a member; what is not named is in 25.6, and in the beta 25.2 (UXPD, "Min Version"). */
export const SINCE = {
  "ProjectConverter.exportAsOpenTimelineIO": "26.2", // nle.md 0.3
  "ProjectConverter.exportAsFinalCutProXML": "26.2", // nle.md 2.2
  "Project.isProject": "26.2",
  "Project.closeSequence": "26.2",
  "Project.createSequenceWithPresetPath": "26.3",
  "AudioTrack.createSetNameAction": "26.3",
  "VideoTrack.createSetNameAction": "26.3",
  "ClipProjectItem.createSubClipAction": "26.3",
  "Marker.guid": "26.3",
};

/** Whether a version is this one or later. */
export function isSince(version, first) {
  const [a, b] = [version, first].map((text) => text.split(".").map(Number));
  return a[0] !== b[0] ? a[0] > b[0] : (a[1] ?? 0) >= (b[1] ?? 0);
}

/** Joins handles to objects. */
export class Gate {
  constructor(version) {
    this.version = version;
    this.rules = new Rules();
    this._raw = new WeakMap();
  }

  has(member) {
    return !(member in SINCE) || isSince(this.version, SINCE[member]);
  }

  /** A handle of an object, or of a class with static members, by the name that the documents give it. */
  show(name, object) {
    const handle = new Proxy(object, {
      get: (target, key) => {
        if (typeof key === "symbol" || key === "then") return undefined;
        if (key.startsWith("_") || !this.has(`${name}.${key}`)) return undefined;
        const value = Reflect.get(target, key);
        return typeof value === "function"
          ? (...given) => this._call(`${name}.${key}`, target, value, given)
          : value;
      },
      set: () => {
        throw new TypeError(`${name} is not to be written; make an action`);
      },
      has: (target, key) => typeof key === "string" && key in target && this.has(`${name}.${key}`),
      ownKeys: () => [],
    });
    this._raw.set(handle, object);
    return handle;
  }

  /** The object behind a handle, or the value itself. */
  raw(value) {
    return (value !== null && typeof value === "object" && this._raw.get(value)) || value;
  }

  _call(name, target, act, given) {
    const call = this.rules.call(name, given.map(shown));
    const args = given.map((value) => this.raw(value));
    const go = () =>
      this.rules.through(call, {
        do: () => act.apply(target, args),
        board: { error: (text) => new Error(text) },
        args,
      });
    if (act.constructor.name !== "AsyncFunction") return go();
    return (async () => go())();
  }
}
