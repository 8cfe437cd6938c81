/** `TickTime` and `FrameRate` of UXP (UXPD classes/ticktime.md, framerate.md): values, never changed. */

import { TICKS_PER_SECOND, TIMEBASES, secondsOfTicks, snapped, ticksOfSeconds } from "../ticks.js";

/** A time. */
export class TickTime {
  #ticks;

  constructor(ticks) {
    this.#ticks = ticks;
  }

  static createWithSeconds(seconds) {
    if (typeof seconds !== "number") throw new TypeError("createWithSeconds takes a number");
    return new TickTime(ticksOfSeconds(seconds));
  }

  static createWithTicks(ticks) {
    if (typeof ticks !== "string") throw new TypeError("createWithTicks takes a string"); // UXPD: "ticks as a string"
    return new TickTime(BigInt(ticks));
  }

  static createWithFrameAndFrameRate(frame, rate) {
    return new TickTime(BigInt(frame) * BigInt(rate.ticksPerFrame));
  }

  get seconds() {
    return secondsOfTicks(this.#ticks);
  }

  get ticks() {
    return String(this.#ticks);
  }

  get ticksNumber() {
    return Number(this.#ticks);
  }

  add(other) {
    return new TickTime(this.#ticks + BigInt(other.ticks));
  }

  subtract(other) {
    return new TickTime(this.#ticks - BigInt(other.ticks));
  }

  multiply(factor) {
    return new TickTime(BigInt(Math.round(Number(this.#ticks) * factor)));
  }

  divide(divisor) {
    return new TickTime(BigInt(Math.round(Number(this.#ticks) / divisor)));
  }

  equals(other) {
    return this.ticks === other.ticks;
  }

  alignToFrame(rate) {
    return new TickTime(snapped(this.#ticks, BigInt(rate.ticksPerFrame), "floor"));
  }

  alignToNearestFrame(rate) {
    return new TickTime(snapped(this.#ticks, BigInt(rate.ticksPerFrame), "nearest"));
  }
}

/** A frame rate. */
export class FrameRate {
  constructor(ticksPerFrame) {
    this.ticksPerFrame = ticksPerFrame;
  }

  static createWithValue(value) {
    const known = Object.entries(TIMEBASES).find(([name]) => Math.abs(Number(name) - value) < 0.005);
    return new FrameRate(known ? Number(known[1]) : Math.round(Number(TICKS_PER_SECOND) / value));
  }

  get value() {
    return Number(TICKS_PER_SECOND) / this.ticksPerFrame;
  }

  equals(other) {
    return this.ticksPerFrame === other.ticksPerFrame;
  }
}

/** Ticks of a TickTime argument; anything else is refused. */
export function ticksOf(time) {
  if (!(time instanceof TickTime)) throw new TypeError("a TickTime is wanted");
  return BigInt(time.ticks);
}
