/** The mixing desk: gains for stems, for the two sides A and B, for the film's own sound, and the meter. */

/** The two sides that can be compared. */
export type Side = "A" | "B";

/** Seconds in which a gain glides, so that nothing clicks. */
const GLIDE_S = 0.006;

/** All gains of one audio context. */
export class Desk {
  private readonly strips = new Map<string, GainNode>();
  private readonly sides: Record<Side, GainNode>;
  private readonly film: GainNode;
  private readonly meter: AnalyserNode;
  private readonly read: Float32Array<ArrayBuffer>;

  constructor(private readonly context: AudioContext) {
    this.meter = new AnalyserNode(context, { fftSize: 2048, smoothingTimeConstant: 0 });
    this.meter.connect(context.destination);
    this.read = new Float32Array(this.meter.fftSize);
    this.sides = { A: this.gain(1), B: this.gain(0) };
    this.film = this.gain(1);
  }

  /** Where a voice goes in: `film`, or `A/melody`. */
  strip(name: string): AudioNode {
    if (name === "film") return this.film;
    let strip = this.strips.get(name);
    if (strip === undefined) {
      strip = new GainNode(this.context, { gain: 1 });
      strip.connect(this.sides[name.startsWith("B/") ? "B" : "A"]);
      this.strips.set(name, strip);
    }
    return strip;
  }

  /** Sets the gain of a stem on both sides. */
  setStem(stem: string, gain: number): void {
    for (const side of ["A", "B"] as const) this.glide(this.strip(`${side}/${stem}`) as GainNode, gain);
  }

  /** Sets the level of the film's own sound. */
  setFilm(gain: number): void {
    this.glide(this.film, gain);
  }

  /** Lets one side be heard, at once. */
  hear(side: Side, music: number): void {
    this.glide(this.sides.A, side === "A" ? music : 0);
    this.glide(this.sides.B, side === "B" ? music : 0);
  }

  /** The highest sample of the last moment, 0 to 1. */
  peak(): number {
    this.meter.getFloatTimeDomainData(this.read);
    let peak = 0;
    for (const value of this.read) peak = Math.max(peak, Math.abs(value));
    return peak;
  }

  private gain(value: number): GainNode {
    const gain = new GainNode(this.context, { gain: value });
    gain.connect(this.meter);
    return gain;
  }

  private glide(node: GainNode, value: number): void {
    const now = this.context.currentTime;
    node.gain.cancelScheduledValues(now);
    node.gain.setTargetAtTime(value, now, GLIDE_S);
  }
}
