/**
 * Carries a plan out by UXP: everything on the timeline in one transaction, which the person can undo in one step.
 *
 * It is seen afterwards clip by clip and marker by marker; what is not so is taken back by a second transaction, as
 * scripts cannot undo.
 */

import { HostError, type CarriedOut, type OnShare } from "../../premiere_cep/src/host";
import type { CueMarker, PlacementPlan, PutDown } from "../../premiere_cep/src/placement";
import { Ledger } from "../../premiere_cep/src/premiere/ledger";
import { lainClip, lainMarker, readLying, type Lain, type Lying } from "../../premiere_cep/src/premiere/lying";
import { commentOf, toldOf } from "../../premiere_cep/src/premiere/marking";
import type { Clip } from "../../premiere_cep/src/premiere/reading";
import { roomFor } from "../../premiere_cep/src/premiere/room";
import { frameAt, ticksAt, ticksOfSamples } from "../../premiere_cep/src/premiere/ticks";
import { disturbed } from "../../premiere_cep/src/premiere/untouched";
import { Changing, type Part, type Sign } from "./changing";
import { Pool } from "./pool";
import type { ClipProjectItem, Premiere, Project } from "./ppro";
import type { UxpReader } from "./reader";
import { Tracks } from "./tracks";

/** A sequence for the time of one plan; `lying` is how it lies right before. */
export class Stage {
  private readonly ledger = new Ledger();
  private readonly pool: Pool;
  private readonly tracks: Tracks;
  private readonly changing: Changing;

  constructor(
    ppro: Premiere,
    project: Project,
    private readonly reader: UxpReader,
    private readonly lying: Lying,
    private readonly end: bigint,
    private readonly onShare: OnShare,
  ) {
    this.pool = new Pool(ppro, project, lying.facts.name, this.ledger);
    this.tracks = new Tracks(ppro, project, reader, lying, this.ledger);
    this.changing = new Changing(ppro, project, reader, lying);
  }

  /** Does all of it, or takes it back and rejects with what is left. */
  async carryOut(plan: PlacementPlan): Promise<CarriedOut> {
    try {
      await this.performed(plan);
    } catch (error) {
      const left = await this.ledger.takeBack();
      const known = error instanceof HostError;
      const said = known ? error.message : `Premiere failed: ${String(error)}.`;
      const before = known ? error.left : [];
      throw new HostError(known ? error.reason : "HOST_REFUSED", said, [...before, ...left]);
    }
    this.onShare(1);
    const told = [...this.tracks.told, ...this.tracks.emptied(plan.dropTracks, plan.takeAwayClipIds)];
    return { placed: plan.putDown.length, removed: plan.takeAwayClipIds.length, told };
  }

  private async performed(plan: PlacementPlan): Promise<void> {
    const items = await this.pool.imported([...new Set(plan.putDown.map((part) => part.path))]);
    this.onShare(0.3);
    const tracks = await this.tracks.of(plan.putDown, items, this.end);
    this.onShare(0.5);
    const gone = plan.takeAwayClipIds.map((id) => lainClip(this.lying, id));
    const parts = this.parts(plan, tracks, items);
    const before = await this.pool.all();
    const unmarked = plan.removeMarkers.map(({ data }) => this.sign(data));
    const signs = this.signs(plan.writeMarkers, parts, unmarked);
    let remember = await this.tracks.remembering();
    await this.ledger.bring({
      name: `music on ${[...new Set(parts.map(({ index }) => `A${index + 1}`))].join(", ") || "the sound tracks"}`,
      holds: async () => this.changing.stands(parts, gone, signs, unmarked),
      act: async () => {
        const once = remember;
        remember = undefined; // a convenience: if it fails the next try goes without it
        await this.changing.change(gone, parts, unmarked, signs, once);
      },
      undone: async () => this.changing.stands(gone.map((one) => this.again(one, before)), parts, unmarked, signs),
      undo: async () => this.changing.change(parts, gone.map((one) => this.again(one, before)), signs, unmarked),
    });
    this.onShare(0.9);
    const facts = await this.reader.active();
    if (facts === null || facts.id !== this.lying.facts.id) {
      throw new HostError("TIMELINE_CHANGED", "Another sequence was opened in the meantime.");
    }
    const named = disturbed(this.lying, await readLying(this.reader, facts, new Map()), new Set(plan.takeAwayClipIds));
    if (named.length > 0) {
      throw new HostError("HOST_REFUSED", `What is not ours changed while music was put down: ${named.join("; ")}.`, named);
    }
  }

