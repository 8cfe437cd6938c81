/** One transaction on a sequence, and whether it came about. */

import type { PutDown } from "../../premiere_cep/src/placement";
import type { Lain, Lying } from "../../premiere_cep/src/premiere/lying";
import { samePath } from "../../premiere_cep/src/premiere/paths";
import type { Clip } from "../../premiere_cep/src/premiere/reading";
import { frameAt, ticksAt } from "../../premiere_cep/src/premiere/ticks";
import type { Action, ClipProjectItem, Marker, Premiere, Project, TickTime, TrackItem } from "./ppro";
import type { UxpReader } from "./reader";
import { transact } from "./transaction";

/** A sound that is to be put down: where, and what of the project plays it. */
export interface Part {
  readonly part: PutDown;
  readonly index: number;
  readonly item: ClipProjectItem;
  /** As it has to lie. */
  readonly clip: Clip;
  /** Whether it plays less than the whole sound. */
  readonly trimmed: boolean;
}

/** A marker as it is to stand. */
export interface Sign {
  readonly frame: number;
  readonly name: string;
  readonly comment: string;
}

export type Add = (action: Action | undefined) => void;

/** Changes of one sequence; `lying` is how it lay before the first. */
export class Changing {
  constructor(
    private readonly ppro: Premiere,
    private readonly project: Project,
    private readonly reader: UxpReader,
    private readonly lying: Lying,
  ) {}

  /** One transaction: clips go, sounds come, markers go and come. What is gone or there already is left alone. */
  async change(
    from: readonly Lain[],
    to: readonly Part[],
    unmarked: readonly Sign[],
    marked: readonly Sign[],
    remember?: (add: Add) => void,
  ): Promise<void> {
    const { facts } = this.lying;
    const going = await this.leaving(from, to);
    const coming: Part[] = [];
    for (const one of to) {
      if (!(await this.lies(one))) {
        coming.push(one);
      }
    }
    const removed = await this.unwanted(unmarked);
    const stay = (await this.reader.markers(facts)).filter((one) => !unmarked.some((sign) => sign.comment === one.comment));
    const added = marked.filter((sign) => !stay.some((one) => one.comment === sign.comment));
    const markers = await this.ppro.Markers.getMarkers(this.reader.sequence(facts));
    transact(this.project, "NingBGM: place music", (add) => {
      this.addRemoval(going, add);
      coming.forEach((one) => this.addPlacing(one, add));
      removed.forEach((marker) => add(markers.createRemoveMarkerAction(marker)));
      const type = this.ppro.Constants.MarkerType?.COMMENT ?? "Comment";
      for (const sign of added) {
        const at = this.time(ticksAt(sign.frame, facts.timebase));
        add(markers.createAddMarkerAction(sign.name, type, at, this.time(0n), sign.comment));
      }
      remember?.(add);
    });
  }

  /** The clips that go: those of `from`, and what a first try put somewhere else. A copy of the editor's stays. */
  private async leaving(from: readonly Lain[], to: readonly Part[]): Promise<readonly TrackItem[]> {
    const going: TrackItem[] = [];
    for (const index of new Set([...from, ...to].map((one) => one.index))) {
      const items = await this.reader.items(this.lying.facts, index);
      const { clips } = await this.reader.track(this.lying.facts, "audio", index);
      const wanted = to.filter((one) => one.index === index).map((one) => one.clip);
      const known = new Set(this.lying.tracks[index]?.clips.map((clip) => clip.id));
      for (const clip of clips.filter((one) => one.ours && !wanted.some((other) => alike(one, other)))) {
        const leaves = from.some((one) => one.index === index && alike(one.clip, clip));
        const astray = !known.has(clip.id) && to.some((one) => samePath(one.clip.path, clip.path));
        const item = items.get(clip.id);
        if ((leaves || astray) && item !== undefined) {
          going.push(item);
        }
      }
    }
    return going;
  }

  private async unwanted(signs: readonly Sign[]): Promise<readonly Marker[]> {
    const found: Marker[] = [];
    for (const marker of await this.reader.markersThere(this.lying.facts)) {
      const comment = await marker.getComments();
      if (signs.some((sign) => sign.comment === comment)) {
        found.push(marker);
      }
    }
    return found;
  }

  /** Measured by others: a selection is valid inside its callback alone, and is made inside the transaction. */
  private addRemoval(items: readonly TrackItem[], add: Add): void {
    if (items.length === 0) {
      return;
    }
    const editor = this.ppro.SequenceEditor.getEditor(this.reader.sequence(this.lying.facts));
    this.ppro.TrackItemSelection.createEmptySelection((selection) => {
      items.forEach((item) => selection.addItem(item, true));
      add(editor.createRemoveItemsAction(selection, false, this.ppro.Constants.MediaType.AUDIO, false));
    });
  }

  private addPlacing({ item, clip, index, trimmed }: Part, add: Add): void {
    const editor = this.ppro.SequenceEditor.getEditor(this.reader.sequence(this.lying.facts));
    add(
      trimmed
        ? item.createSetInOutPointsAction(this.time(clip.inPoint), this.time(clip.outPoint))
        : item.createClearInOutPointsAction(),
    );
    add(editor.createOverwriteItemAction(item, this.time(clip.start), 0, index));
    if (trimmed) {
      add(item.createClearInOutPointsAction());
    }
  }

  /** Whether these clips lie, those are gone, and the markers stand so. */
  async stands(
    there: readonly Part[],
    gone: readonly Lain[],
    marked: readonly Sign[],
    unmarked: readonly Sign[],
  ): Promise<boolean> {
    for (const one of there) {
      if (!(await this.lies(one))) {
        return false;
      }
    }
    for (const { clip, index } of gone) {
      const { clips } = await this.reader.track(this.lying.facts, "audio", index);
      const kept = there.some((one) => one.index === index && alike(one.clip, clip));
      if (!kept && clips.some((one) => alike(one, clip))) {
        return false;
      }
    }
    const markers = await this.reader.markers(this.lying.facts);
    const stands = (sign: Sign) =>
      markers.some(
        (one) => one.comment === sign.comment && frameAt(one.start, this.lying.facts.timebase) === sign.frame,
      );
    const kept = (sign: Sign) => marked.some((one) => one.comment === sign.comment && one.frame === sign.frame);
    return marked.every(stands) && !unmarked.some((sign) => !kept(sign) && stands(sign));
  }

  private async lies({ clip, index }: Part): Promise<boolean> {
    const { clips } = await this.reader.track(this.lying.facts, "audio", index);
    return clips.some((one) => alike(one, clip) && near(one.end - one.start, clip.end - clip.start, this.lying.facts.timebase));
  }

  private time(ticks: bigint): TickTime {
    return this.ppro.TickTime.createWithTicks(String(ticks));
  }
}

/** Whether two clips begin together and play the same from the same moment on. */
function alike(a: Clip, b: Clip): boolean {
  return samePath(a.path, b.path) && a.start === b.start && a.inPoint === b.inPoint;
}

function near(a: bigint, b: bigint, timebase: bigint): boolean {
  return a - b < timebase && b - a < timebase;
}
