import assert from "node:assert/strict";
import { test } from "node:test";
import { Drift, Steering } from "../src/picture/drift";
import { CHUNK_SAMPLES, type Voice, entering, filmAt, firstSample, pieces, sounding, stretches } from "../src/sound/plan";

const voice = (start: number, count: number): Voice => ({ id: "v", address: "/v", start, count, strip: "A/v" });

test("the pieces of a voice cover each of its samples once", () => {
  const found = pieces({ at: 0, film: 10_000, length: 400_000 }, [voice(50_001, 300_007)]);

  let next = 50_001 - 10_000;
  for (const piece of found) {
    assert.equal(piece.at, next);
    assert.ok(piece.offset + piece.length <= CHUNK_SAMPLES);
    next += piece.length;
  }
  assert.equal(next, 50_001 - 10_000 + 300_007);
});

test("a piece names the chunk and the sample in it that belong to its moment", () => {
  const [piece] = pieces({ at: 7, film: 100_000, length: 10 }, [voice(2_000, 1_000_000)]);

  assert.equal(piece!.chunk * CHUNK_SAMPLES + piece!.offset, 98_000);
  assert.equal(piece!.at, 7);
});

test("a voice that does not sound in a stretch gives no piece", () => {
  assert.deepEqual(pieces({ at: 0, film: 0, length: 100 }, [voice(100, 50), voice(-50, 50)]), []);
});

test("a loop goes on at its start without a gap or an overlap", () => {
  const loop = { from: 1000, to: 1500 };

  const found = stretches(1400, 0, 1200, loop);

  assert.deepEqual(found.map(({ film, length }) => [film, length]), [[1400, 100], [1000, 500], [1000, 500], [1000, 100]]);
  assert.equal(filmAt(1400, 100, loop), 1000);
});

test("who starts behind a loop is not drawn into it", () => {
  assert.equal(filmAt(2000, 700, { from: 1000, to: 1500 }), 2700);
});

test("sound starts on a whole sample of the sound card", () => {
  assert.ok(Number.isInteger(firstSample(1.23456789, 0.04, 48_000)));
  assert.ok(firstSample(1, 0.04, 48_000) >= 49_920);
});

test("a late piece leaves out what is over, and an early one nothing", () => {
  assert.deepEqual(entering(1000, 1200, 500), { skip: 200, length: 300 });
  assert.deepEqual(entering(1000, 900, 500), { skip: 0, length: 500 });
  assert.equal(entering(1000, 1600, 500), null);
});

test("solo goes over mute", () => {
  assert.equal(sounding("bass", new Set(["bass"]), new Set(["bass"])), true);
  assert.equal(sounding("bass", new Set(), new Set(["melody"])), false);
  assert.equal(sounding("bass", new Set(["bass"]), new Set()), false);
});

const FRAME_S = 0.04;

function steered(difference: number): ReturnType<Steering["take"]> {
  const steering = new Steering();
  for (let frame = 0; frame < 6; frame++) assert.equal(steering.take(difference, 1, frame * FRAME_S).kind, "none");
  return steering.take(difference, 1, 6 * FRAME_S);
}

test("a picture that is late runs faster, one that is early slower, and one in step as it is", () => {
  const late = steered(-0.05);
  const early = steered(0.05);

  assert.ok(late.kind === "rate" && late.rate > 1 && late.rate <= 1.35);
  assert.ok(early.kind === "rate" && early.rate < 1 && early.rate >= 0.65);
  assert.equal(steered(0.005).kind, "none");
});

for (const begin of [0.1, -0.1, 0.03, -0.03]) {
  test(`a difference of ${begin} s is made up for within a second, and stays so`, () => {
    const steering = new Steering();
    let difference = begin;
    let rate = 1;
    const seen: number[] = [];
    for (let frame = 0; frame < 100; frame++) {
      const act = steering.take(difference, 1, frame * FRAME_S);
      if (act.kind === "rate") rate = act.rate;
      difference += (rate - 1) * FRAME_S;
      seen.push(Math.abs(difference));
    }

    assert.ok(Math.max(...seen.slice(25)) < 0.012, String(seen.slice(25)));
    assert.equal(rate, 1);
  });
}

test("a picture that is far off jumps", () => {
  assert.equal(steered(0.5).kind, "jump");
});

test("one reading that is far off moves nothing", () => {
  const steering = new Steering();
  const acts = [0, 0, 0.9, 0, 0, 0, 0].map((reading, frame) => steering.take(reading, 1, frame * FRAME_S).kind);

  assert.deepEqual(new Set(acts), new Set(["none"]));
});

test("drift tells sizes without sign and the mean with it", () => {
  const drift = new Drift();
  [-10, 10, -10, -30].forEach((value) => drift.note(value));

  assert.deepEqual(drift.read(), { count: 4, mean_ms: -10, median_ms: 10, p95_ms: 30, p99_ms: 30, max_ms: 30, seeks: 0 });
});
