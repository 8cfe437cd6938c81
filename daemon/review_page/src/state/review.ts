/** The review of one score: what is compared, heard, selected and asked for. */
import { batch, computed, effect, signal } from "@preact/signals";
import type { Door } from "../api/door";
import type { Axis, Comparison, Cue, RevisionSummary, ScoreSummary } from "../api/shapes";
import { heardStems, rateOf } from "../api/shapes";
import { courseOf } from "../edit/history";
import { Chunks } from "../sound/chunks";
import type { Side } from "../sound/desk";
import { Player } from "../sound/player";
import type { Voice } from "../sound/plan";
import { sampleAt } from "../time/frames";
import type { View } from "../time/view";
import { Drafts } from "./drafts";
import { type Edition, address, sameEdition } from "./edition";
import { Mixer } from "./mixer";
import { complain } from "./notices";
import type { Place } from "./place";
import { Transport } from "./transport";

export type Tool = "select" | "hit" | "silence";

/** Stems in the order in which they are shown. */
const STEMS = ["mix", "melody", "harmony", "motion", "bass", "drums", "hits", "other"];

/** Everything about the score that is open. */
export class Review {
  readonly score = signal<ScoreSummary | null>(null);
  readonly revisions = signal<readonly RevisionSummary[]>([]);
  readonly editions = signal<Record<Side, Edition | null>>({ A: null, B: null });
  readonly axes = signal<Record<Side, Axis | null>>({ A: null, B: null });
  readonly heard = signal<Side>("A");
  readonly comparison = signal<Comparison | null>(null);
  readonly cueId = signal<string | null>(null);
  readonly hitFrame = signal<number | null>(null);
  readonly recordIndex = signal<number | null>(null);
  readonly marks = signal<{ in: number | null; out: number | null }>({ in: null, out: null });
  readonly tool = signal<Tool>("select");
  readonly view = signal<View>({ from: 0, perPx: 1 });
  readonly width = signal(0);
  readonly drafts = new Drafts();
  readonly mixer = new Mixer();
  readonly player: Player;
  readonly transport: Transport;

  /** The axis of what is heard. */
  readonly axis = computed(() => this.axes.value[this.heard.value] ?? this.axes.value.A);
  readonly edition = computed(() => this.editions.value[this.heard.value]);
  readonly cue = computed<Cue | null>(() => this.axis.value?.cues.find((cue) => cue.cue_id === this.cueId.value) ?? null);
  /** The present revision is heard: only that can be changed. */
  readonly present = computed(() => {
    const number = this.edition.value?.revision;
    return this.edition.value?.variation === 1 && this.score.value?.revision.endsWith(`/revisions/${number}`) === true;
  });
  readonly course = computed(() => courseOf(this.revisions.value));
  readonly stems = computed(() => {
    const names = new Set(this.axis.value?.cues.flatMap((cue) => cue.stems) ?? []);
    return [...STEMS.filter((stem) => names.delete(stem)), ...[...names].sort()];
  });

  constructor(
    readonly door: Door,
    readonly id: string,
  ) {
    this.player = new Player(new Chunks(door));
    this.transport = new Transport(this.player);
    this.mixer.drive(this.player.desk, () => this.stems.value, () => this.heard.value);
    effect(() => {
      const axis = this.axis.value;
      if (axis === null) return;
      const rate = rateOf(axis);
      this.transport.rate.value = rate;
      this.transport.duration.value = axis.duration_frames;
      this.player.setVoices(this.voices(), sampleAt(axis.duration_frames, rate));
    });
  }

  /** Opens the score at a place. */
  async open(place: Place): Promise<void> {
    await this.refresh();
    const present = this.presentRevision();
    await this.show("A", { revision: place.revision ?? present, variation: place.variation });
    this.transport.seek(place.frame);
    const cue = this.cueAt(this.transport.frame.peek()) ?? this.axis.peek()?.cues[0];
    this.selectCue(cue?.cue_id ?? null);
  }

