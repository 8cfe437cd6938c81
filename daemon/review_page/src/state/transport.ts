/** Playing for people: frames instead of samples, shuttle, loop, hits. */
import { computed, effect, signal } from "@preact/signals";
import { frameAt, type Rate, sampleAt, within } from "../time/frames";
import type { Player } from "../sound/player";
import type { Loop } from "../sound/plan";

/** Frames of pre-roll before a hit, in seconds. */
const PRE_ROLL_S = 1.5;
const SPEEDS = [1, 2, 4, 8];

/** The transport of one score. */
export class Transport {
  /** Sample of the film at the playhead. */
  readonly sample = signal(0);
  readonly playing = signal(false);
  readonly speed = signal(1);
  readonly loop = signal<Loop | null>(null);
  readonly rate = signal<Rate>({ num: 24, den: 1, drop: false });
  readonly duration = signal(1);
  /** Frame at the playhead. */
  readonly frame = computed(() => within(frameAt(this.sample.value, this.rate.value), 0, this.duration.value));

  constructor(private readonly player: Player) {
    player.ended = () => this.stopped();
    effect(() => player.setLoop(this.loop.value));
  }

  /** Reads the clock; called with every picture of the screen. */
  tick(): void {
    if (this.playing.value && this.player.playing) this.sample.value = Math.round(this.player.position());
  }

  /** Plays, or pauses. */
  toggle(): void {
    if (this.playing.value) this.pause();
    else this.play();
  }

  /** Plays from the playhead; from the start where it is at the end. */
  play(speed = 1): void {
    const ended = this.frame.value >= this.duration.value - 1 && speed > 0 && this.loop.value === null;
    this.playing.value = true;
    this.speed.value = speed;
    void this.player.play(ended ? 0 : this.sample.value, speed);
  }

  /** Pauses. */
  pause(): void {
    this.player.pause();
    this.stopped();
  }

  /** J and L: forward or back, faster with each press. */
  shuttle(direction: 1 | -1): void {
    const same = this.playing.value && Math.sign(this.speed.value) === direction;
    const at = same ? SPEEDS.indexOf(Math.abs(this.speed.value)) + 1 : 0;
    this.play(direction * SPEEDS[Math.min(at, SPEEDS.length - 1)]!);
  }

  /** Goes to a frame. */
  seek(frame: number): void {
    this.sample.value = sampleAt(within(Math.round(frame), 0, this.duration.value), this.rate.value);
    this.player.seek(this.sample.value);
  }

  /** Steps by frames. */
  step(frames: number): void {
    if (this.playing.value) this.pause();
    this.seek(this.frame.value + frames);
  }

  /** Plays into a hit, from a moment before it. */
  playInto(frame: number): void {
    const { num, den } = this.rate.value;
    this.seek(Math.max(0, frame - Math.round((PRE_ROLL_S * num) / den)));
    if (!this.playing.value) this.play();
  }

  private stopped(): void {
    this.playing.value = false;
    this.speed.value = 1;
    this.sample.value = Math.round(this.player.position());
  }
}
