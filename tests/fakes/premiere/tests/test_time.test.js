/** Ticks, `Time`, and the two time bases of a sequence. */

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  TICKS_PER_SECOND,
  TIMEBASES,
  secondsOfTicks,
  snapped,
  ticksOfSeconds,
  ticksOfTimecode,
} from "../ticks.js";
import { FakePremiere } from "../world.js";
import { frames, stage } from "./stage.js";

for (const [rate, ticks] of [
  ["23.976", 10594584000n],
  ["24", 10584000000n],
  ["25", 10160640000n],
  ["29.97", 8475667200n],
  ["30", 8467200000n],
  ["59.94", 4237833600n],
]) {
  test(`a sequence of ${rate} frames has a timebase of ${ticks}, as a string`, () => {
    // nle.md 2.3
    assert.strictEqual(new FakePremiere({ rate }).run("app.project.activeSequence.timebase"), String(ticks));
  });
}

test("there are 254016000000 ticks in a second", () => {
  // PSG time.md
  assert.equal(TICKS_PER_SECOND, 254016000000n);
  assert.equal(TIMEBASES["23.976"] * 24000n, TICKS_PER_SECOND * 1001n);
});

test("an hour of timecode is an hour only at whole rates", () => {
  assert.equal(ticksOfTimecode("01:00:00:00", TIMEBASES["25"]), 3600n * TICKS_PER_SECOND);
  assert.equal(ticksOfTimecode("01:00:00:00", TIMEBASES["23.976"]), 86400n * TIMEBASES["23.976"]);
  assert.equal(ticksOfTimecode("01:00:00;00", TIMEBASES["29.97"]), 107892n * TIMEBASES["29.97"]);
  assert.equal(ticksOfTimecode("01:00:00:00", TIMEBASES["29.97"]), 108000n * TIMEBASES["29.97"]);
});

test("frames as doubles of seconds come back to their frame", () => {
  for (const timebase of Object.values(TIMEBASES)) {
    for (const frame of [1n, 23n, 1001n, 86399n, 2158920n]) {
      const there = ticksOfSeconds(secondsOfTicks(frame * timebase));
      assert.equal(snapped(there, timebase, "nearest"), frame * timebase);
    }
  }
});

test("a Time has seconds as a number and ticks as a string", () => {
  // PSG time.md
  const { run } = stage();

  assert.equal(
    run("var t = new Time(); typeof t.seconds + ' ' + typeof t.ticks + ' ' + t.ticks"),
    "number string 0",
  );
  assert.equal(run("t.seconds = 2.5; t.ticks"), "635040000000");
  assert.equal(run("t.ticks = '254016000000'; t.seconds"), 1);
  assert.equal(run("t.setSecondsAsFraction(1001, 24000); t.ticks"), "10594584000");
});

test("the constructor of Time does not take a time", () => {
  // [inference]; HET #46 shows that a number there did nothing
  assert.equal(stage().run("new Time(5).seconds"), 0);
});

test("a Time of a clip is a copy", () => {
  // Adobe-CEP/Samples #119
  const { run } = stage();

  assert.equal(
    run("seq.videoTracks[0].clips[1].start.seconds = 90; seq.videoTracks[0].clips[1].start.seconds"),
    4,
  );
});

test("clips count from the start of the sequence, not from the zero point", () => {
  // PSG trackitem.md, `start`
  const { run } = stage({ start: "01:00:00:00" });

  assert.equal(run("seq.videoTracks[0].clips[0].start.ticks"), "0");
  assert.equal(run("seq.zeroPoint"), String(3600n * TICKS_PER_SECOND));
});

test("the end of a sequence has no zero point in it", () => {
  // Adobe-CEP/Samples #131: end minus zeroPoint is negative
  const { run, sequence } = stage();

  assert.equal(run("seq.end"), String(frames(sequence, 240)));
  assert.ok(run("seq.end - seq.zeroPoint < 0"));
});

test("the in point has the zero point in it, or has not, by trap", () => {
  // AS (nle.md 2.3); which of the two a real Premiere does is unknown
  const absolute = stage();
  const relative = stage({ traps: { inOutBase: "relative" } });
  for (const { hands, sequence } of [absolute, relative]) hands.marks(sequence, 24, 72);

  assert.equal(absolute.run("seq.getInPointAsTime().seconds"), 3601);
  assert.equal(absolute.run("seq.getOutPointAsTime().seconds"), 3603);
  assert.equal(relative.run("seq.getInPointAsTime().seconds"), 1);
});

test("what is not set reads -400000 seconds", () => {
  // PJ `var NOT_SET = "-400000"`; AS #753: -403660 s came out of it, less the zero point
  const { run } = stage();

  assert.strictEqual(run("seq.getInPoint()"), "-400000");
  assert.strictEqual(run("seq.getOutPoint()"), "-400000");
  assert.equal(run("seq.getInPointAsTime().seconds"), -400000);
});

test("only one of in and out may be set", () => {
  const { run, hands, sequence } = stage();
  hands.marks(sequence, 24, null);

  assert.equal(run("seq.getInPointAsTime().seconds + ' ' + seq.getOutPoint()"), "3601 -400000");
});

test("getInPoint is a text of seconds, or of ticks, by trap", () => {
  // PSG sequence.md says seconds, AS PR #511 met ticks
  const seconds = stage({ start: "00:00:00:00" });
  const ticks = stage({ start: "00:00:00:00", traps: { inPointString: "ticks" } });
  for (const { hands, sequence } of [seconds, ticks]) hands.marks(sequence, 36, 72);

  assert.strictEqual(seconds.run("seq.getInPoint()"), "1.5");
  assert.strictEqual(ticks.run("seq.getInPoint()"), "381024000000");
});

test("setInPoint takes seconds from the start of the sequence", () => {
  // PSG sequence.md, nestSelection passes clip.start.seconds
  const { run, sequence } = stage();

  run("seq.setInPoint(1); seq.setOutPoint(seq.videoTracks[0].clips[0].end)");

  assert.deepEqual([sequence.inPoint, sequence.outPoint], [frames(sequence, 24), frames(sequence, 96)]);
});

test("a time is formatted as timecode", () => {
  // PSG time.md getFormatted
  const { run } = stage({ rate: "29.97" });

  run("var t = new Time(), one = new Time(); one.ticks = '8475667200'; t.ticks = String(1800 * 8475667200)");

  assert.equal(run("t.getFormatted(one, 103)"), "00:01:00:00");
  assert.equal(run("t.getFormatted(one, 102)"), "00;01;00;02");
});
