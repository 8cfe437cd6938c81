/** The transport: one audio clock, to which chunks are scheduled by the sample and the picture is led. */
import { SAMPLE_RATE } from "../time/frames";
import { Chunks } from "./chunks";
import { Desk } from "./desk";
import { type Loop, type Piece, type Voice, entering, filmAt, firstSample, pieces, stretches } from "./plan";

/** Seconds that are scheduled ahead; a hidden tab is woken once a second. */
const AHEAD_S = 4;
/** Seconds that are fetched before anything sounds. */
const FIRST_S = 0.6;
/** Longest wait for the first sound, in milliseconds. */
const PATIENCE_MS = 1500;
const LEAD_S = 0.04;
const TICK_MS = 120;
/** Fastest speed at which something is heard. */
const AUDIBLE = 2;

interface Run {
  readonly start: number;
  readonly speed: number;
  /** Sample of the audio clock at which it began. */
  readonly origin: number;
  /** Moment by the page's clock, where nothing is heard. */
  readonly began: number;
  scheduled: number;
  readonly sources: Map<AudioBufferSourceNode, string>;
}

/** Plays voices from any place, at any speed. */
export class Player {
  readonly context: AudioContext;
  readonly desk: Desk;
  /** Told when playing ends by itself. */
  ended: () => void = () => undefined;
  private run: Run | null = null;
  /** The speed at which it plays, or will when its first sounds are here; null for rest. */
  private going: number | null = null;
  private rest = 0;
  private voices: readonly Voice[] = [];
  private loop: Loop | null = null;
  private duration = 0;
  private starting = 0;
  private readonly ticking: ReturnType<typeof setInterval>;

  constructor(private readonly chunks: Chunks) {
    this.context = new AudioContext({ sampleRate: SAMPLE_RATE, latencyHint: "interactive" });
    this.desk = new Desk(this.context);
    this.ticking = setInterval(() => this.schedule(), TICK_MS);
  }

  /** Voices of which something is scheduled now. */
  get sounds(): string[] {
    return [...new Set(this.run?.sources.values() ?? [])];
  }

  /** Bytes of sound that are kept. */
  get kept(): number {
    return this.chunks.size;
  }

  /** Gives the sound card back. */
  async close(): Promise<void> {
    this.halt();
    clearInterval(this.ticking);
    await this.context.close();
  }

  /** Whether it runs. */
  get playing(): boolean {
    return this.run !== null;
  }

  /** Counts starts and jumps: who follows has to begin anew with each. */
  get turn(): number {
    return this.starting;
  }

  /** What can be heard from now on; what is scheduled of voices that stay goes on. */
  setVoices(voices: readonly Voice[], duration: number): void {
    const before = new Set(this.voices.map((voice) => voice.id));
    const after = new Set(voices.map((voice) => voice.id));
    this.voices = voices;
    this.duration = duration;
    const run = this.run;
    if (run === null) return;
    for (const [source, id] of run.sources) if (!after.has(id)) source.stop();
    const now = Math.max(0, Math.floor(this.elapsed(run)));
    const added = voices.filter((voice) => !before.has(voice.id));
    for (const piece of this.due(run.start, now, run.scheduled, added)) this.arrange(run, piece);
  }

  /** Repeats a stretch, or nothing. */
  setLoop(loop: Loop | null): void {
    if (loop?.from === this.loop?.from && loop?.to === this.loop?.to) return;
    const place = this.position();
    this.loop = loop;
    if (this.going !== null) void this.play(place, this.going);
  }

  /** Sample of the film that is heard now. */
  position(): number {
    if (this.run === null) return this.rest;
    const { start, speed } = this.run;
    const late = this.latency() * SAMPLE_RATE * speed;
    const elapsed = this.audible(speed) ? Math.max(0, this.elapsed(this.run) - late) : this.elapsed(this.run);
    return Math.min(Math.max(filmAt(start, elapsed, speed > 0 ? this.loop : null), 0), this.duration);
  }

  /** Seconds until the first sample of this run is heard; 0 once it was. */
  wait(): number {
    if (this.run === null || !this.audible(this.run.speed)) return 0;
    return Math.max(0, this.latency() - this.elapsed(this.run) / SAMPLE_RATE / this.run.speed);
  }

  /** Sample of the film that is heard at a moment of the page's clock. */
  positionAt(milliseconds: number): number {
    if (this.run === null) return this.rest;
    return this.position() + ((milliseconds - performance.now()) / 1000) * SAMPLE_RATE * this.run.speed;
  }

