/** Heads of lanes that sound: level, mute, solo. */
import type { Signal } from "@preact/signals";
import { decibels } from "../state/mixer";
import type { Review } from "../state/review";

export function StemHead({ stem, review }: { stem: string; review: Review }) {
  const { mixer } = review;
  const parts = [...new Set(review.axis.value?.cues.flatMap((cue) => cue.parts.filter((part) => part.stem === stem).map((part) => part.instrument)) ?? [])];
  if (stem === "mix") {
    return <><b>Music</b><small>the whole mix</small><Fader name="music" value={mixer.music.value} set={(gain) => (mixer.music.value = gain)} /></>;
  }
  return (
    <>
      <b class={`name ${stem}`}>{stem}</b>
      <span class="strip">
        <Toggle label="M" title={`Mute ${stem}`} on={mixer.muted.value.has(stem)} act={() => mixer.toggleMute(stem)} style="mute" />
        <Toggle label="S" title={`Solo ${stem}`} on={mixer.soloed.value.has(stem)} act={() => mixer.toggleSolo(stem)} style="solo" />
      </span>
      <small title={parts.join(", ")}>{parts.join(", ")}</small>
      <Fader name={stem} value={mixer.levels.value.get(stem) ?? 1} set={(gain) => mixer.setLevel(stem, gain)} />
    </>
  );
}

/** The head of the film's own sound. */
export function LevelHead({ name, level, muted }: { name: string; level: Signal<number>; muted: Signal<boolean> }) {
  return (
    <>
      <b>{name}</b>
      <span class="strip"><Toggle label="M" title={`Mute ${name.toLowerCase()}`} on={muted.value} act={() => (muted.value = !muted.value)} style="mute" /></span>
      <Fader name={name.toLowerCase()} value={level.value} set={(gain) => (level.value = gain)} />
    </>
  );
}

function Toggle({ label, title, on, act, style }: { label: string; title: string; on: boolean; act: () => void; style: string }) {
  return <button type="button" class={`toggle ${style}`} aria-pressed={on} aria-label={title} title={title} onClick={act}>{label}</button>;
}

function Fader({ name, value, set }: { name: string; value: number; set: (gain: number) => void }) {
  return (
    <input
      type="range" class="fader" min="0" max="1.5" step="0.01" value={value}
      aria-label={`Level of ${name}`} aria-valuetext={decibels(value)} title={`${decibels(value)}; double-click for 0 dB`}
      onInput={(event) => set(Number(event.currentTarget.value))}
      onDblClick={() => set(1)}
    />
  );
}
