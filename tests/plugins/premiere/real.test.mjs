/** The same journey with the whole daemon behind it: the film is read, music is written, cues are conformed. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { Desk } from "./desk.mjs";

const FILM = process.env.NINGBGM_FILM;
const SECONDS = [4, 4, 4, 4];

/** Shots of the film instead of the drawn ones. */
function desk(door, rate) {
  const made = new Desk({ door, rate, version: door === "uxp" ? "26.3" : "25.6" });
  const { sequence, hands } = made;
  for (const track of sequence.tracks()) track.clips = [];
  sequence.markers = [];
  const fps = Math.round(254_016_000_000 / Number(sequence.timebase));
  const film = hands.footage(FILM, { seconds: 20, rate: rate.replace(" DF", "") });
  made.shots = SECONDS.map((length, number) =>
    hands.place(sequence, sequence.video[0], film, number * 4 * fps, length * fps, {
      source: (1 + number) * fps,
      sound: sequence.audio[0],
    }),
  );
  return { made, fps };
}

for (const [door, rate] of [["cep", "25"], ["uxp", "29.97 DF"]]) {
  test(`${door}: a film is scored, trimmed, conformed and cleared at ${rate}`, async () => {
    const { made, fps } = desk(door, rate);
    let before = made.premiere.snapshot("user");
    const untouched = () => assert.deepEqual(made.premiere.differences(before, "user"), []);

    await made.score();
    assert.ok(made.music().length > 0);
    assert.deepEqual(made.music(), await made.wanted());
    untouched();

    made.trim(made.shots[3], fps);
    before = made.premiere.snapshot("user");
    await made.update();
    assert.deepEqual(made.music(), await made.wanted());
    untouched();
    const again = await made.update();
    assert.deepEqual([again.placed, again.removed], [0, 0]);

    await made.undo();
    assert.deepEqual(made.music(), await made.wanted());
    await made.place("INTENT_REMOVE");
    assert.deepEqual([made.music(), made.markers()], [[], []]);
    untouched();
  });
}
