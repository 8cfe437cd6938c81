/** Everything that the parts of the page share. */
import { signal } from "@preact/signals";
import type { Door } from "../api/door";
import { Supply } from "../lanes/supply";
import { Drift } from "../picture/drift";
import { Actions } from "./actions";
import { Jobs } from "./jobs";
import { Review } from "./review";

export type Tab = "cue" | "scene" | "agents" | "brief" | "verdict" | "compare" | "files" | "jobs";

/** The room in which one score is reviewed. */
export class Room {
  readonly tab = signal<Tab>("cue");
  readonly help = signal(false);
  readonly supply: Supply;
  readonly drift = new Drift();
  readonly review: Review;
  readonly actions: Actions;

  constructor(
    readonly door: Door,
    readonly jobs: Jobs,
    score: string,
  ) {
    this.supply = new Supply(door);
    this.review = new Review(door, score);
    this.actions = new Actions(this.review, jobs);
  }
}
