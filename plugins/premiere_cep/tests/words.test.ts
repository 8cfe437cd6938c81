/** Numbers and colours as people read them. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { length, milliseconds, timecode, timeLeft } from "../src/panel/words";
import { variablesOf } from "../src/view/look";
import { REEL } from "./stand_in_host";

test("a timecode counts from the sequence's own start", () => {
  assert.equal(timecode(0, REEL), "01:00:00:00");
  assert.equal(timecode(24, REEL), "01:00:00:24");
  assert.equal(timecode(25 * 61, REEL), "01:01:01:00");
});

test("a dropping timecode leaves out two numbers a minute, but not each tenth", () => {
  const ntsc = { ...REEL, ticksPerFrame: 8_475_667_200, dropFrame: true, zeroFrame: 0 };

  assert.equal(timecode(1799, ntsc), "00:00:59;29");
  assert.equal(timecode(1800, ntsc), "00:01:00;02");
  assert.equal(timecode(17982, ntsc), "00:10:00;00");
});

test("lengths and times are short", () => {
  assert.deepEqual([length(8), length(32.54), length(125)], ["8 s", "32.5 s", "2:05"]);
  assert.deepEqual([timeLeft(2), timeLeft(37), timeLeft(200)], ["a few seconds left", "about 40 s left", "about 3 min left"]);
  assert.deepEqual([milliseconds(-0.2), milliseconds(3.4), milliseconds(-12)], ["0 ms", "+3 ms", "-12 ms"]);
});

for (const [name, background, text] of [
  ["darkest", "#1d1d1d", "#d6d6d6"],
  ["dark", "#323232", "#d6d6d6"],
  ["light", "#b8b8b8", "#202020"],
] as const) {
  test(`all writing can be read on Premiere's ${name} panel (WCAG 2, 4.5 to 1)`, () => {
    const look = variablesOf({ background, text, accent: "#2d8ceb", fontSizePx: 12 });
    const grounds = ["--background", "--raised", "--field"];
    const worst = ["--text", "--dim", "--strong"].flatMap((ink) =>
      grounds.map((ground) => ({ ink, ground, ratio: contrast(look[ink] ?? "", look[ground] ?? "") })),
    );

    assert.deepEqual(
      worst.filter((one) => one.ratio < 4.5),
      [],
    );
  });
}

/** WCAG 2 contrast ratio. */
function contrast(one: string, other: string): number {
  const [lighter = 0, darker = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (lighter + 0.05) / (darker + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
