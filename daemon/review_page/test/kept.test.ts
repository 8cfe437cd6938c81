import assert from "node:assert/strict";
import { test } from "node:test";
import { EventText } from "../src/api/events";
import type { Axis } from "../src/api/shapes";
import { MOST_LEVEL, peakLevel, samplesAt, stripLevel, tilesOf } from "../src/lanes/levels";
import { mentions } from "../src/panels/talk";
import { Bounded } from "../src/state/bounded";
import { address } from "../src/state/edition";
import { readPlace, writePlace } from "../src/state/place";

test("no pixel needs more than four pairs, and no pair is wider than a pixel where there are finer ones", () => {
  for (let samplesPerPx = 256; samplesPerPx < samplesAt(MOST_LEVEL); samplesPerPx *= 1.37) {
    const pairs = samplesPerPx / samplesAt(peakLevel(samplesPerPx));
    assert.ok(pairs >= 0.999 && pairs < 4.001, String(pairs));
  }
});

test("deeper than the finest level, the finest is drawn", () => {
  assert.equal(peakLevel(3), 0);
});

test("no picture of a strip is shown twice, and none is cut to less than half", () => {
  for (const secondsPerPx of [0.02, 0.1, 0.7, 1, 6]) {
    const apart = 2 ** stripLevel(secondsPerPx, 100) / secondsPerPx;
    assert.ok(apart <= 100 && apart > 50, String(apart));
  }
  assert.equal(stripLevel(0.0001, 100), 0);
});

test("tiles cover what is shown and end with the sound", () => {
  assert.deepEqual(tilesOf(4000, 9000, 4096, 100_000), [0, 1, 2]);
  assert.deepEqual(tilesOf(0, 9000, 4096, 4097), [0, 1]);
  assert.deepEqual(tilesOf(-10, -5, 4096, 4097), []);
});

test("a bounded cache forgets what was used longest ago", async () => {
  const dropped: string[] = [];
  const cache = new Bounded<string>(6, (value) => value.length, (value) => dropped.push(value));
  await cache.get("a", async () => "aaa");
  await cache.get("b", async () => "bbb");
  cache.peek("a");

  await cache.get("c", async () => "ccc");

  assert.deepEqual(dropped, ["bbb"]);
  assert.equal(cache.peek("a"), "aaa");
  assert.equal(cache.size, 6);
});

test("what is asked for twice at once is fetched once", async () => {
  let fetched = 0;
  const cache = new Bounded<number>(10, () => 1);
  const fetch = async () => ++fetched;

  assert.deepEqual(await Promise.all([cache.get("k", fetch), cache.get("k", fetch)]), [1, 1]);
});

test("what nobody wants any more is stopped, and not kept when it comes nevertheless", async () => {
  const cache = new Bounded<number>(10, () => 1);
  let come: (value: number) => void = () => undefined;
  let stopped = false;
  const asked = cache.get("k", (signal) => {
    signal.onabort = () => (stopped = true);
    return new Promise((done) => (come = done));
  });

  cache.abortExcept(() => false);
  come(7);
  await asked;

  assert.ok(stopped);
  assert.equal(cache.peek("k"), undefined);
});

test("a fetch that failed can be tried again", async () => {
  const cache = new Bounded<number>(10, () => 1);
  await assert.rejects(cache.get("k", async () => Promise.reject(new Error("gone"))));

  assert.equal(await cache.get("k", async () => 2), 2);
});

test("events are whole, however the stream was cut", () => {
  const text = new EventText();
  const told = ['id: 1\nevent: mess', 'age\ndata: {"a":', '1}\n', '\n: quiet\n\nevent: end\n\n'].flatMap((part) => text.take(part));

  assert.deepEqual(told, [{ event: "message", data: '{"a":1}' }, { event: "end", data: "" }]);
});

test("a place survives its way through the address", () => {
  const place = { score: "4fa1", revision: 3, variation: 2, frame: 1234 };

  assert.deepEqual(readPlace(writePlace(place)), place);
});

test("an address with anything else names no place", () => {
  const place = readPlace("#score=../../x&rev=-1&frame=NaN");

  assert.deepEqual(place, { score: null, revision: null, variation: 1, frame: 0 });
});

test("the first variation goes unsaid", () => {
  assert.equal(address("s", { revision: 2, variation: 1 }, "axis"), "/review/api/scores/s/revisions/2/axis");
  assert.equal(address("s", { revision: 2, variation: 3 }, "a?b=1"), "/review/api/scores/s/revisions/2/a?b=1&variation=3");
});

test("timecodes, frames and cues in a text lead to the film, and nothing else does", () => {
  const axis = { rate: [25, 1], drop_frame: false, start_frame: 90_000, duration_frames: 500, cues: [{ cue_id: "1m1", start: 40 }] } as unknown as Axis;

  const said = mentions("1m1 hits 01:00:02:00, frame 77 and 09:00:00:00 <b>", axis);

  assert.deepEqual(said.filter((part) => part.frame !== null), [{ text: "1m1", frame: 40 }, { text: "01:00:02:00", frame: 50 }, { text: "frame 77", frame: 77 }]);
  assert.equal(said.map((part) => part.text).join(""), "1m1 hits 01:00:02:00, frame 77 and 09:00:00:00 <b>");
});
