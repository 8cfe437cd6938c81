/** How far picture and sound are apart, and what is done about it. */

/** What was measured since the last reset, in milliseconds; positive: the picture is early. */
export interface DriftReading {
  readonly count: number;
  readonly mean_ms: number;
  readonly median_ms: number;
  readonly p95_ms: number;
  readonly p99_ms: number;
  readonly max_ms: number;
  readonly seeks: number;
}

const MOST = 40_000;

/** Gathers differences between the frame that is shown and the sound that is heard. */
export class Drift {
  private readings: number[] = [];
  /** How often the picture had to jump. */
  seeks = 0;

  /** Notes one shown frame. */
  note(milliseconds: number): void {
    if (this.readings.length < MOST) this.readings.push(milliseconds);
  }

  /** Begins anew. */
  reset(): void {
    this.readings = [];
    this.seeks = 0;
  }

  /** The figures; sizes without sign, the mean with it. */
  read(): DriftReading {
    const sizes = this.readings.map(Math.abs).sort((a, b) => a - b);
    const at = (share: number) => sizes[Math.min(sizes.length - 1, Math.floor(sizes.length * share))] ?? 0;
    const mean = this.readings.reduce((sum, value) => sum + value, 0) / Math.max(1, sizes.length);
    return {
      count: sizes.length,
      mean_ms: mean,
      median_ms: at(0.5),
      p95_ms: at(0.95),
      p99_ms: at(0.99),
      max_ms: sizes.at(-1) ?? 0,
      seeks: this.seeks,
    };
  }
}

/** Difference above which the picture jumps, in seconds. */
export const FAR_S = 0.15;
/** Difference within which it is left alone, in seconds; half of that where it is being corrected. */
const NEAR_S = 0.012;
/** Readings of which the middle one counts: the screen shows frames up to one refresh late, now and then more. */
const READINGS = 7;
/** In this time another rate makes up for a difference: about as long as the readings take at 25 frames a second. */
const MAKE_UP_S = 0.3;
/** Most that the rate is changed by, as a share. */
const MOST_SHARE = 0.35;

/** What to do about a difference: nothing, another rate, or a jump. */
export type Correction = { readonly kind: "none" } | { readonly kind: "jump" } | { readonly kind: "rate"; readonly rate: number };

/** Decides seldom: every change of rate costs a browser some milliseconds of picture. */
export class Steering {
  private readings: { readonly differenceS: number; readonly atS: number }[] = [];
  private rate = 1;

  /** Forgets what was measured, after a jump or a start. */
  restart(speed: number): void {
    this.readings = [];
    this.rate = speed;
  }

  /** Takes one reading in seconds, positive where the picture is early, and when it was taken. */
  take(differenceS: number, speed: number, atS: number): Correction {
    this.readings.push({ differenceS, atS });
    if (this.readings.length < READINGS) return { kind: "none" };
    const middle = this.middle(speed, atS);
    this.readings = [];
    if (Math.abs(middle) > FAR_S) return { kind: "jump" };
    const correcting = this.rate !== speed;
    const near = Math.abs(middle) < (correcting ? NEAR_S / 2 : NEAR_S);
    const share = Math.min(Math.max(middle / MAKE_UP_S, -MOST_SHARE), MOST_SHARE);
    const rate = near ? speed : speed * (1 - share);
    if (Math.abs(rate - this.rate) < 0.004) return { kind: "none" };
    this.rate = rate;
    return { kind: "rate", rate };
  }

  /** The middle of the readings, each with what the present rate has changed since. */
  private middle(speed: number, nowS: number): number {
    const now = this.readings.map(({ differenceS, atS }) => differenceS + (this.rate - speed) * (nowS - atS));
    return now.sort((a, b) => a - b)[READINGS >> 1]!;
  }
}
