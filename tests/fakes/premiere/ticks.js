/**
 * Premiere's time: ticks as BigInt, 254 016 000 000 a second (nle.md 2.3, PSG docs/other/time.md).
 *
 * The engine's `seconds` is a double; `ticks` a string of the whole number, as scripts see both.
 */

export const TICKS_PER_SECOND = 254016000000n;

/** Ticks of one frame, by the names of the rates that an editor knows (nle.md 2.3). */
export const TIMEBASES = {
  23.976: 10594584000n,
  24: 10584000000n,
  25: 10160640000n,
  29.97: 8475667200n,
  30: 8467200000n,
  50: 5080320000n,
  59.94: 4237833600n,
  60: 4233600000n,
};

/** `Sequence.videoDisplayFormat` of a rate; drop frame where the name ends in DF (PSG docs/sequence/sequence.md). */
export const DISPLAY_FORMATS = {
  24: 100,
  25: 101,
  "29.97 DF": 102,
  29.97: 103,
  30: 104,
  50: 105,
  "59.94 DF": 106,
  59.94: 107,
  60: 108,
  23.976: 110,
};

/** What an in or out point that is not set reads as, in seconds (PJ `var NOT_SET = "-400000"`). */
export const NOT_SET_SECONDS = -400000n;

/** Whole ticks nearest to a double of seconds. */
export function ticksOfSeconds(seconds) {
  const whole = Math.trunc(seconds);
  const rest = Math.round((seconds - whole) * Number(TICKS_PER_SECOND));
  return BigInt(whole) * TICKS_PER_SECOND + BigInt(rest);
}

/** The double that the engine shows for ticks. */
export function secondsOfTicks(ticks) {
  const whole = ticks / TICKS_PER_SECOND;
  return Number(whole) + Number(ticks - whole * TICKS_PER_SECOND) / Number(TICKS_PER_SECOND);
}

/** The nearest frame edge (`"nearest"`), the one before (`"floor"`), or the time itself (`"none"`). */
export function snapped(ticks, timebase, how) {
  if (how === "none") return ticks;
  const below = floorDiv(ticks, timebase) * timebase;
  if (how === "floor") return below;
  return (ticks - below) * 2n >= timebase ? below + timebase : below;
}

/** Ticks of a timecode such as `01:00:00:00` or, in drop frame, `01:00:00;00`, at a timebase. */
export function ticksOfTimecode(timecode, timebase) {
  const [hours, minutes, seconds, frames] = timecode.split(/[:;]/).map(Number);
  const nominal = Math.round(Number(TICKS_PER_SECOND) / Number(timebase));
  let frame = ((hours * 60 + minutes) * 60 + seconds) * nominal + frames;
  if (timecode.includes(";")) {
    const dropped = nominal === 60 ? 4 : 2;
    const wholeMinutes = hours * 60 + minutes;
    frame -= dropped * (wholeMinutes - Math.floor(wholeMinutes / 10));
  }
  return BigInt(frame) * timebase;
}

function floorDiv(a, b) {
  const quotient = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
}
