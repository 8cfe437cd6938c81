/** Leads a silent film along the audio clock. */
import { SAMPLE_RATE } from "../time/frames";
import type { Player } from "../sound/player";
import { type Drift, Steering } from "./drift";

/** Film time past a frame's start that is sought, so that rounding never shows the frame before. */
const INSIDE = 0.4;
/** How long a film needs to begin or to jump. */
const START_S = 0.05;
/** How late a screen of 60 Hz shows a frame on the average: half a refresh. */
const SHOWN_LATE_S = 1 / 120;

/** Keeps a video where the player is. */
export class Follower {
  private seeking = false;
  private wanted: number | null = null;
  private lately = 0;
  private turn = -1;
  private heard = 0;
  private readonly steering = new Steering();

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly player: Player,
    private readonly drift: Drift,
    private readonly frameS: number,
    private readonly speed: () => number,
  ) {
    video.addEventListener("seeked", this.sought);
    this.measure();
  }

  /** Shows the frame of a position; while one is being sought, only the newest wish waits. */
  show(frame: number): void {
    const time = (frame + INSIDE) * this.frameS;
    if (this.seeking) {
      this.wanted = time;
      return;
    }
    if (Math.abs(this.video.currentTime - time) < this.frameS / 8) return;
    this.seeking = true;
    this.video.currentTime = time;
  }

  /** Looks after starting and stopping; called with every picture of the screen. */
  attend(frame: number): void {
    if (this.video.readyState < HTMLMediaElement.HAVE_METADATA) return;
    const speed = this.player.playing ? this.speed() : 0;
    const follows = speed > 0 && speed <= 2;
    if (!follows) {
      if (!this.video.paused) this.video.pause();
      this.show(frame);
      this.heard = Infinity;
      return;
    }
    const heard = this.player.position();
    const jumped = this.turn !== this.player.turn || heard < this.heard - SAMPLE_RATE / 10;
    this.heard = heard;
    if (this.seeking || !(this.video.paused || jumped)) return;
    this.begin(speed);
    if (this.video.paused) void this.video.play().catch(() => undefined);
  }

  /** Lets the video go. */
  stop(): void {
    this.video.removeEventListener("seeked", this.sought);
    this.video.pause();
  }

  private readonly sought = (): void => {
    this.seeking = false;
    const next = this.wanted;
    this.wanted = null;
    if (next !== null && this.video.paused) {
      this.seeking = true;
      this.video.currentTime = next;
    }
  };

  /** Compares every shown frame with what is heard when it is shown. */
  private measure(): void {
    if (!("requestVideoFrameCallback" in this.video)) return;
    this.video.requestVideoFrameCallback((_, shown) => {
      if (this.player.playing && this.turn === this.player.turn && !this.video.paused && !this.seeking) {
        const heard = this.player.positionAt(shown.expectedDisplayTime) / SAMPLE_RATE;
            this.correct(shown.mediaTime + SHOWN_LATE_S - heard);
      }
      this.measure();
    });
  }

  private correct(differenceS: number): void {
    const now = performance.now();
    const settled = now - this.lately > 350;
    if (settled && this.speed() === 1) this.drift.note(differenceS * 1000);
    if (!settled) return;
    const act = this.steering.take(differenceS, this.speed());
    if (act.kind === "rate") this.video.playbackRate = act.rate;
    if (act.kind !== "jump") return;
    this.lately = now;
    this.drift.seeks++;
    this.begin(this.speed());
  }

  /** Puts the picture where the sound is, and a little ahead, as it needs a moment to begin. */
  private begin(speed: number): void {
    this.turn = this.player.turn;
    this.seeking = true;
    this.video.currentTime = this.player.position() / SAMPLE_RATE + START_S * speed;
    this.video.playbackRate = speed;
    this.steering.restart(speed);
    this.lately = performance.now();
  }
}
