/** An editing program in memory that does what the plan says, unless told to fail. */

import { type CarriedOut, type EditText, type Host, HostError, type HostState, type ScoredRange, type Sequence } from "../src/host";
import type { LaidTimeline, PlacementPlan } from "../src/placement";

export const REEL: Sequence = {
  id: "reel",
  name: "Reel 1",
  ticksPerFrame: 10_160_640_000,
  dropFrame: false,
  zeroFrame: 90_000,
  durationFrames: 1000,
};

export class StandInHost implements Host {
  readonly name = "Premiere";
  sequence: Sequence | null = REEL;
  scored: ScoredRange = { start: 100, end: 350, from: "in_out", wish: "" };
  edit = "edit 1";
  /** What the next calls of `carryOut` fail with. */
  failures: HostError[] = [];
  readonly carriedOut: PlacementPlan[] = [];
  readonly opened: string[] = [];
  reads = 0;
  readonly playhead = { at: 0, get: async () => this.playhead.at, set: async (frame: number) => void (this.playhead.at = frame) };
  #listeners = new Set<() => void>();

  async describe(): Promise<HostState> {
    const missing = this.sequence ? [] : ["No sequence is open; open the one to score."];
    return { version: "25.6", project: "Film", sequence: this.sequence, missing };
  }

  async range(): Promise<ScoredRange> {
    return this.scored;
  }

  async readEdit(onShare: (share: number) => void): Promise<EditText> {
    this.reads += 1;
    onShare(1);
    return { otio: this.edit, name: "Reel 1" };
  }

  async lying(): Promise<LaidTimeline> {
    const sequenceId = this.sequence?.id ?? "";
    return { sequenceId, rate: "25", startTimecode: "01:00:00:00", playhead: "0f", clips: [], markers: [] };
  }

  async carryOut(plan: PlacementPlan): Promise<CarriedOut> {
    const failure = this.failures.shift();
    if (failure) throw failure;
    this.carriedOut.push(plan);
    return { placed: plan.putDown.length, removed: plan.takeAwayClipIds.length, told: [] };
  }

  /** The user opens another sequence, or does something else that listeners hear of. */
  open(sequence: Sequence | null): void {
    this.sequence = sequence;
    for (const listener of this.#listeners) listener();
  }

  onChanged(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  theme() {
    return { background: "#1d1d1d", text: "#d6d6d6", accent: "#2d8ceb", fontSizePx: 12 };
  }

  onThemeChanged(): () => void {
    return () => undefined;
  }

  async openUrl(url: string): Promise<void> {
    this.opened.push(url);
  }

  soundUrl(path: string): string {
    return `file://${path}`;
  }
}
