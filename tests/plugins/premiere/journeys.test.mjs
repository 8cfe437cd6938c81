/** Whole journeys from the panel's questions to the sequence, through a real server, at every rate. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Desk } from "./desk.mjs";

const STAGES = [
  ["cep", "23.976", "01:00:00:00", "24.6"],
  ["cep", "25", "00:00:00:00", "25.6"],
  ["cep", "25", "10:00:00:00", "22.0"],
  ["cep", "29.97 DF", "01:00:00:00", "25.6"],
  ["cep", "50", "01:00:00:00", "23.4"],
  ["cep", "59.94", "00:00:00:00", "25.6"],
  ["uxp", "23.976", "00:00:00:00", "26.2"],
  ["uxp", "25", "01:00:00:00", "25.6"],
  ["uxp", "29.97 DF", "01:00:00:00", "26.3"],
  ["uxp", "50", "10:00:00:00", "26.3"],
  ["uxp", "59.94", "01:00:00:00", "25.6"],
];

/** All that is wanted lies on its exact tick, a track a stem. */
async function assertInPlace(desk) {
  assert.deepEqual(desk.music(), await desk.wanted());
  for (const [stem, tracks] of Object.entries(desk.tracksByStem())) {
    assert.equal(tracks.length, 1, `${stem} lies on tracks ${tracks}`);
  }
}

for (const [door, rate, start, version] of STAGES) {
  test(`${door}: score, edit, update, undo and remove at ${rate} from ${start} in ${version}`, async () => {
    const desk = new Desk({ door, rate, start, version });
    let before = desk.premiere.snapshot("user");
    const untouched = () => assert.deepEqual(desk.premiere.differences(before, "user"), []);

    const done = await desk.score();
    assert.equal(done.placed, 10);
    await assertInPlace(desk);
    assert.equal(desk.markers().length, 5);
    untouched();

    desk.trim(desk.shots[4], 10);
    desk.remove(desk.shots[3]);
    before = desk.premiere.snapshot("user");
    await desk.update();
    await assertInPlace(desk);
    assert.equal(desk.music().length, 8);
    untouched();

    desk.swap(desk.shots[0], desk.shots[1]);
    before = desk.premiere.snapshot("user");
    await desk.update();
    await assertInPlace(desk);
    untouched();

    desk.insert(120, 30);
    const fresh = desk.hands.footage("/rushes/new.mov", { seconds: 60, rate: rate.replace(" DF", "") });
    desk.hands.place(desk.sequence, desk.sequence.video[0], fresh, 120, 30);
    before = desk.premiere.snapshot("user");
    const told = await desk.update();
    assert.doesNotMatch(told.sentences.join(), /by hand/);
    await assertInPlace(desk);
    assert.equal(desk.music().length, 10);
    untouched();
    const again = await desk.update();
    assert.deepEqual([again.placed, again.removed], [0, 0]);

    await desk.undo();
    await assertInPlace(desk);
    untouched();

    await desk.place("INTENT_REMOVE");
    assert.deepEqual(desk.music(), []);
    assert.deepEqual(desk.markers(), []);
    untouched();
  });
}

test("the selected clips are scored alone", async () => {
  const desk = new Desk();
  desk.hands.select(desk.sequence, desk.shots[1], desk.shots[2]);

  const range = await desk.host.range();
  await desk.score();

  assert.deepEqual([range.start, range.end, range.from], [48, 220, "selection"]);
  await assertInPlace(desk);
  assert.equal(desk.music().length, 4);
});

test("a selection that Premiere lost is none", async () => {
  const desk = new Desk({ traps: { selectionLost: true } });

  assert.equal((await desk.host.range()).from, "sequence");
});

for (const door of ["cep", "uxp"]) {
  test(`${door}: a copy that the editor made of our sound stays`, async () => {
    const desk = new Desk({ door, version: door === "uxp" ? "26.3" : "25.6" });
    await desk.score();
    const [mine] = desk.sequence.audio[2].clips;
    desk.hands.place(desk.sequence, desk.sequence.audio[2], mine.item, 5_000, 20);
    desk.trim(desk.shots[0], 4);
    const before = desk.premiere.snapshot("user");

    await desk.update();

    assert.deepEqual(desk.premiere.differences(before, "user"), []);
  });
}

for (const start of ["00:00:00:00", "01:00:00:00", "10:00:00:00"]) {
  for (const inOutBase of ["absolute", "relative"]) {
    test(`in and out mean the same from ${start}, told ${inOutBase}`, async () => {
      const desk = new Desk({ start, traps: { inOutBase } });
      desk.hands.marks(desk.sequence, 48, 220);

      const range = await desk.host.range();

      assert.deepEqual([range.start, range.end, range.from], [48, 220, "in_out"]);
    });
  }
}

test("without in and out all is scored, and a point alone reaches to the end", async () => {
  const desk = new Desk();
  const all = await desk.host.range();
  desk.hands.marks(desk.sequence, 100, null);
  const rest = await desk.host.range();

  assert.deepEqual([all.start, all.end, all.from], [0, 316, "sequence"]);
  assert.deepEqual([rest.start, rest.end, rest.from], [100, 316, "in_out"]);
});