  /** Reads score and revisions anew. */
  async refresh(): Promise<void> {
    const [score, list] = await Promise.all([
      this.door.json<ScoreSummary>(`/v1/scores/${this.id}`),
      this.door.json<{ revisions?: RevisionSummary[] }>(`/v1/scores/${this.id}/revisions?pageSize=500`),
    ]);
    batch(() => {
      this.score.value = score;
      this.revisions.value = list.revisions ?? [];
    });
  }

  /** Number of the present revision. */
  presentRevision(): number {
    return Number(/\d+$/.exec(this.score.peek()?.revision ?? "")?.[0] ?? 1);
  }

  /** Shows an edition on a side; the playhead stays. */
  async show(side: Side, edition: Edition | null): Promise<void> {
    const axis = edition === null ? null : await this.door.json<Axis>(address(this.id, edition, "axis"));
    batch(() => {
      this.editions.value = { ...this.editions.value, [side]: edition };
      this.axes.value = { ...this.axes.value, [side]: axis };
      if (edition === null && this.heard.value === side) this.heard.value = side === "A" ? "B" : "A";
    });
    await this.compare();
  }

  /** Shows the present revision, with the one that was heard before it on the other side. */
  async showNew(): Promise<void> {
    const before = this.edition.peek();
    await this.refresh();
    const edition = { revision: this.presentRevision(), variation: 1 };
    this.drafts.clear();
    this.heard.value = "A";
    await this.show("A", edition);
    if (before && !sameEdition(before, edition)) await this.show("B", before);
  }

  /** Lets the other side be heard, at once. */
  switchSide(): void {
    if (this.editions.value.B !== null) this.heard.value = this.heard.value === "A" ? "B" : "A";
  }

  /** Selects a cue. */
  selectCue(id: string | null): void {
    batch(() => {
      if (id !== this.cueId.value) this.hitFrame.value = null;
      this.cueId.value = id;
    });
  }

  /** Selects the cue at a frame, where there is one. */
  selectCueAt(frame: number): Cue | null {
    const cue = this.cueAt(frame);
    if (cue) this.selectCue(cue.cue_id);
    return cue;
  }

  /** The cue at a frame. */
  cueAt(frame: number): Cue | null {
    return this.axis.peek()?.cues.find((cue) => cue.start <= frame && frame < cue.end) ?? null;
  }

  /** Address of something of what is heard. */
  address(rest: string, edition = this.edition.peek()): string {
    return address(this.id, edition ?? { revision: 1, variation: 1 }, rest);
  }

  private async compare(): Promise<void> {
    const { A, B } = this.editions.peek();
    this.comparison.value = null;
    if (A === null || B === null || A.revision === B.revision || B.variation > 1 || A.variation > 1) return;
    const [later, earlier] = A.revision > B.revision ? [A, B] : [B, A];
    try {
      const path = address(this.id, later, `compare/${earlier.revision}`);
      this.comparison.value = await this.door.json<Comparison>(path);
    } catch (error) {
      complain(error);
    }
  }

  /** All that can be heard: the film's own sound, and the stems of both sides. */
  private voices(): Voice[] {
    const voices: Voice[] = [];
    const axis = this.axis.value;
    const edition = this.edition.value;
    if (axis && edition) {
      const count = sampleAt(axis.duration_frames, rateOf(axis));
      voices.push({ id: "film", address: this.address("guide", edition), start: 0, count, strip: "film" });
    }
    for (const side of ["A", "B"] as const) {
      const sideEdition = this.editions.value[side];
      for (const cue of this.axes.value[side]?.cues ?? []) {
        for (const stem of heardStems(cue)) {
          const path = address(this.id, sideEdition!, `audio/${cue.cue_id}/${stem}`);
          voices.push({
            id: `${side} ${path}`, address: path, start: cue.start_sample, count: cue.sample_count, strip: `${side}/${stem}`,
          });
        }
      }
    }
    return voices;
  }
}
