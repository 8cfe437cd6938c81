/**
 * Joins the proxies that scripts hold to the state: every call, write and read passes here.
 *
 * Calls and writes are numbered from 1 and logged (`TrackItem.remove`, `TrackItem.end=`); reads are only counted, but
 * can be broken by name (`TrackItem.start?`). A rule strikes by number or by name, `*` stands for anything.
 *
 * - Every fetch gives a new proxy: two handles of one clip are not `===` (compare `nodeId`) [inference].
 * - A name that the object does not have reads undefined; writing it does nothing [inference].
 * - Writing what is read-only does nothing, or throws where `$.strict` is on (JTG dollar-object.md, `$.strict`).
 */

import { FakeUsageError, Rules, shown } from "../rules.js";

/** Every handle of one Premiere. */
export class Switchboard {
  constructor(engine, describe) {
    this.engine = engine;
    this.describe = describe;
    this.rules = new Rules();
    this.reads = 0;
    this._state = new WeakMap();
  }

  /** State, list or plain value as scripts see it. */
  wrap(value) {
    if (Array.isArray(value)) return this.engine.make.array(Array.from(value, (part) => this.wrap(part)));
    if (value === null || typeof value !== "object") return value;
    const face = this.describe(value);
    return face ? this._proxy(face, value) : value;
  }

  /** The state behind a handle, or the value itself. */
  unwrap(value) {
    const found = value !== null && typeof value === "object" ? this._state.get(value) : undefined;
    return found ?? value;
  }

  /** An error as scripts catch it. */
  error(message) {
    return this.engine.make.error("Error", message);
  }

  /** Anything that scripts may call that is not on an object: constructors, `enableQE`. */
  callable(name, act) {
    return this.engine.make.callable((self, given) =>
      this._through(name, "calls", Array.from(given), (args) => act(args, self)),
    );
  }

  _proxy(face, state) {
    const proxy = new Proxy(this.engine.make.object(), {
      get: (target, key) => (typeof key === "symbol" ? undefined : this._get(face, state, key, target)),
      set: (_, key, value) => (this._set(face, state, String(key), value), true),
      has: (_, key) => typeof key === "string" && this._knows(face, state, key),
      deleteProperty: () => true,
      ownKeys: () => [],
      getPrototypeOf: (target) => face.prototype?.() ?? Object.getPrototypeOf(target),
    });
    this._state.set(proxy, state);
    return proxy;
  }

  _knows(face, state, key) {
    return key in face.reads || key in face.calls || face.item?.(state, key) !== undefined;
  }

  _get(face, state, key, target) {
    if (key in face.calls) {
      return this.engine.make.callable((_, given) =>
        this._through(`${face.name}.${key}`, "calls", Array.from(given), (args) =>
          face.calls[key](state, ...args),
        ),
      );
    }
    if (key in face.reads) {
      return this._through(`${face.name}.${key}?`, "reads", [], () => face.reads[key](state));
    }
    if (face.item && /^\d+$/.test(key)) {
      return this._through(`${face.name}.[]?`, "reads", [], () => face.item(state, Number(key)));
    }
    return key === "toString" || key === "valueOf" || key === "hasOwnProperty"
      ? this._native(face, key, target)
      : undefined;
  }

  _native(face, key, target) {
    return key === "toString" ? this.engine.make.callable(() => `[object ${face.name}]`) : target[key];
  }

  _set(face, state, key, value) {
    const write = face.writes?.[key];
    if (!write) {
      if (this.engine.strict && key in face.reads) throw this.error(`Property is read only: ${key}`);
      return;
    }
    this._through(`${face.name}.${key}=`, "calls", [value], (args) => write(state, ...args));
  }

  _through(name, kind, given, act) {
    this.engine.note(kind);
    if (kind === "reads") this.reads += 1;
    const call = this.rules.call(name, given.map(shown), kind !== "reads");
    const args = given.map((value) => this.unwrap(value));
    try {
      return this.wrap(this.rules.through(call, { do: () => act(args), board: this, args }));
    } catch (error) {
      throw this.engine.make.isError(error) || error instanceof FakeUsageError
        ? error
        : this.error(error.message);
    }
  }
}