  /** The sounds with their places; each as long as there is room before the next. */
  private parts(
    plan: PlacementPlan,
    tracks: ReadonlyMap<string, number>,
    items: ReadonlyMap<string, ClipProjectItem>,
  ): Part[] {
    const whole = plan.putDown.map((part) => this.part(part, tracks.get(part.trackName) ?? -1, items));
    const gone = new Set(plan.takeAwayClipIds);
    return whole.map((one) => {
      const staying = (this.lying.tracks[one.index]?.clips ?? []).filter((clip) => !gone.has(clip.id));
      const coming = whole.filter((other) => other !== one && other.index === one.index).map(({ clip }) => clip);
      const where = `${one.part.clipName} belongs on A${one.index + 1}`;
      const length = roomFor(one.clip.start, one.clip.outPoint, [...staying, ...coming], where);
      const clip = { ...one.clip, end: one.clip.start + length, outPoint: length };
      return { ...one, clip, trimmed: length < one.clip.outPoint };
    });
  }

  private part(part: PutDown, index: number, items: ReadonlyMap<string, ClipProjectItem>): Part {
    const item = items.get(part.path);
    if (item === undefined || index < 0) {
      throw new HostError("HOST_REFUSED", `${part.clipName} is in no bin, or has no track.`);
    }
    const start = ticksAt(part.frame, this.lying.facts.timebase);
    const length = ticksOfSamples(part.sampleCount);
    const clip: Clip = {
      id: `audio ${index} ${start}`,
      name: part.clipName,
      start,
      end: start + length,
      inPoint: 0n,
      outPoint: length,
      speed: 1,
      reversed: false,
      disabled: false,
      path: part.path,
      ours: true,
      nested: "",
      adjustment: false,
      multicam: false,
      item: "",
    };
    return { part, index, item, clip, trimmed: false };
  }

  /** What puts a clip back that was taken away. */
  private again({ clip, index }: Lain, items: ReadonlyMap<string, ClipProjectItem>): Part {
    const item = items.get(clip.path);
    if (item === undefined) {
      throw new HostError("HOST_REFUSED", `${clip.name} is not in our bin any more.`);
    }
    const part: PutDown = {
      cueId: "",
      stemId: "",
      path: clip.path,
      trackName: "",
      frame: 0,
      sampleCount: 0,
      frameCount: 0,
      clipName: clip.name,
      colour: "COLOUR_ROLE_MUSIC",
      movesClipId: "",
    };
    return { part, index, item, clip, trimmed: true };
  }

  private signs(markers: readonly CueMarker[], parts: readonly Part[], unmarked: readonly Sign[]): Sign[] {
    const { facts } = this.lying;
    const going = new Set(unmarked.map((sign) => sign.comment));
    const staying = this.lying.markers.filter((one) => !going.has(one.comment));
    const taken = new Set(staying.map((one) => frameAt(one.start, facts.timebase)));
    return markers.map((marker) => {
      let frame = marker.frame;
      while (taken.has(frame) && frame + 1 < marker.endFrame) {
        frame += 1;
      }
      taken.add(frame);
      const cue = parts.filter(({ part }) => part.cueId === marker.cueId);
      const clips = new Map(cue.map(({ part, clip }) => [part.stemId, clip] as const));
      return { frame, name: marker.name, comment: commentOf(marker.note, toldOf(marker, clips, facts)) };
    });
  }

  private sign(data: string): Sign {
    const found = lainMarker(this.lying, data);
    const frame = frameAt(found.start, this.lying.facts.timebase);
    return { frame, name: found.name, comment: found.comment };
  }
}
