/** Faders, mutes and solos, and how they reach the desk. */
import { effect, signal } from "@preact/signals";
import type { Desk } from "../sound/desk";
import { sounding } from "../sound/plan";

/** What the faders say. */
export class Mixer {
  readonly muted = signal<ReadonlySet<string>>(new Set());
  readonly soloed = signal<ReadonlySet<string>>(new Set());
  /** Gain by stem, 0 to 1.5; absent: 1. */
  readonly levels = signal<ReadonlyMap<string, number>>(new Map());
  /** Gain of the film's own sound. */
  readonly film = signal(1);
  readonly filmMuted = signal(false);
  readonly music = signal(1);

  /** Lets the desk follow the faders. */
  drive(desk: Desk, stems: () => readonly string[], heard: () => "A" | "B"): void {
    effect(() => {
      for (const stem of stems()) {
        const on = sounding(stem, this.muted.value, this.soloed.value);
        desk.setStem(stem, on ? (this.levels.value.get(stem) ?? 1) : 0);
      }
    });
    effect(() => desk.setFilm(this.filmMuted.value ? 0 : this.film.value));
    effect(() => desk.hear(heard(), this.music.value));
  }

  /** Mutes a stem, or lets it sound. */
  toggleMute(stem: string): void {
    this.muted.value = toggled(this.muted.value, stem);
  }

  /** Lets only soloed stems be heard. */
  toggleSolo(stem: string): void {
    this.soloed.value = toggled(this.soloed.value, stem);
  }

  /** Sets the level of a stem. */
  setLevel(stem: string, gain: number): void {
    this.levels.value = new Map(this.levels.value).set(stem, gain);
  }
}

/** A gain in decibels, for people. */
export function decibels(gain: number): string {
  if (gain <= 0.001) return "−∞ dB";
  const value = 20 * Math.log10(gain);
  return `${value < -0.05 ? "−" : value > 0.05 ? "+" : ""}${Math.abs(value).toFixed(1)} dB`;
}

function toggled(set: ReadonlySet<string>, item: string): ReadonlySet<string> {
  const next = new Set(set);
  if (!next.delete(item)) next.add(item);
  return next;
}
