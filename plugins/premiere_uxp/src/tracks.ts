/**
 * Our sound tracks: found again, and added.
 *
 * UXP adds a track where a sound is inserted beyond the last one (documented of inserting alone), names tracks from
 * 26.3 on, and deletes none. What it keeps for us with the sequence tells which are ours.
 */

import { HostError } from "../../premiere_cep/src/host";
import type { PutDown } from "../../premiere_cep/src/placement";
import type { Ledger } from "../../premiere_cep/src/premiere/ledger";
import { TRACK, type Lying } from "../../premiere_cep/src/premiere/lying";
import { samePath } from "../../premiere_cep/src/premiere/paths";
import type { Facts } from "../../premiere_cep/src/premiere/reading";
import { TICKS_PER_SECOND } from "../../premiere_cep/src/premiere/ticks";
import type { Action, ClipProjectItem, Premiere, Project, TrackItem } from "./ppro";
import type { UxpReader } from "./reader";
import { transact } from "./transaction";

const KEPT = "NingBGM.tracks";
/** How far beyond the last clip a sound is inserted: there it shifts nothing. */
const ASIDE = 60n * TICKS_PER_SECOND;

/** The sound tracks of one sequence for the time of one plan. */
export class Tracks {
  private readonly names: string[];
  private readonly ids: string[];
  /** What the person is to know of it. */
  readonly told: string[] = [];

  constructor(
    private readonly ppro: Premiere,
    private readonly project: Project,
    private readonly reader: UxpReader,
    private readonly lying: Lying,
    private readonly ledger: Ledger,
  ) {
    this.names = [...lying.names];
    this.ids = lying.tracks.map((track) => track.id);
  }

  /** Indexes by name; what is not there is added below all others. */
  async of(
    parts: readonly PutDown[],
    items: ReadonlyMap<string, ClipProjectItem>,
    end: bigint,
  ): Promise<ReadonlyMap<string, number>> {
    const found = new Map<string, number>();
    for (const part of parts) {
      if (!found.has(part.trackName)) {
        const index = this.names.indexOf(part.trackName);
        const item = items.get(part.path);
        if (index < 0 && item === undefined) {
          throw new HostError("HOST_REFUSED", `${part.clipName} was not imported.`);
        }
        found.set(part.trackName, index >= 0 || item === undefined ? index : await this.added(part, item, end));
      }
    }
    return found;
  }

  /** What notes with the sequence which tracks are ours; nothing where it is noted, or cannot be. */
  async remembering(): Promise<((add: (action: Action | undefined) => void) => void) | undefined> {
    const ours = this.ids
      .map((id, index) => [id, this.names[index] ?? ""] as const)
      .filter(([, name]) => name.startsWith(TRACK));
    const text = JSON.stringify(Object.fromEntries(ours));
    try {
      const properties = await this.ppro.Properties.getProperties(this.reader.sequence(this.lying.facts));
      if (ours.length === 0 || ((await properties.hasValue(KEPT)) && (await properties.getValue(KEPT)) === text)) {
        return undefined;
      }
      const flag = this.ppro.Constants.PropertyType?.PERSISTENT ?? 1;
      return (add) => add(properties.createSetValueAction(KEPT, text, flag));
    } catch {
      return undefined;
    }
  }

  /** Sentences on tracks that are empty now: scripts cannot delete them here. */
  emptied(names: readonly string[], gone: readonly string[]): string[] {
    const left = this.lying.tracks
      .filter((track) => names.includes(this.names[track.index] ?? ""))
      .filter((track) => track.clips.every((clip) => gone.includes(clip.id)))
      .map((track) => `A${track.index + 1}`);
    const said = "they are used again, or Sequence > Delete Tracks takes them away";
    return left.length > 0 ? [`Empty sound tracks are left: ${left.join(", ")}; ${said}.`] : [];
  }

  private async added(part: PutDown, item: ClipProjectItem, end: bigint): Promise<number> {
    const index = this.names.length;
    const { facts } = this.lying;
    const aside = ((end + ASIDE) / facts.timebase) * facts.timebase;
    const time = this.ppro.TickTime.createWithTicks(String(aside));
    const editor = this.ppro.SequenceEditor.getEditor(this.reader.sequence(facts));
    await this.ledger.bring({
      name: `an empty sound track, A${index + 1}`,
      holds: async () => (await this.count()) === index + 1 && (await this.aside(aside, part)).length === 0,
      act: async () => {
        if ((await this.count()) === index && (await this.aside(aside, part)).length === 0) {
          transact(this.project, "NingBGM: sound track", (add) => {
            add(item.createClearInOutPointsAction());
            add(editor.createInsertProjectItemAction(item, time, 0, index, true));
          });
        }
        await this.takeAway(await this.aside(aside, part));
      },
      undone: async () => (await this.count()) <= index,
      undo: async () => this.takeAway(await this.aside(aside, part)),
    });
    const track = await this.reader.track({ ...facts, audio: index + 1 }, "audio", index);
    this.names.push(part.trackName);
    this.ids.push(track.id);
    await this.name(index, part.trackName);
    return index;
  }

  private async name(index: number, name: string): Promise<void> {
    try {
      const track = await this.reader.sequence(this.lying.facts).getAudioTrack(index);
      if (track.createSetNameAction !== undefined) {
        transact(this.project, "NingBGM: name the track", (add) => add(track.createSetNameAction?.(name)));
      }
    } catch {
      return; // a name is for people
    }
  }

  /** What landed beyond the end, on whatever track. */
  private async aside(aside: bigint, part: PutDown): Promise<readonly TrackItem[]> {
    const found: TrackItem[] = [];
    for (let index = 0; index < (await this.count()); index++) {
      const { clips } = await this.reader.track(this.lying.facts, "audio", index);
      const items = await this.reader.items(this.lying.facts, index);
      for (const clip of clips) {
        const item = items.get(clip.id);
        if (clip.start >= aside - this.lying.facts.timebase && samePath(clip.path, part.path) && item !== undefined) {
          found.push(item);
        }
      }
    }
    return found;
  }

  private async takeAway(items: readonly TrackItem[]): Promise<void> {
    if (items.length === 0) {
      return;
    }
    const editor = this.ppro.SequenceEditor.getEditor(this.reader.sequence(this.lying.facts));
    transact(this.project, "NingBGM: take a sound away", (add) => {
      this.ppro.TrackItemSelection.createEmptySelection((selection) => {
        items.forEach((item) => selection.addItem(item, true));
        add(editor.createRemoveItemsAction(selection, false, this.ppro.Constants.MediaType.AUDIO, false));
      });
    });
  }

  private async count(): Promise<number> {
    return this.reader.sequence(this.lying.facts).getAudioTrackCount();
  }
}

/** What is kept with a sequence: which tracks are ours, {track id: name}. */
export async function remembered(ppro: Premiere, reader: UxpReader, facts: Facts): Promise<ReadonlyMap<string, string>> {
  try {
    const properties = await ppro.Properties.getProperties(reader.sequence(facts));
    const kept: unknown = (await properties.hasValue(KEPT)) ? JSON.parse(await properties.getValue(KEPT)) : {};
    return new Map(Object.entries(kept as Record<string, string>));
  } catch {
    return new Map();
  }
}
