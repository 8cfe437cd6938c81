/**
 * A Premiere Pro in memory, for ExtendScript host scripts. README.md says how to drive it and what it knows from where.
 *
 *     const premiere = new FakePremiere({ version: "25.6", rate: "24", start: "01:00:00:00" });
 *     premiere.load("plugins/premiere_cep/host/host.jsx");
 *     const answer = await premiere.evalScript("ningbgm_describe()");
 *     premiere.onCall("Track.overwriteClip", "return_true");
 *     assert.deepEqual(premiere.differences(before, "user"), []);
 */

import { Application, applicationFace } from "./dom/application_face.js";
import { FilmRoom } from "./dom/film_room.js";
import { projectFace, itemFace, ITEM_TYPES } from "./dom/project_faces.js";
import { clipFace, sequenceFace, trackFace } from "./dom/sequence_faces.js";
import { Qe, listFace, markerFace, qeFaces } from "./dom/small_faces.js";
import { Clip, Film, Item, List, Marker, Moment, Sequence, Track } from "./dom/state.js";
import { Switchboard } from "./dom/switchboard.js";
import { timeFace } from "./dom/times.js";
import { faultOf } from "./faults.js";
import { Hands } from "./hands.js";
import { Engine } from "./script/engine.js";
import { Paths } from "./script/paths.js";
import { differences, snapshot } from "./snapshot.js";

export { WouldHangError } from "./dom/film_room.js";
export { meanwhile, giving, raise, raiseAfter } from "./faults.js";
export { TICKS_PER_SECOND, TIMEBASES, ticksOfSeconds, secondsOfTicks } from "./ticks.js";

/** One running Premiere with one project and, unless told otherwise, one sequence in front. */
export class FakePremiere extends FilmRoom {
  constructor({
    version = "25.6",
    os = "mac",
    rate = "25",
    start = "00:00:00:00",
    sequence = "Cut 1",
    project = "Film.prproj",
    traps = {},
    json = false,
    ...places
  } = {}) {
    const folder = os === "windows" ? "C:\\Projects\\" : "/Users/editor/Projects/";
    const engine = new Engine({ paths: new Paths({ os, ...places }), json });
    super({ version, traps, engine, project, folder });
    this.board = new Switchboard(engine, (state) => this._face(state));
    this.application = new Application();
    this.csxsEvents = [];
    this.onCsxsEvent = [];
    this.onEvent = [];
    this.hands = new Hands(this);
    this._faces = this._allFaces();
    this.engine.offer(this._globals());
    this.engine.afterScript.push(() => this._settle());
    this.sequence = sequence ? this.hands.sequence(sequence, { rate, start }) : null;
    this._events = [];
  }

  get applicationPath() {
    return this.engine.paths.os === "windows"
      ? "C:\\Program Files\\Adobe\\Adobe Premiere Pro 2026\\Adobe Premiere Pro.exe"
      : "/Applications/Adobe Premiere Pro 2026/Adobe Premiere Pro 2026.app/";
  }

  /** Loads a host script, as the manifest's ScriptPath does. */
  load(path) {
    return this.engine.load(path);
  }

  /** Evaluates a text now; throws what it throws. For a panel's way see `evalScript`. */
  run(text) {
    return this.engine.counted(text, () => this.engine.run(text));
  }

  /** CEP's evalScript: asynchronous, one at a time, a string. */
  evalScript(text, callback) {
    return this.engine.evalScript(text, callback);
  }

  /** Hangs a fault on the n-th call, or on calls of a name (`Track.overwriteClip`, `TrackItem.end=`, `Sequence.*`). */
  onCall(when, fault, options) {
    this.board.rules.on(when, faultOf(fault), options);
  }

  /** All calls and writes so far, numbered from 1. */
  get log() {
    return this.board.rules.log.map((call) => ({ ...call }));
  }

  /** What each script cost the user interface: steps, calls, reads, milliseconds slept. */
  get runs() {
    return this.engine.runs;
  }

  snapshot(of = "all") {
    return snapshot(this, of);
  }

  /** What changed since a snapshot of the same kind, a line each. */
  differences(before, of = "all") {
    return differences(before, snapshot(this, of));
  }

  enableQe() {
    this.application.qe = true;
    this.engine.offer({ qe: this.board.wrap(new Qe("root")) });
    return true;
  }

  _settle() {
    if (this.engine.busy || this._asUser > 0) return;
    while (this.later.length) this.later.shift()();
    for (const [name, given] of this._events.splice(0)) {
      for (const hear of this.onEvent) hear(name, given);
      for (const handler of this.application.bound.get(name) ?? []) {
        try {
          this.engine.counted(name, () => handler(...given.map((each) => this.board.wrap(each))));
        } catch {
          // Premiere tells nobody what a handler throws
        }
      }
    }
  }

  _face(state) {
    if (state instanceof List) return this._faces.lists[state.kind];
    if (state instanceof Qe) return this._faces.qe[state.what];
    return this._faces.byClass.get(state.constructor) ?? null;
  }

  _allFaces() {
    const kinds = ["Track", "TrackItem", "ProjectItem", "Component", "Sequence", "Project", "Marker"];
    return {
      qe: qeFaces(this),
      lists: Object.fromEntries(
        kinds.map((kind) => [`${kind}Collection`, listFace(`${kind}Collection`, this)]),
      ),
      byClass: new Map([
        [Application, applicationFace(this)],
        [Film, projectFace(this)],
        [Item, itemFace(this)],
        [Sequence, sequenceFace(this)],
        [Track, trackFace(this)],
        [Clip, clipFace(this)],
        [Marker, markerFace(this)],
        [Moment, { ...timeFace, prototype: () => this.engine.realm.global.Time.prototype }],
      ]),
    };
  }

  _globals() {
    const { make } = this.engine;
    const Time = make.callable(() => this.board.wrap(new Moment(0n)));
    const ProjectItemType = Object.assign(make.object(), ITEM_TYPES);
    return { app: this.board.wrap(this.application), Time, ProjectItemType, ...this._csxs(make) };
  }

  /** `CSXSEvent` is there once the library was loaded, as PJ loads it; panels hear its events. */
  _csxs(make) {
    const CSXSEvent = make.callable((self) => {
      self.type = "";
      self.data = "";
      self.dispatch = make.callable((event) => {
        this.csxsEvents.push({ type: String(event.type), data: String(event.data) });
        for (const hear of this.onCsxsEvent) hear({ type: String(event.type), data: String(event.data) });
      });
      return self;
    });
    const ExternalObject = make.callable((_, given) => {
      if (!/^lib:\\?\/?PlugPlugExternalObject/.test(String(given[0])))
        throw make.error("Error", "Could not load library");
      this.engine.offer({ CSXSEvent });
      return make.object();
    });
    return { ExternalObject };
  }
}
