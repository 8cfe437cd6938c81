/** Carries a plan out by ExtendScript, step by step: each is read again, and if one fails all are taken back. */

import { HostError, type CarriedOut, type OnShare } from "../host";
import type { PlacementPlan, PutDown } from "../placement";
import { Ledger } from "../premiere/ledger";
import { lainClip, lainMarker, readLying, type Lain, type Lying } from "../premiere/lying";
import { toldOf } from "../premiere/marking";
import type { Clip } from "../premiere/reading";
import { ticksAt } from "../premiere/ticks";
import { disturbed } from "../premiere/untouched";
import { Clips } from "./clips";
import { Markers } from "./markers";
import { Pool } from "./pool";
import type { CepReader } from "./reader";
import type { Script } from "./script";
import { Tracks } from "./tracks";

/** A sequence for the time of one plan; `lying` is how it lies right before. */
export class Stage {
  private readonly ledger = new Ledger();
  private readonly tracks: Tracks;
  private readonly clips: Clips;
  private readonly markers: Markers;
  private readonly pool: Pool;
  private steps = 0;
  private all = 1;
  private readonly told: string[] = [];

  constructor(
    script: Script,
    private readonly reader: CepReader,
    private readonly lying: Lying,
    end: bigint,
    private readonly onShare: OnShare,
  ) {
    const { facts } = lying;
    this.tracks = new Tracks(script, reader, lying, this.ledger);
    this.clips = new Clips(script, reader, facts, this.ledger, end);
    this.markers = new Markers(script, reader, facts, this.ledger);
    this.pool = new Pool(script, reader, facts.name, this.ledger);
  }

  /** Does all of it, or takes it back and rejects with what is left. */
  async carryOut(plan: PlacementPlan): Promise<CarriedOut> {
    try {
      await this.performed(plan);
    } catch (error) {
      const left = await this.ledger.takeBack();
      const targets = (await this.clips.restoreTargets()) ? [] : ["which sound tracks are targeted"];
      const known = error instanceof HostError;
      const said = known ? error.message : `Premiere failed: ${String(error)}.`;
      const before = known ? error.left : [];
      throw new HostError(known ? error.reason : "HOST_REFUSED", said, [...before, ...left, ...targets]);
    }
    await this.tracks.drop(plan.dropTracks).catch(() => undefined);
    if (!(await this.clips.restoreTargets())) {
      this.told.push("Which sound tracks are targeted could not be put back.");
    }
    this.onShare(1);
    const told = [...this.told, ...this.tracks.told];
    return { placed: plan.putDown.length, removed: plan.takeAwayClipIds.length, told };
  }

  private async performed(plan: PlacementPlan): Promise<void> {
    this.all = plan.putDown.length + plan.takeAwayClipIds.length + plan.writeMarkers.length + 2;
    const items = await this.pool.imported([...new Set(plan.putDown.map((part) => part.path))]);
    const tracks = await this.tracks.of(plan.putDown.map((part) => part.trackName));
    this.step();
    const placed = new Placed();
    const rest = await this.cleared(plan, tracks, placed);
    for (const part of rest) {
      const [item, index] = [items.get(part.path), tracks.get(part.trackName)];
      if (item === undefined || index === undefined) {
        throw new HostError("HOST_REFUSED", `${part.clipName} is in no bin, or has no track.`);
      }
      placed.add(part, await this.clips.putDown(part, item, index));
      this.step();
    }
    for (const marker of plan.writeMarkers) {
      await this.markers.write(marker, toldOf(marker, placed.of(marker.cueId), this.lying.facts));
      this.step();
    }
    await this.seeThatNothingElseChanged(plan);
  }

  /** Takes away what goes, and moves what plays the very same sound elsewhere; gives what is still to be put down. */
  private async cleared(
    plan: PlacementPlan,
    tracks: ReadonlyMap<string, number>,
    placed: Placed,
  ): Promise<readonly PutDown[]> {
    const movers = new Map(plan.putDown.map((part) => [part.movesClipId, part] as const));
    movers.delete("");
    const lain = plan.takeAwayClipIds.map((id) => lainClip(this.lying, id));
    for (const one of lain.filter(({ clip }) => !movers.has(clip.id))) {
      await this.clips.takeAway(one);
      this.step();
    }
    for (const marker of plan.removeMarkers) {
      await this.markers.remove(lainMarker(this.lying, marker.data));
    }
    const rest = plan.putDown.filter((part) => part.movesClipId === "");
    for (const one of inOrder(lain, movers, this.lying)) {
      const part = movers.get(one.clip.id);
      if (part !== undefined && tracks.get(part.trackName) === one.index && (await this.clips.moved(one, part))) {
        placed.add(part, one.clip);
      } else {
        await this.clips.takeAway(one);
        rest.push(...(part === undefined ? [] : [part]));
      }
      this.step();
    }
    return rest;
  }

  private step(): void {
    this.steps += 1;
    this.onShare(Math.min(this.steps / this.all, 1));
  }

  private async seeThatNothingElseChanged(plan: PlacementPlan): Promise<void> {
    const facts = await this.reader.facts(this.lying.facts.id);
    const now = await readLying(this.reader, facts, new Map());
    const named = disturbed(this.lying, now, new Set(plan.takeAwayClipIds));
    if (named.length > 0) {
      throw new HostError("HOST_REFUSED", `What is not ours changed while music was put down: ${named.join("; ")}.`, named);
    }
  }
}

/** What was put down, by cue and stem. */
class Placed {
  private readonly cues = new Map<string, Map<string, Clip>>();

  add(part: PutDown, clip: Clip): void {
    const cue = this.of(part.cueId);
    this.cues.set(part.cueId, new Map([...cue, [part.stemId, clip]]));
  }

  of(cueId: string): ReadonlyMap<string, Clip> {
    return this.cues.get(cueId) ?? new Map();
  }
}

/** Clips that move right from the last on, then those that move left from the first on: so none meets another. */
function inOrder(lain: readonly Lain[], movers: ReadonlyMap<string, PutDown>, lying: Lying): readonly Lain[] {
  const moving = lain.filter(({ clip }) => movers.has(clip.id));
  const wanted = ({ clip }: Lain) => ticksAt(movers.get(clip.id)?.frame ?? 0, lying.facts.timebase);
  const byStart = moving.sort((a, b) => (a.clip.start < b.clip.start ? -1 : 1));
  const right = (one: Lain) => wanted(one) > one.clip.start;
  return [...byStart.filter(right).reverse(), ...byStart.filter((one) => !right(one))];
}
