/** Where the page is, kept in the address: score, revision, variation, frame. */

export interface Place {
  readonly score: string | null;
  readonly revision: number | null;
  readonly variation: number;
  readonly frame: number;
}

/** The place that an address names. */
export function readPlace(hash: string): Place {
  const fragment = new URLSearchParams(hash.replace(/^#/, ""));
  const number = (name: string): number | null => {
    const value = Number(fragment.get(name) ?? NaN);
    return Number.isInteger(value) && value >= 0 ? value : null;
  };
  const score = (fragment.get("score") ?? "").replace(/^scores\//, "");
  return {
    score: /^[\w-]+$/.test(score) ? score : null,
    revision: number("rev"),
    variation: number("var") ?? 1,
    frame: number("frame") ?? 0,
  };
}

/** The address of a place. */
export function writePlace(place: Place): string {
  if (place.score === null) return "#";
  const revision = place.revision === null ? "" : `&rev=${place.revision}`;
  const variation = place.variation > 1 ? `&var=${place.variation}` : "";
  return `#score=${place.score}${revision}${variation}&frame=${place.frame}`;
}
