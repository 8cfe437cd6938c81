/**
 * `Time`, and the times that calls take.
 *
 * - A `Time` is a copy: setting `clip.start.seconds` changes nothing (Adobe-CEP/Samples #119).
 * - `seconds` is a number, `ticks` a string (PSG docs/other/time.md).
 * - What `new Time(x)` makes of x nobody documents; HET #46 believes in "5s". Here it starts at zero [inference].
 * - A time argument: a number is seconds (Adobe's typings, PJ insertOrAppend and overWrite pass seconds), a `Time` is
 *   itself, a string is ticks or seconds by trap; anything else is an error (automator-plus/tutorials #26 "illegal
 *   parameter").
 */

import { secondsOfTicks, ticksOfSeconds } from "../ticks.js";
import { Moment } from "./state.js";

/** Ticks of a time argument. */
export function ticksOfArgument(value, strings) {
  if (value instanceof Moment) return value.ticks;
  if (typeof value === "number" && Number.isFinite(value)) return ticksOfSeconds(value);
  if (typeof value === "string" && /^-?\d+(?:\.\d+)?$/.test(value)) {
    return strings === "ticks" ? BigInt(value.split(".")[0]) : ticksOfSeconds(Number(value));
  }
  throw new Error("Illegal Parameter type");
}

/** Ticks of a value assigned to a time property: a `Time` and nothing else (automator-plus/tutorials #19). */
export function ticksOfAssigned(value, property) {
  if (value instanceof Moment) return value.ticks;
  throw new Error(`Cannot set property ${property}.`);
}

/** The face of `Time`. */
export const timeFace = {
  name: "Time",
  reads: {
    seconds: (moment) => secondsOfTicks(moment.ticks),
    ticks: (moment) => String(moment.ticks),
  },
  writes: {
    seconds: (moment, value) => {
      moment.ticks = ticksOfSeconds(Number(value));
    },
    ticks: (moment, value) => {
      moment.ticks = BigInt(String(value).split(".")[0]);
    },
  },
  calls: {
    setSecondsAsFraction: (moment, numerator, denominator) => {
      moment.ticks = (BigInt(numerator) * 254016000000n) / BigInt(denominator);
      return true;
    },
    getFormatted: (moment, frame, format) => formatted(moment.ticks, frame.ticks, Number(format)),
  },
};

function formatted(ticks, timebase, format) {
  const frames = Number(ticks / timebase);
  if (format === 109) return String(frames);
  const nominal = Math.round(254016000000 / Number(timebase));
  const drop = format === 102 || format === 106;
  const shown = drop ? frames + droppedBefore(frames, nominal) : frames;
  const parts = [Math.floor(shown / (nominal * 3600)), Math.floor(shown / (nominal * 60)) % 60];
  parts.push(Math.floor(shown / nominal) % 60, shown % nominal);
  const [hours, minutes, seconds, frame] = parts.map((part) => String(part).padStart(2, "0"));
  return drop ? `${hours};${minutes};${seconds};${frame}` : `${hours}:${minutes}:${seconds}:${frame}`;
}

function droppedBefore(frames, nominal) {
  const drop = nominal === 60 ? 4 : 2;
  const minute = nominal * 60 - drop;
  const ten = minute * 10 + drop;
  const rest = frames % ten;
  return Math.floor(frames / ten) * drop * 9 + (rest > drop ? drop * Math.floor((rest - drop) / minute) : 0);
}