  /** Plays from a sample on. */
  async play(from: number, speed = 1): Promise<void> {
    const turn = ++this.starting;
    this.halt();
    this.going = speed;
    this.rest = this.loop && (from >= this.loop.to || from < this.loop.from) ? this.loop.from : from;
    if (this.context.state !== "running") await this.context.resume();
    if (this.audible(speed)) {
      const first = this.due(this.rest, 0, FIRST_S * SAMPLE_RATE);
      this.chunks.only(first);
      const patience = new Promise((done) => setTimeout(done, PATIENCE_MS));
      await Promise.race([Promise.allSettled(first.map((piece) => this.chunks.get(piece))), patience]);
    }
    if (turn !== this.starting) return;
    const origin = firstSample(this.context.currentTime, LEAD_S, SAMPLE_RATE);
    this.run = {
      start: this.rest, speed, origin, began: performance.now(), scheduled: 0, sources: new Map(),
    };
    this.schedule();
  }

  /** Stops, and stays where it is. */
  pause(): void {
    this.starting++;
    this.rest = Math.round(this.position());
    this.going = null;
    this.halt();
  }

  /** Goes elsewhere; plays on where it played. */
  seek(sample: number): void {
    if (this.going !== null) void this.play(sample, this.going);
    else {
      this.starting++;
      this.rest = sample;
    }
  }

  private halt(): void {
    for (const source of this.run?.sources.keys() ?? []) source.stop();
    this.run = null;
  }

  private audible(speed: number): boolean {
    return speed > 0 && speed <= AUDIBLE;
  }

  private latency(): number {
    return this.context.outputLatency || this.context.baseLatency || 0;
  }

  private elapsed(run: Run): number {
    if (!this.audible(run.speed)) return ((performance.now() - run.began) / 1000) * SAMPLE_RATE * run.speed;
    return (this.context.currentTime * SAMPLE_RATE - run.origin) * run.speed;
  }

  private due(start: number, from: number, to: number, voices = this.voices): Piece[] {
    return stretches(start, from, to, this.loop).flatMap((stretch) => pieces(stretch, voices));
  }

  private schedule(): void {
    const run = this.run;
    if (run === null) return;
    const elapsed = this.elapsed(run);
    const place = this.position();
    const loops = this.loop !== null && run.speed > 0;
    if ((!loops && place >= this.duration) || (run.speed < 0 && place <= 0)) {
      this.rest = Math.round(place);
      this.going = null;
      this.halt();
      this.ended();
      return;
    }
    if (!this.audible(run.speed)) return;
    const until = elapsed + AHEAD_S * SAMPLE_RATE * run.speed;
    const window = this.due(run.start, Math.max(0, Math.floor(elapsed)), Math.floor(until));
    this.chunks.only(window);
    for (const piece of this.due(run.start, run.scheduled, Math.floor(until))) this.arrange(run, piece);
    run.scheduled = Math.max(run.scheduled, Math.floor(until));
  }

  /** Lets a piece sound as soon as it is here. */
  private arrange(run: Run, piece: Piece): void {
    const here = this.chunks.peek(piece);
    if (here) return this.sound(run, piece, here);
    this.chunks.get(piece).then(
      (samples) => this.run === run && this.sound(run, piece, samples),
      () => {
        const over = piece.at + piece.length < this.elapsed(run);
        if (this.run === run && !over) setTimeout(() => this.run === run && this.arrange(run, piece), 400);
      },
    );
  }

  private sound(run: Run, piece: Piece, samples: Int16Array): void {
    if (!this.voices.some((voice) => voice.id === piece.voice.id)) return;
    const due = run.origin + piece.at / run.speed;
    const earliest = firstSample(this.context.currentTime, 0.005, SAMPLE_RATE);
    const part = entering(due * run.speed, earliest * run.speed, piece.length);
    if (part === null) return;
    const buffer = bufferOf(samples, piece.offset + Math.round(part.skip), Math.floor(part.length));
    if (buffer === null) return;
    const source = new AudioBufferSourceNode(this.context, { buffer, playbackRate: run.speed });
    source.connect(this.desk.strip(piece.voice.strip));
    source.onended = () => {
      run.sources.delete(source);
      source.disconnect();
    };
    run.sources.set(source, piece.voice.id);
    source.start(Math.max(due, earliest) / SAMPLE_RATE);
  }
}

/** Stereo sound, from int16 pairs. */
function bufferOf(samples: Int16Array, first: number, count: number): AudioBuffer | null {
  const length = Math.min(count, samples.length / 2 - first);
  if (length <= 0) return null;
  const buffer = new AudioBuffer({ length, numberOfChannels: 2, sampleRate: SAMPLE_RATE });
  const left = buffer.getChannelData(0);
  const right = buffer.getChannelData(1);
  for (let index = 0, at = first * 2; index < length; index++, at += 2) {
    left[index] = samples[at]! / 32768;
    right[index] = samples[at + 1]! / 32768;
  }
  return buffer;
}
