/** A person at a Premiere with a sequence of five shots, who scores, edits and updates it. */

import { randomUUID } from "node:crypto";
import { basename } from "node:path";

import { FakeUxp } from "../../fakes/premiere/uxp/host.js";
import { FakePremiere } from "../../fakes/premiere/world.js";
import { hostScript, plugin } from "./bundled.mjs";

export const LENGTHS = [48, 72, 100, 36, 60];

/** Where the real server of the test listens; pytest tells it. */
export const DOOR = JSON.parse(process.env.NINGBGM_DOOR ?? "null");

/** The daemon of the test, asked as the panel asks it. */
export function daemon() {
  const doorman = { find: async () => DOOR, start: async () => undefined };
  return new plugin.ContractDaemon(new plugin.HttpWire(doorman, fetch, 20));
}

/** A bridge to ExtendScript as CEP gives it. */
export function bridgeTo(premiere) {
  return {
    evalScript: (script, onAnswer) => void premiere.evalScript(script, onAnswer),
    hostEnvironment: () => "{}",
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
    openUrl: () => undefined,
    extensionPath: () => "/extension",
  };
}

/** The desk: a world, the host under test, and the journeys' steps. */
export class Desk {
  constructor({ rate = "25", start = "01:00:00:00", version = "25.6", door = "cep", traps = {} } = {}) {
    this.premiere = new FakePremiere({ rate, start, version, traps, sequence: "Cut 3" });
    const { hands, sequence } = this.premiere;
    Object.assign(this, { hands, sequence, daemon: daemon() });
    this.shots = [];
    let at = 0;
    for (const [number, length] of LENGTHS.entries()) {
      const clip = hands.footage(`/rushes/a${number}.mov`, { seconds: 60, rate: rate.replace(" DF", "") });
      this.shots.push(hands.place(sequence, sequence.video[0], clip, at, length, { source: 24, sound: sequence.audio[0] }));
      at += length;
    }
    hands.audioTrack(sequence, { name: "Effects" });
    hands.marker(sequence, 60, "door slams", { comments: "hit" });
    hands.marker(sequence, 0, "first");
    this.host = door === "uxp" ? this.uxpHost() : this.cepHost();
  }

  uxpHost() {
    this.uxp = new FakeUxp(this.premiere);
    const around = plugin.surroundings(this.uxp.require("uxp"), this.uxp.require("fs"));
    return new plugin.UxpHost(this.uxp.require("premierepro"), around);
  }

  cepHost() {
    this.premiere.load(hostScript);
    return new plugin.CepHost(bridgeTo(this.premiere), 5_000);
  }

  /** Scores the range and puts the music down; gives what was told. */
  async score() {
    const range = await this.host.range();
    const edit = await this.host.readEdit(() => undefined);
    const order = { source: { otio: edit.otio, displayName: edit.name }, wish: range.wish, palette: "", variations: 1 };
    const asked = range.from === "sequence" ? {} : { range: { start: range.start, end: range.end } };
    const job = await this.done(await this.daemon.createScore({ ...order, ...asked, requestId: randomUUID() }));
    this.name = job.result.score;
    return this.place("INTENT_SCORE", job.name);
  }

  /** Conforms the score to the edit as it is now. */
  async update() {
    const edit = await this.host.readEdit(() => undefined);
    const source = { otio: edit.otio, displayName: edit.name };
    const order = { name: this.name, source, planOnly: false, keepCueIds: [], requestId: randomUUID() };
    const job = await this.done(await this.daemon.reviseScore(order));
    return this.place("INTENT_UPDATE", job.name);
  }

  /** Goes back to the revision before. */
  async undo() {
    await this.daemon.rollbackScore(this.name, 0);
    return this.place("INTENT_UPDATE", "");
  }

  async place(intent, job = "") {
    const timeline = await this.host.lying();
    const plan = await this.daemon.planPlacement({ intent, timeline, score: this.name, job });
    if (plan.refusal) throw new Error(plan.refusal.sentence);
    return { ...(await this.host.carryOut(plan, timeline, () => undefined)), sentences: plan.sentences };
  }

  async done(job) {
    let last = job;
    for await (const one of this.daemon.watchJob(job.name, new AbortController().signal)) last = one;
    if (last.state !== "STATE_SUCCEEDED") throw new Error(`${last.state}: ${last.error?.message}`);
    return last;
  }

  /** Our clips: the ticks on which each file begins, how many of its frames are heard, what it shares its track with. */
  music() {
    const tracks = this.sequence.audio.map((track) => track.clips.filter((clip) => clip.madeBy === "script"));
    const rows = tracks.flatMap((clips) => clips.map((clip) => [basename(clip.item.media.path), String(clip.start)]));
    return rows.sort(byText);
  }

  /** The same, as the present revision wants it. */
  async wanted() {
    const { cues } = await this.daemon.score(this.name);
    const rows = cues.flatMap((cue) =>
      cue.stems
        .filter((stem) => stem.stemId !== "mix")
        .map((stem) => [basename(stem.path), String(BigInt(cue.span.start) * this.sequence.timebase)]),
    );
    return rows.sort(byText);
  }

  /** On how many tracks our clips of each stem lie; one each is right. */
  tracksByStem() {
    const found = {};
    this.sequence.audio.forEach((track, index) => {
      for (const clip of track.clips.filter((one) => one.madeBy === "script")) {
        const stem = basename(clip.item.media.path, ".wav").split("_").at(-1);
        (found[stem] ??= new Set()).add(index);
      }
    });
    return Object.fromEntries(Object.entries(found).map(([stem, indexes]) => [stem, [...indexes]]));
  }

  /** Markers of ours. */
  markers() {
    return this.sequence.markers.filter((marker) => plugin.marking.dataOf(marker.comments) !== "");
  }

  /** Shortens a shot's end, sound and picture, as the person does it. */
  trim(shot, frames) {
    const by = BigInt(frames) * this.sequence.timebase;
    for (const clip of [shot, ...shot.links]) {
      clip.end -= by;
      clip.outPoint -= by;
    }
    this.premiere.asUser(() => this.premiere.changed(this.sequence, {}));
  }

  /** Takes a shot out, with its sound. */
  remove(shot) {
    for (const clip of [shot, ...shot.links]) this.hands.delete(this.sequence, clip);
  }

  /** Opens a hole: all that begins at the frame or later goes right, on all tracks, as an insert edit does it. */
  insert(frame, frames) {
    const [at, by] = [BigInt(frame), BigInt(frames)].map((one) => one * this.sequence.timebase);
    for (const clip of this.sequence.tracks().flatMap((track) => track.clips)) {
      if (clip.start >= at) [clip.start, clip.end] = [clip.start + by, clip.end + by];
    }
    this.premiere.asUser(() => this.premiere.changed(this.sequence, {}));
  }

  /** Two shots change places. */
  swap(one, other) {
    const length = (clip) => clip.end - clip.start;
    const [first, second] = one.start < other.start ? [one, other] : [other, one];
    const [start, end] = [first.start, second.end];
    for (const clip of [second, ...second.links]) [clip.start, clip.end] = [start, start + length(clip)];
    for (const clip of [first, ...first.links]) [clip.start, clip.end] = [end - length(clip), end];
    this.premiere.asUser(() => this.premiere.changed(this.sequence, {}));
  }
}

function byText(one, other) {
  return String(one) < String(other) ? -1 : 1;
}
