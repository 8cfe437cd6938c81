/** Leads a silent film along the audio clock. */
import { SAMPLE_RATE } from "../time/frames";
import type { Player } from "../sound/player";
import { type Drift, Steering } from "./drift";

/** Film time past a frame's start that is sought, so that rounding never shows the frame before. */
const INSIDE = 0.4;
/** How long a film needs to begin, before it was measured; and to jump. */
const START_S = 0.03;
const JUMP_S = 0.05;
/** Most that it may need to begin; what is measured beyond that has another reason. */
const LONGEST_START_S = 0.12;
/** The sound is waited for, where it is no further behind the picture than this. */
const NEARBY_S = 0.5;
/** How late a screen of 60 Hz shows a frame on the average: half a refresh. */
const SHOWN_LATE_S = 1 / 120;

/** Keeps a video where the player is. */
export class Follower {
  private seeking = false;
  private wanted: number | null = null;
  private lately = 0;
  /** How long this film needs to begin, by the starts so far. */
  private startS = START_S;
  private started = false;
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
    if (!this.video.paused) this.jump(speed);
    else this.start(speed);
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
    if (this.started) this.learn(differenceS);
    const act = this.steering.take(differenceS, this.speed(), now / 1000);
    if (act.kind === "rate") this.video.playbackRate = act.rate;
    if (act.kind !== "jump") return;
    this.lately = now;
    this.drift.seeks++;
    this.jump(this.speed());
  }

  /** Lets the picture go from where it stands, when the sound is about to get there; from elsewhere it jumps. */
  private start(speed: number): void {
    const earlyS = this.video.currentTime - this.soundS(speed) - this.startS * speed;
    const here = earlyS > -this.frameS && earlyS < NEARBY_S;
    if (here && earlyS > 0) return;
    if (here) this.begin(speed);
    else this.jump(speed);
    this.started = here;
    void this.video.play().catch(() => undefined);
  }

  /** Puts the picture where the sound is, and a little ahead, as it needs a moment. */
  private jump(speed: number): void {
    this.begin(speed);
    this.seeking = true;
    this.video.currentTime = Math.max(0, this.soundS(speed) + JUMP_S * speed);
  }

  /** Second of the film that is heard; before the first sound, where it would be. */
  private soundS(speed: number): number {
    return this.player.position() / SAMPLE_RATE - this.player.wait() * speed;
  }

  private begin(speed: number): void {
    this.turn = this.player.turn;
    this.video.playbackRate = speed;
    this.steering.restart(speed);
    this.lately = performance.now();
    this.started = false;
  }

  /** By the first reading after a start, the next one begins so much earlier or later. */
  private learn(differenceS: number): void {
    this.started = false;
    this.startS = Math.min(Math.max(this.startS - differenceS / 2, 0), LONGEST_START_S);
  }
}
