/** Our clips on sound tracks: put down, moved, taken away. Only tracks of ours are touched. */

import { HostError } from "../host";
import type { PutDown } from "../placement";
import { reached, type Ledger } from "../premiere/ledger";
import type { Lain } from "../premiere/lying";
import { samePath } from "../premiere/paths";
import type { Clip, Facts } from "../premiere/reading";
import { close, roomFor } from "../premiere/room";
import { secondsOf, TICKS_PER_SECOND, ticksAt, ticksOfSamples } from "../premiere/ticks";
import { BIN } from "./pool";
import type { CepReader } from "./reader";
import type { Script } from "./script";

/** How far beyond the last clip a sound is tried: there it can overwrite nothing. */
const ASIDE = 60n * TICKS_PER_SECOND;

/** The clips of one sequence for the time of one plan. */
export class Clips {
  private readonly tried = new Set<number>();
  /** Which sound tracks were targets, where that had to be changed. */
  private targets: readonly boolean[] | null = null;
  private aimed = -1;

  constructor(
    private readonly script: Script,
    private readonly reader: CepReader,
    private readonly facts: Facts,
    private readonly ledger: Ledger,
    /** Where the last clip of the sequence ends. */
    private readonly end: bigint,
  ) {}

  /** Takes a clip away, and leaves the gap. */
  async takeAway({ clip, index }: Lain): Promise<void> {
    const others = await this.on(index);
    await this.ledger.bring({
      name: `${clip.name} is still on A${index + 1}; is the track locked?`,
      holds: async () => !(await this.on(index)).some((one) => one.id === clip.id),
      act: () => this.script.call("remove", this.facts.id, index, clip.id),
      undone: async () => (await this.on(index)).some((one) => sameLie(one, clip)),
      undo: () => this.restore(clip, index, others),
    });
  }

  /** Moves a clip that plays the very same sound; false where something is in its way there. */
  async moved({ clip, index }: Lain, part: PutDown): Promise<boolean> {
    const start = ticksAt(part.frame, this.facts.timebase);
    const by = start - clip.start;
    const others = (await this.on(index)).filter((one) => one.id !== clip.id);
    if (others.some((one) => one.start < clip.end + by && clip.start + by < one.end)) {
      return false;
    }
    const at = async () => (await this.on(index)).find((one) => one.id === clip.id)?.start;
    const shiftTo = async (wanted: bigint) => {
      const now = await at();
      if (now !== undefined && now !== wanted) {
        await this.script.call("shift", this.facts.id, index, clip.id, String(wanted - now));
      }
    };
    await this.ledger.bring({
      name: `${clip.name} is not where it belongs on A${index + 1}; is the track locked?`,
      holds: async () => (await at()) === start,
      act: () => shiftTo(start),
      undone: async () => (await at()) === clip.start,
      undo: () => shiftTo(clip.start),
    });
    return true;
  }

  /** Puts a sound down on its exact tick; gives the clip as it lies. */
  async putDown(part: PutDown, item: string, index: number): Promise<Clip> {
    await this.tryOut(part, item, index);
    const start = ticksAt(part.frame, this.facts.timebase);
    const there = await this.on(index);
    const known = new Set(there.map((one) => one.id));
    const whole = ticksOfSamples(part.sampleCount);
    const length = roomFor(start, whole, there, `${part.clipName} belongs on A${index + 1}`);
    const fresh = async () => (await this.on(index)).filter((one) => !known.has(one.id) && samePath(one.path, part.path));
    const lies = (one: Clip) =>
      one.start === start && one.inPoint === 0n && within(one.end - one.start - length, this.facts.timebase);
    await this.ledger.bring({
      name: `${part.clipName} on A${index + 1}`,
      holds: async () => (await fresh()).some(lies),
      act: async () => {
        for (const one of await fresh()) {
          if (one.inPoint === 0n && within(one.end - one.start - length, this.facts.timebase)) {
            await this.script.call("shift", this.facts.id, index, one.id, String(start - one.start));
            return;
          }
          await this.script.call("remove", this.facts.id, index, one.id);
          await this.script.call("clearMarks", [BIN], item);
        }
        if (this.targets !== null && this.aimed !== index) {
          await this.aimAt(index);
        }
        if (length < whole) {
          await this.script.call("setMarks", [BIN], item, "0", String(length));
        }
        await this.script.call("overwrite", this.facts.id, index, [BIN], item, secondsOf(start));
        if (length < whole) {
          await this.script.call("clearMarks", [BIN], item);
        }
      },
      undone: async () => (await fresh()).length === 0,
      undo: async () => {
        for (const one of await fresh()) {
          await this.script.call("remove", this.facts.id, index, one.id);
        }
      },
    });
    const [clip] = (await fresh()).filter(lies);
    if (clip === undefined) {
      throw new HostError("HOST_REFUSED", `Premiere took ${part.clipName} away again.`);
    }
    await this.named(clip, index, part.clipName);
    return clip;
  }

