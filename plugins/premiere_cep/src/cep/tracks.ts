/**
 * Our sound tracks: found again, added, left empty.
 *
 * Scripts can neither name tracks nor say which they added, so ours are known by our sounds on them, by what
 * Premiere keeps for us, or by a name that a person gave (6).
 */

import { HostError } from "../host";
import { reached, type Ledger } from "../premiere/ledger";
import { TRACK, type Lying } from "../premiere/lying";
import type { Facts } from "../premiere/reading";
import type { CepReader } from "./reader";
import type { Script } from "./script";

const KEPT = "NingBGM.tracks.";

/** The sound tracks of one sequence for the time of one plan. */
export class Tracks {
  private readonly names: string[];
  private readonly ids: string[];
  private readonly empty: boolean[];
  /** What the person is to know of it. */
  readonly told: string[] = [];

  constructor(
    private readonly script: Script,
    private readonly reader: CepReader,
    private readonly lying: Lying,
    private readonly ledger: Ledger,
  ) {
    this.names = [...lying.names];
    this.ids = lying.tracks.map((track) => track.id);
    this.empty = lying.tracks.map((track) => track.clips.length === 0);
  }

  /** Indexes by name; what is not there is added below all others. */
  async of(names: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const found = new Map<string, number>();
    for (const name of [...new Set(names)]) {
      const index = this.names.indexOf(name);
      found.set(name, index >= 0 ? index : await this.added(name));
    }
    await keep(this.script, this.lying.facts, this.ids, this.names);
    return found;
  }

  /** Deletes tracks of these names on which nothing lies any more; those that stay are told of. */
  async drop(names: readonly string[]): Promise<void> {
    const left: string[] = [];
    for (let index = this.names.length - 1; index >= 0; index--) {
      const name = this.names[index] ?? "";
      if (names.includes(name) && (await this.countOn(index)) === 0 && !(await this.dropped(index))) {
        left.unshift(`A${index + 1}`);
      }
    }
    if (left.length > 0) {
      this.told.push(`Empty sound tracks are left: ${left.join(", ")}. Sequence > Delete Tracks takes them away.`);
    }
  }

  private async added(name: string): Promise<number> {
    const index = this.names.length;
    const { id } = this.lying.facts;
    try {
      await this.ledger.bring({
        name: `an empty sound track, A${index + 1}`,
        holds: async () => (await this.count()) === index + 1 && (await this.countOn(index)) === 0,
        act: async () => {
          if ((await this.count()) === index) {
            await this.script.call("addTrack", id);
          }
        },
        undone: async () => (await this.count()) <= index,
        undo: () => this.script.call("removeTrack", id, index),
      });
    } catch (error) {
      if (!(error instanceof HostError) || error.reason !== "HOST_REFUSED" || (await this.count()) !== index) {
        throw error;
      }
      return this.emptyOne(name);
    }
    await this.script.call("nameTrack", id, index, name).catch(() => undefined);
    const track = await this.reader.track({ ...this.lying.facts, audio: index + 1 }, "audio", index);
    this.names.push(name);
    this.ids.push(track.id);
    this.empty.push(true);
    return index;
  }

  /** Where Premiere adds none (26): a track of the person's below all that hold something. */
  private emptyOne(name: string): number {
    const last = this.empty.lastIndexOf(false);
    const index = this.empty.findIndex((empty, at) => empty && at > last && !this.names[at]?.startsWith(TRACK));
    if (index < 0) {
      const said = "This Premiere adds no sound tracks for scripts. Add stereo sound tracks below yours by";
      throw new HostError("NOT_SUPPORTED", `${said} Sequence > Add Tracks, one for each stem, and try again.`);
    }
    this.names[index] = name;
    this.told.push(`${name} is the track A${index + 1}, which was empty: this Premiere adds none for scripts.`);
    return index;
  }

  private async dropped(index: number): Promise<boolean> {
    const before = await this.count();
    return reached(
      async () => (await this.count()) === before - 1,
      async () => {
        if ((await this.count()) === before) {
          await this.script.call("removeTrack", this.lying.facts.id, index);
        }
      },
    );
  }

  private async count(): Promise<number> {
    return (await this.reader.facts(this.lying.facts.id)).audio;
  }

  private async countOn(index: number): Promise<number> {
    return (await this.reader.track(this.lying.facts, "audio", index)).clips.length;
  }
}

/** What Premiere keeps for us: which tracks of a sequence are ours, {track id: name}. */
export async function remembered(script: Script, facts: Facts): Promise<ReadonlyMap<string, string>> {
  try {
    const kept: unknown = JSON.parse((await script.call<string>("kept", KEPT + facts.id)) || "{}");
    return new Map(Object.entries(kept as Record<string, string>));
  } catch (error) {
    if (error instanceof HostError && error.reason === "HOST_BUSY") {
      throw error;
    }
    return new Map(); // this version keeps nothing
  }
}

/** A convenience: without it empty tracks of ours are not known again, which harms nothing. */
async function keep(script: Script, facts: Facts, ids: readonly string[], names: readonly string[]): Promise<void> {
  const ours = ids.map((id, index) => [id, names[index] ?? ""] as const).filter(([, name]) => name.startsWith(TRACK));
  await script.call("keep", KEPT + facts.id, JSON.stringify(Object.fromEntries(ours))).catch(() => undefined);
}