test("a cue that was changed by hand is left as it lies and told", async () => {
  const desk = new Desk();
  await desk.score();
  const [mine] = desk.sequence.audio.flatMap((track) => track.clips).filter((clip) => /1m1_melody/.test(clip.name + clip.item.name));
  mine.end -= 5n * desk.sequence.timebase;
  desk.trim(desk.shots[0], 4);

  const told = await desk.update();

  assert.match(told.sentences.join(), /1m1 was changed by hand/);
  assert.ok(desk.sequence.audio.some((track) => track.clips.includes(mine)));
});

test("music that the person renamed a track for lies there", async () => {
  const desk = new Desk();
  const track = desk.hands.audioTrack(desk.sequence, { name: "NingBGM bass" });
  const tracks = desk.sequence.audio.length;

  await desk.score();

  assert.equal(desk.sequence.audio.length, tracks + 1);
  assert.equal(track.clips.length, 5);
});

test("where Premiere adds no tracks, empty ones below all others are used and told", async () => {
  const desk = new Desk({ version: "26.1" });
  const [one, other] = [desk.hands.audioTrack(desk.sequence), desk.hands.audioTrack(desk.sequence)];

  const told = await desk.score();

  await assertInPlace(desk);
  assert.equal(told.told.length, 2);
  assert.deepEqual([one.clips.length + other.clips.length + desk.sequence.audio[1].clips.length], [10]);
});

test("where there are none, a sentence says what to do by hand, and nothing is changed", async () => {
  const desk = new Desk({ version: "26.1" });
  desk.hands.place(desk.sequence, desk.sequence.audio[1], desk.shots[0].item, 0, 10);
  const before = desk.premiere.snapshot("all");

  await assert.rejects(desk.score(), { reason: "NOT_SUPPORTED", message: /Sequence > Add Tracks/, left: [] });

  assert.deepEqual(changes(desk, before), []);
});

test("a sequence that changed since it was planned for is left alone", async () => {
  const desk = new Desk();
  const timeline = await desk.host.lying();
  desk.remove(desk.shots[2]);
  const before = desk.premiere.snapshot("all");

  const plan = { ...NOTHING, takeAwayClipIds: [] };
  await assert.rejects(desk.host.carryOut(plan, timeline, () => undefined), { reason: "TIMELINE_CHANGED" });

  assert.deepEqual(changes(desk, before), []);
});

for (const door of ["cep", "uxp"]) {
  for (const snap of ["nearest", "floor", "none"]) {
    test(`${door}: every clip is on its tick where times between frames go to ${snap}`, async () => {
      const desk = new Desk({ door, rate: "29.97 DF", start: "10:00:00:00", traps: { snap } });

      await desk.score();

      await assertInPlace(desk);
    });
  }
}

test("sounds that Premiere sends to a targeted track land on ours", async () => {
  const desk = new Desk({ traps: { audioGoesToTargeted: true } });
  desk.sequence.audio[0].targeted = true;
  const before = desk.premiere.snapshot("user");

  await desk.score();

  await assertInPlace(desk);
  assert.deepEqual(desk.premiere.differences(before, "user"), []);
});

test("sounds that come into the project late are waited for", async () => {
  const desk = new Desk({ traps: { importsLate: true } });

  await desk.score();

  await assertInPlace(desk);
});

test("uxp: one step of undo takes all off the sequence again", async () => {
  const desk = new Desk({ door: "uxp", version: "26.3" });
  await desk.score();

  assert.equal(desk.uxp.undo(), "NingBGM: place music");

  assert.deepEqual([desk.music(), desk.markers()], [[], []]);
});

test("uxp: empty tracks of ours are used again", async () => {
  const desk = new Desk({ door: "uxp", version: "25.6" });
  await desk.score();
  const tracks = desk.sequence.audio.length;
  const removed = await desk.place("INTENT_REMOVE");

  await desk.score();

  assert.match(removed.told.join(), /Empty sound tracks are left: A3, A4/);
  assert.equal(desk.sequence.audio.length, tracks);
});

for (const [door, version] of [["cep", "25.6"], ["uxp", "25.6"], ["uxp", "26.3"]]) {
  test(`${door} ${version}: our music and our markers are not in the edit that is read`, async () => {
    const desk = new Desk({ door, version });
    const clips = (edit) => edit.match(/"Clip\.\d"/g).length;
    desk.hands.marker(desk.sequence, 30, "wish", { comments: "calm piano" });
    const first = (await desk.host.readEdit(() => undefined)).otio;
    await desk.score();
    const second = (await desk.host.readEdit(() => undefined)).otio;

    assert.deepEqual(JSON.parse(second).tracks.markers, JSON.parse(first).tracks.markers);
    assert.deepEqual(JSON.parse(first).tracks.markers.map((marker) => marker.name), ["first", "door slams"]);
    assert.equal(clips(second), clips(first));
    assert.doesNotMatch(second, /1m1/);
  });
}

const NOTHING = {
  refusal: null, takeAwayClipIds: [], removeMarkers: [], putDown: [], writeMarkers: [], dropTracks: [],
  sentences: [], cues: [], scores: [], cueUnderPlayhead: "", strayClipIds: [],
};

function changes(desk, before) {
  return desk.premiere.differences(before, "all").filter((line) => !line.startsWith("desk/qe"));
}