  /** Makes those tracks targets again that were, where it had to be changed. */
  async restoreTargets(): Promise<boolean> {
    const wanted = this.targets;
    let restored = wanted === null;
    return reached(
      async () => restored,
      async () => {
        await this.script.call("target", this.facts.id, wanted);
        restored = true;
      },
    );
  }

  /**
   * Sees once for each track that what is sent there lands there, where nothing can be overwritten: some builds
   * put sounds on the targeted track, or on A1 (7).
   */
  private async tryOut(part: PutDown, item: string, index: number): Promise<void> {
    if (this.tried.has(index)) {
      return;
    }
    const { id, timebase } = this.facts;
    const aside = ((this.end + ASIDE) / timebase) * timebase;
    const fresh = async () =>
      (await this.reader.lastClips(this.facts)).flatMap((clip, at) =>
        clip !== null && clip.start >= aside - timebase && samePath(clip.path, part.path) ? [{ clip, index: at }] : [],
      );
    const takeAway = async (landed: readonly Lain[]) => {
      for (const one of landed) {
        await this.script.call("remove", id, one.index, one.clip.id);
      }
    };
    await this.ledger.bring({
      name: `a sound on A${index + 1}, where nothing lands; is the track locked, or mono?`,
      holds: async () => this.tried.has(index) && (await fresh()).length === 0,
      act: async () => {
        if (!this.tried.has(index)) {
          await this.script.call("overwrite", id, index, [BIN], item, secondsOf(aside));
        }
        const landed = await fresh();
        if (landed.length === 1 && landed[0]?.index === index) {
          this.tried.add(index);
        } else if (landed.length > 0) {
          await this.aimAt(index);
        }
        await takeAway(landed);
      },
      undone: async () => (await fresh()).length === 0,
      undo: async () => takeAway(await fresh()),
    });
  }

  private async aimAt(index: number): Promise<void> {
    if (this.targets === null) {
      const tracks = [];
      const count = (await this.reader.lastClips(this.facts)).length; // ours may have been added
      for (let at = 0; at < count; at++) {
        tracks.push(await this.reader.track(this.facts, "audio", at));
      }
      this.targets = tracks.map((track) => track.targeted === true);
    }
    await this.script.call("target", this.facts.id, this.targets.map((_, at) => at === index));
    this.aimed = index;
  }

  /** Puts a clip back as it lay, trimmed as it was. */
  private async restore(clip: Clip, index: number, others: readonly Clip[]): Promise<void> {
    const known = new Set(others.map((one) => one.id));
    const [fresh] = (await this.on(index)).filter((one) => !known.has(one.id) && samePath(one.path, clip.path));
    const whole = fresh !== undefined && close(fresh.inPoint, clip.inPoint) && close(fresh.outPoint, clip.outPoint);
    if (fresh !== undefined && whole) {
      await this.script.call("shift", this.facts.id, index, fresh.id, String(clip.start - fresh.start));
      return;
    }
    if (fresh !== undefined) {
      await this.script.call("remove", this.facts.id, index, fresh.id);
      await this.script.call("setMarks", [BIN], clip.item, String(clip.inPoint), String(clip.outPoint));
    }
    await this.script.call("overwrite", this.facts.id, index, [BIN], clip.item, secondsOf(clip.start));
    if (fresh !== undefined) {
      await this.script.call("clearMarks", [BIN], clip.item);
    }
    const [back] = (await this.on(index)).filter((one) => !known.has(one.id) && samePath(one.path, clip.path));
    if (back !== undefined) {
      await this.named(back, index, clip.name);
    }
  }

  /** A name is for people: a clip without it is no failure. */
  private async named(clip: Clip, index: number, name: string): Promise<void> {
    if (clip.name !== name) {
      await this.script.call("nameClip", this.facts.id, index, clip.id, name).catch(() => undefined);
    }
  }

  private async on(index: number): Promise<readonly Clip[]> {
    return (await this.reader.track(this.facts, "audio", index)).clips;
  }
}

/** Whether two clips lie in one place and play the same. */
export function sameLie(a: Clip, b: Clip): boolean {
  return (
    samePath(a.path, b.path) &&
    a.start === b.start &&
    close(a.end, b.end) &&
    close(a.inPoint, b.inPoint) &&
    close(a.outPoint, b.outPoint)
  );
}

function within(difference: bigint, timebase: bigint): boolean {
  return difference < timebase && -difference < timebase;
}
