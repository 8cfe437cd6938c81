import assert from "node:assert/strict";
import { test } from "node:test";
import { NOTHING, moved, movedWeight, released, removed, same, shownHits, silenced, sounded, weighed } from "../src/edit/direction";
import { courseOf } from "../src/edit/history";

test("moving a hit that the composer chose forbids the old frame and asks for the new one", () => {
  const asked = moved(NOTHING, 100, 112, 0.8, true);

  assert.deepEqual(asked.hits, [{ frame: 100, weight: 0, name: "" }, { frame: 112, weight: 0.8, name: "" }]);
});

test("moving a hit that was only asked for leaves nothing behind, and keeps its name", () => {
  const asked = moved(weighed(NOTHING, 100, 1, "the door"), 100, 90, 1, false);

  assert.deepEqual(asked.hits, [{ frame: 90, weight: 1, name: "the door" }]);
});

test("a hit moved away and back again is asked for where it was", () => {
  const back = moved(moved(NOTHING, 100, 110, 0.7, true), 110, 100, 0.7, false);

  assert.deepEqual(back.hits, [{ frame: 100, weight: 0.7, name: "" }]);
});

test("removing forbids what was chosen, and forgets what was asked", () => {
  assert.deepEqual(removed(NOTHING, 50, true).hits, [{ frame: 50, weight: 0, name: "" }]);
  assert.deepEqual(removed(weighed(NOTHING, 50, 1), 50, false), NOTHING);
});

test("a removed hit can be brought back", () => {
  assert.deepEqual(released(removed(NOTHING, 50, true), 50), NOTHING);
});

test("a frame is asked for once, however often it is weighed", () => {
  assert.deepEqual(weighed(weighed(NOTHING, 9, 0.3), 9, 0.6).hits, [{ frame: 9, weight: 0.6, name: "" }]);
});

test("silences that touch become one, in whatever direction they were drawn", () => {
  const asked = silenced(silenced(silenced(NOTHING, 10, 20), 40, 50), 40, 20);

  assert.deepEqual(asked.silences, [{ start: 10, end: 50 }]);
  assert.deepEqual(sounded(asked, 10), NOTHING);
});

test("a silence of no length is none", () => {
  assert.equal(silenced(NOTHING, 10, 10), NOTHING);
});

test("what the music has and what is asked are shown as one list", () => {
  const asked = weighed(removed(NOTHING, 10, true), 30, 1, "bang");

  const shown = shownHits([{ frame: 10, weight: 0.5 }, { frame: 20, weight: 0.6 }], asked);

  assert.deepEqual(shown.map(({ frame, state, asked: by }) => [frame, state, by]), [[10, "left", true], [20, "met", false], [30, "added", true]]);
});

test("the order of asking does not make another direction", () => {
  assert.ok(same(weighed(weighed(NOTHING, 1, 1), 2, 1), weighed(weighed(NOTHING, 2, 1), 1, 1)));
});

const made = (number: number) => ({ number });
const back = (number: number, to: number) => ({ number, restoredNumber: to });

test("undo goes to the revision before, and again to the one before that", () => {
  assert.deepEqual(courseOf([made(1), made(2), made(3)]), { undo: 2, redo: null });
  assert.deepEqual(courseOf([made(1), made(2), made(3), back(4, 2)]), { undo: 1, redo: 3 });
  assert.deepEqual(courseOf([made(1), made(2), made(3), back(4, 2), back(5, 1)]), { undo: null, redo: 2 });
});

test("redo comes back to where it was", () => {
  assert.deepEqual(courseOf([made(1), made(2), back(3, 1), back(4, 2)]), { undo: 1, redo: null });
});

test("something new ends what could be done again", () => {
  assert.deepEqual(courseOf([made(1), made(2), back(3, 1), made(4)]), { undo: 1, redo: null });
});

test("there is nothing to undo in a score that was just made", () => {
  assert.deepEqual(courseOf([made(1)]), { undo: null, redo: null });
});

test("a hit that is moved has to be met, unless its weight was set by hand", () => {
  assert.equal(movedWeight({ asked: false, weight: 0.55 }), 1);
  assert.equal(movedWeight({ asked: true, weight: 0.3 }), 0.3);
});
