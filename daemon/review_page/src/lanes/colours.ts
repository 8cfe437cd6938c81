/** The colours of the look, read from the style sheet for canvases. */

const NAMES = [
  "page", "panel", "lane", "line", "faint", "text", "soft", "dim", "accent", "good", "fair", "bad", "playhead",
  "melody", "harmony", "motion", "bass", "drums", "hits", "other", "mix", "tension", "valence", "arousal",
  "speech", "cue", "cueLine", "record", "cut",
] as const;

export type Colours = Record<(typeof NAMES)[number], string>;

/** The colours as they are now. */
export function coloursNow(): Colours {
  const style = getComputedStyle(document.documentElement);
  return Object.fromEntries(NAMES.map((name) => [name, style.getPropertyValue(`--${name}`).trim()])) as Colours;
}

/** The colour of a stem. */
export function stemColour(colours: Colours, stem: string): string {
  return stem in colours ? colours[stem as keyof Colours] : colours.other;
}
