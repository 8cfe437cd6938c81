import assert from "node:assert/strict";
import { test } from "node:test";
import { SAMPLE_RATE, frameAt, sampleAt } from "../src/time/frames";
import { stepsFor, ticks } from "../src/time/ticks";
import { parseTimecode, timecode } from "../src/time/timecode";
import { firstFrom, fitted, following, frameOfX, kept, snapped, whole, xOf, zoomed } from "../src/time/view";

const PAL = { num: 25, den: 1, drop: false };
const FILM = { num: 24000, den: 1001, drop: false };
const NTSC = { num: 30000, den: 1001, drop: true };

test("a frame begins on the nearest sample, and that sample shows the frame", () => {
  assert.equal(sampleAt(25, PAL), SAMPLE_RATE);
  for (const rate of [PAL, FILM, NTSC]) {
    for (let frame = 0; frame < 200_000; frame += 97) assert.equal(frameAt(sampleAt(frame, rate), rate), frame);
  }
});

test("the sample before a frame shows the frame before", () => {
  for (const frame of [1, 24, 1001, 172_800]) assert.equal(frameAt(sampleAt(frame, FILM) - 1, FILM), frame - 1);
});

test("drop-frame leaves out two numbers a minute, but not each tenth", () => {
  assert.equal(timecode(1799, NTSC), "00:00:59;29");
  assert.equal(timecode(1800, NTSC), "00:01:00;02");
  assert.equal(timecode(17982, NTSC), "00:10:00;00");
  assert.equal(parseTimecode("00:01:00;00", NTSC), null);
});

test("a timecode is read back as the frame that it was written from", () => {
  for (const rate of [PAL, FILM, NTSC]) {
    for (let frame = 0; frame < 300_000; frame += 331) assert.equal(parseTimecode(timecode(frame, rate), rate), frame);
  }
});

test("words are no timecode", () => {
  for (const text of ["", "abc", "1:2:3", "00:61:00:00", "00:00:00:25"]) assert.equal(parseTimecode(text, PAL), null);
});

test("labels of the ruler stay apart at every zoom", () => {
  for (const perPx of [0.02, 0.1, 1, 7, 60, 150]) {
    const { major, minor } = stepsFor(perPx, PAL);
    assert.ok(major / perPx >= 104);
    assert.equal(major % minor, 0);
  }
});

test("ticks of a drop-frame ruler stand on whole seconds, or where the first number that exists is", () => {
  const found = ticks(1750, 1850, 30, NTSC, 0);

  assert.deepEqual(found.map((frame) => timecode(frame, NTSC)), ["00:00:59;00", "00:01:00;02", "00:01:01;00"]);
});

test("ticks count from the start timecode of the edit", () => {
  assert.deepEqual(ticks(0, 30, 25, PAL, 90_010), [15]);
});

test("zooming keeps the frame under the pointer", () => {
  const view = kept({ from: 1000, perPx: 4 }, 100_000, 800);
  const before = frameOfX(view, 300);

  const after = zoomed(view, 3, 300, 100_000, 800);

  assert.ok(Math.abs(frameOfX(after, 300) - before) < 1e-6);
});

test("a view never leaves the film, and is never finer than a frame of 48 pixels", () => {
  assert.deepEqual(kept({ from: -50, perPx: 1e9 }, 4000, 800), whole(4000, 800));
  assert.equal(kept({ from: 0, perPx: 0 }, 4000, 800).perPx, 1 / 48);
});

test("a fitted stretch lies inside the view", () => {
  const view = fitted(100, 300, 4000, 800);

  assert.ok(xOf(view, 100) > 0);
  assert.ok(xOf(view, 300) < 800);
});

test("the view turns the page only when the playhead leaves it", () => {
  const view = { from: 100, perPx: 1 };

  assert.equal(following(view, 500, 10_000, 800), view);
  assert.ok(following(view, 950, 10_000, 800).from > 800);
});

test("snapping takes the nearest place within reach, else a whole frame", () => {
  const view = { from: 0, perPx: 1 };

  assert.equal(snapped(103.4, [100, 106], view), 106);
  assert.equal(snapped(120.4, [100], view), 120);
});

test("the first item from a place on is found in any list", () => {
  assert.equal(firstFrom([1, 4, 9], 4, (value) => value), 1);
  assert.equal(firstFrom([1, 4, 9], 10, (value) => value), 3);
  assert.equal(firstFrom([], 1, Number), 0);
});
