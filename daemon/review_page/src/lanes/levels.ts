/** Which level of detail is drawn at which zoom. */

/** Samples that a pair of peaks stands for on the finest level; each further level holds four times as many. */
export const FINEST_SAMPLES = 256;
/** Pairs that one request fetches. */
export const TILE_PAIRS = 4096;
/** The coarsest level of peaks. */
export const MOST_LEVEL = 8;
/** Pictures on one strip. */
export const STRIP_PICTURES = 16;
/** Width of a picture on a strip. */
export const STRIP_WIDTH = 160;
/** The coarsest level of strips: a picture each 4096 s. */
export const MOST_STRIP_LEVEL = 12;

/** Level of peaks of which no pixel needs more than four pairs, and none less than one where there is one. */
export function peakLevel(samplesPerPx: number): number {
  const level = Math.floor(Math.log(Math.max(samplesPerPx, 1) / FINEST_SAMPLES) / Math.log(4));
  return Math.min(Math.max(level, 0), MOST_LEVEL);
}

/** Samples of one pair on a level. */
export function samplesAt(level: number): number {
  return FINEST_SAMPLES * 4 ** level;
}

/** Level of strips whose pictures stand at most `width` pixels apart, so that none is shown twice, and at least half of it. */
export function stripLevel(secondsPerPx: number, width: number): number {
  const level = Math.floor(Math.log2(Math.max(secondsPerPx * width, 1e-9)));
  return Math.min(Math.max(level, 0), MOST_STRIP_LEVEL);
}

/** Numbers of the tiles that hold the items from `first` to before `end`. */
export function tilesOf(first: number, end: number, size: number, most: number): number[] {
  const from = Math.max(0, Math.floor(first / size));
  const to = Math.min(Math.ceil(end / size), Math.ceil(most / size));
  return Array.from({ length: Math.max(0, to - from) }, (_, index) => from + index);
}
