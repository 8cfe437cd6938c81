/** Tracks, clips, placing, QE, markers, selection. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { ticksOfSeconds } from "../ticks.js";
import { frames, stage } from "./stage.js";

const at = (clip, sequence) => [clip.start / sequence.timebase, clip.end / sequence.timebase].map(Number);

test("tracks are counted by numTracks and listed from 0", () => {
  // PSG trackcollection.md; every sample of Adobe's indexes from 0, whatever collection.md says
  const { run } = stage();

  assert.equal(
    run("seq.audioTracks.numTracks + ' ' + seq.audioTracks.length + ' ' + seq.audioTracks[1].name"),
    "2 2 Audio 2",
  );
  assert.equal(run("typeof seq.audioTracks[2]"), "undefined");
  assert.equal(run("seq.videoTracks[0].mediaType"), "Video");
});

test("clips come in temporal order, counted by numItems", () => {
  // PSG track.md clips, trackitemcollection.md
  const { run, hands, sequence, footage } = stage();
  hands.place(sequence, sequence.video[0], footage, 500, 10);
  hands.place(sequence, sequence.video[0], footage, 300, 10);

  assert.equal(
    run(
      "var c = seq.videoTracks[0].clips, s = []; for (var i = 0; i < c.numItems; i++) s.push(c[i].start.seconds); s.join()",
    ),
    "0,4,12.5,20.833333333333332",
  );
});

test("a clip tells its place, its source and its media", () => {
  // PSG trackitem.md
  const { run, first } = stage();

  assert.equal(
    run(
      "var c = seq.videoTracks[0].clips[0]; c.inPoint.seconds + ' ' + c.outPoint.seconds + ' ' + c.duration.seconds",
    ),
    "10 14 4",
  );
  assert.equal(
    run("c.projectItem.getMediaPath() + ' ' + c.mediaType + ' ' + c.type + ' ' + c.disabled"),
    "/rushes/a.mov Video 1 false",
  );
  assert.equal(run("c.nodeId"), first.id);
  assert.equal(run("c.getSpeed() + ' ' + c.isSpeedReversed()"), "1 0");
});

test("speed and direction are read", () => {
  const { run, first } = stage();
  Object.assign(first, { speed: 2, reversed: true });

  assert.equal(run("var c = seq.videoTracks[0].clips[0]; c.getSpeed() + ' ' + c.isSpeedReversed()"), "2 1");
});

test("track names cannot be changed and locks cannot be read", () => {
  // PSG track.md, nle.md 2.3
  const { run } = stage();

  assert.equal(run("seq.audioTracks[1].name = 'NingBGM'; seq.audioTracks[1].name"), "Audio 2");
  assert.equal(run("typeof seq.audioTracks[1].isLocked"), "undefined");
});

test("setMute answers 0 and mutes", () => {
  // PSG track.md
  assert.equal(stage().run("seq.audioTracks[1].setMute(1) + ' ' + seq.audioTracks[1].isMuted()"), "0 true");
});

test("overwriteClip puts the whole item at seconds and answers true", () => {
  // PJ overWrite passes seconds; PSG track.md "Returns true"
  const { run, stem, music, sequence } = stage();
  stem();

  assert.strictEqual(run("seq.audioTracks[1].overwriteClip(root.children[2], 3)"), true);
  assert.deepEqual(at(music.clips[0], sequence), [72, 120]);
});

test("picture is whole frames of the sequence, sound keeps its length", () => {
  // [inference]
  const { run, hands, sequence, music } = stage();
  hands.file("/rushes/odd.mov", { seconds: 1.03, picture: true });
  hands.file("/stems/odd.wav", { seconds: 1.03 });
  run("app.project.importFiles(['/rushes/odd.mov', '/stems/odd.wav'], true, root, false)");

  run("seq.videoTracks[0].overwriteClip(root.children[2], 20)");
  run("seq.audioTracks[1].overwriteClip(root.children[3], 20)");

  const picture = sequence.video[0].ordered().at(-1);
  assert.equal(picture.end - picture.start, frames(sequence, 24));
  assert.equal(music.clips[0].end - music.clips[0].start, ticksOfSeconds(1.03));
});

test("a string is ticks on a track and seconds on a sequence, by trap", () => {
  // PSG track.md says ticks, sequence.md says seconds, automator-plus/tutorials #26 inserts at ticks
  const { run, stem, music, sequence } = stage();
  const other = stage({ traps: { trackStringTimes: "seconds" } });
  stem();
  other.stem();

  run("seq.audioTracks[1].overwriteClip(root.children[2], String(10 * 10584000000))");
  run("seq.overwriteClip(root.children[2], '10', 0, 1)");
  other.run("seq.audioTracks[1].overwriteClip(root.children[2], '10')");

  assert.deepEqual(
    music.clips.map((clip) => at(clip, sequence)),
    [
      [10, 58],
      [240, 288],
    ],
  );
  assert.deepEqual(at(other.music.clips[0], other.sequence), [240, 288]);
});

test("a Time is a time everywhere", () => {
  const { run, stem, music, sequence } = stage();
  stem();

  run("var t = new Time(); t.seconds = 2; seq.audioTracks[1].overwriteClip(root.children[2], t)");

  assert.deepEqual(at(music.clips[0], sequence), [48, 96]);
});

test("what is no time throws", () => {
  // automator-plus/tutorials #26 "illegal parameter"
  const { run, stem, music } = stage();
  stem();

  assert.throws(() => run("seq.audioTracks[1].overwriteClip(root.children[2], 'soon')"), /Illegal Parameter/);
  assert.throws(() => run("seq.audioTracks[1].overwriteClip(root.children[2])"), /Illegal Parameter/);
  assert.throws(() => run("seq.audioTracks[1].overwriteClip('/stems/drums.wav', 1)"), /Illegal Parameter/);
  assert.equal(music.clips.length, 0);
});

test("overwriteClip heeds the in and out of the project item", () => {
  // HET PR #48
  const { run, stem, music, sequence } = stage();
  stem();

  run(
    "root.children[2].setInPoint(0.5, 4); root.children[2].setOutPoint(1.5, 4); seq.audioTracks[1].overwriteClip(root.children[2], 0)",
  );

  assert.deepEqual(at(music.clips[0], sequence), [0, 24]);
  assert.equal(music.clips[0].inPoint, frames(sequence, 12));
});

test("overwriting cuts what lies there", () => {
  // PSG track.md overwriteClip
  const { run, stem, hands, music, sequence } = stage();
  const song = hands.footage("/song.wav", { seconds: 60, picture: false });
  hands.place(sequence, music, song, 0, 240);
  stem();

  run("seq.audioTracks[1].overwriteClip(root.findItemsMatchingMediaPath('/stems/drums.wav', 1)[0], 4)");

  assert.deepEqual(
    music.ordered().map((clip) => at(clip, sequence)),
    [
      [0, 96],
      [96, 144],
      [144, 240],
    ],
  );
  assert.equal(music.ordered()[0].outPoint, frames(sequence, 96));
  assert.equal(music.ordered()[2].inPoint, frames(sequence, 144));
});

test("inserting moves what lies after, on that track alone", () => {
  // KAVY #562
  const { run, stem, hands, footage, sequence, music } = stage();
  hands.place(sequence, music, footage, 96, 24);
  stem();

  run("seq.audioTracks[1].insertClip(root.children[2], 1)");

  assert.deepEqual(
    music.ordered().map((clip) => at(clip, sequence)),
    [
      [24, 72],
      [144, 168],
    ],
  );
  assert.deepEqual(
    sequence.video[0].ordered().map((clip) => at(clip, sequence)),
    [
      [0, 96],
      [96, 240],
    ],
  );
});

test("a track that is not there takes nothing, and the answer is true", () => {
  // KAVY #130
  const { run, stem, premiere } = stage();
  stem();
  const before = premiere.snapshot();

  assert.strictEqual(run("seq.overwriteClip(root.children[2], 0, 5, 7)"), true);
  assert.deepEqual(premiere.differences(before), []);
});

test("a sound does not land on a video track", () => {
  // HET PR #14
  const { run, stem, premiere } = stage();
  stem();
  const before = premiere.snapshot();

  run("seq.videoTracks[0].overwriteClip(root.children[2], 20)");

  assert.deepEqual(premiere.differences(before), []);
});

test("the sound of a shot lands on the targeted audio track, else on the first", () => {
  // KAVY #562, nle.md 2.4
  const one = stage();
  const two = stage();
  two.sequence.audio[1].targeted = true;

  one.run("seq.videoTracks[0].overwriteClip(root.children[1], 30)");
  two.run("seq.videoTracks[0].overwriteClip(root.children[1], 30)");

  assert.deepEqual(
    one.sequence.audio.map((track) => track.clips.length),
    [2, 0],
  );
  assert.deepEqual(
    two.sequence.audio.map((track) => track.clips.length),
    [1, 1],
  );
});

test("audio goes to the targeted track whatever was named, by trap", () => {
  const { run, stem, sequence } = stage({ traps: { audioGoesToTargeted: true } });
  stem();

  run("seq.audioTracks[1].overwriteClip(root.children[2], 50)");

  assert.deepEqual(
    sequence.audio.map((track) => track.clips.length),
    [2, 0],
  );
});

test("a locked track takes and gives nothing, silently", () => {
  // [inference]
  const { run, stem, hands, music, sequence } = stage();
  stem();
  run("seq.audioTracks[1].overwriteClip(root.children[2], 0)");
  hands.lock(music);

  assert.strictEqual(run("seq.audioTracks[1].overwriteClip(root.children[2], 10)"), true);
  assert.strictEqual(run("seq.audioTracks[1].clips[0].remove(false, false)"), 1);
  assert.deepEqual(
    music.clips.map((clip) => at(clip, sequence)),
    [[0, 48]],
  );
});

test("a stereo sound does not fit a mono track", () => {
  // [inference]
  const { run, stem, hands, sequence } = stage();
  const mono = hands.audioTrack(sequence, { channels: 1 });
  stem();

  run("seq.audioTracks[2].overwriteClip(root.children[2], 0)");

  assert.equal(mono.clips.length, 0);
});

for (const [snap, wanted] of [
  ["nearest", 25],
  ["floor", 24],
]) {
  test(`a time between frames lands by ${snap}`, () => {
    const { run, stem, music, sequence } = stage({ traps: { snap } });
    stem();

    run("seq.audioTracks[1].overwriteClip(root.children[2], 24.6 / 24)");

    assert.equal(Number(music.clips[0].start / sequence.timebase), wanted);
  });
}

test("remove answers 0; the ripple is ignored on 26.x", () => {
  // PSG trackitem.md; KAVY PR #555
  const old = stage({ version: "25.6" });
  const recent = stage({ version: "26.1" });

  for (const { run } of [old, recent])
    assert.strictEqual(run("seq.videoTracks[0].clips[0].remove(true, true)"), 0);

  assert.deepEqual(at(old.second, old.sequence), [0, 144]);
  assert.deepEqual(at(recent.second, recent.sequence), [96, 240]);
});

test("a clip that is gone throws when called", () => {
  // [inference]
  const { run } = stage();

  assert.throws(
    () => run("var c = seq.videoTracks[0].clips[0]; c.remove(false, false); c.remove(false, false)"),
    /invalid/,
  );
  assert.equal(run("typeof c.start"), "undefined");
});

test("end takes a Time, and nothing else", () => {
  // automator-plus/tutorials #19 "Cannot set property"
  const { run, second, sequence } = stage();

  run("var c = seq.videoTracks[0].clips[1], t = new Time(); t.seconds = 8; c.end = t");

  assert.deepEqual(at(second, sequence), [96, 192]);
  assert.throws(() => run("c.end = t.ticks"), /Cannot set property end/);
  assert.throws(() => run("c.start = 1"), /Cannot set property start/);
});

test("start may not pass the end", () => {
  // KAVY PR #555
  const { run } = stage();

  assert.throws(() => run("var c = seq.videoTracks[0].clips[0], t = new Time(); t.seconds = 9; c.start = t"));
});

test("source points do not change the place on the timeline", () => {
  // HET #46
  const { run, first, sequence } = stage();

  run("var c = seq.videoTracks[0].clips[0], t = new Time(); t.seconds = 12; c.outPoint = t");

  assert.deepEqual(at(first, sequence), [0, 96]);
  assert.equal(first.outPoint, frames(sequence, 288));
});

test("shortening a sound does nothing on 26.x", () => {
  // KAVY #126
  const { run, stem, music, sequence } = stage({ version: "26.0" });
  stem();

  run(
    "seq.audioTracks[1].overwriteClip(root.children[2], 0); var t = new Time(); t.seconds = 1; seq.audioTracks[1].clips[0].end = t",
  );

  assert.deepEqual(at(music.clips[0], sequence), [0, 48]);
});

test("move shifts by seconds", () => {
  // PSG trackitem.md move
  const { run, second, sequence } = stage();

  assert.strictEqual(run("seq.videoTracks[0].clips[1].move(2)"), 0);
  assert.deepEqual(at(second, sequence), [144, 288]);
});

test("disabled is written and read", () => {
  // PSG trackitem.md disabled, since 15.4
  assert.equal(
    stage().run("seq.videoTracks[0].clips[0].disabled = true; seq.videoTracks[0].clips[0].disabled"),
    true,
  );
});

test("the selection is in temporal order and has a length", () => {
  // PSG sequence.md getSelection; PJ reads sel.length
  const { run, hands, sequence, first, second } = stage();
  hands.select(sequence, second, first);

  assert.equal(
    run("var s = seq.getSelection(); s.length + ' ' + s[0].start.seconds + ' ' + s[1].start.seconds"),
    "2 0 4",
  );
  assert.equal(run("seq.videoTracks[0].clips[0].isSelected()"), true);
});

test("nothing selected is an empty list; a lost connection is a text", () => {
  // PJ myActiveSequenceSelectionChangedFxn
  assert.equal(stage().run("seq.getSelection().length"), 0);
  assert.equal(
    stage({ traps: { selectionLost: true } }).run("seq.getSelection()"),
    "Connection to object lost",
  );
});

test("linked clips know each other", () => {
  // TYPES getLinkedItems
  const { run } = stage();

  assert.equal(run("seq.videoTracks[0].clips[0].getLinkedItems().numItems"), 1);
});

test("qe is there after enableQE, and adds stereo tracks up to 25.x", () => {
  // nle.md 2.3
  const { run, sequence } = stage({ version: "25.6" });

  assert.equal(run("typeof qe"), "undefined");
  assert.strictEqual(run("app.enableQE()"), true);
  run("qe.project.getActiveSequence().addTracks(0, 0, 1, 1, 2, 0, 0)");

  assert.deepEqual(
    sequence.audio.map(({ name, channels }) => [name, channels]),
    [
      ["Audio 1", 2],
      ["Audio 2", 2],
      ["Audio 3", 2],
    ],
  );
  assert.equal(run("qe.project.getActiveSequence().numAudioTracks"), 3);
});

test("an audio type of 0 makes mono tracks", () => {
  const { run, sequence } = stage();

  run("app.enableQE(); qe.project.getActiveSequence().addTracks(0, 0, 1, 0, 2, 0, 0)");

  assert.equal(sequence.audio[2].channels, 1);
});

test("qe adds no tracks on 26.x, silently", () => {
  // KAVY #128
  const { run, premiere } = stage({ version: "26.0" });
  run("app.enableQE()");
  const before = premiere.snapshot();

  run("qe.project.getActiveSequence().addTracks(0, 0, 1, 1, 2, 0, 0)");

  assert.deepEqual(premiere.differences(before), []);
});

test("sync lock is read through qe alone", () => {
  // KAVY PR #555
  const { run } = stage();

  assert.equal(
    run(
      "app.enableQE(); qe.project.getActiveSequence().getAudioTrackAt(0).isSyncLocked() + ' ' + typeof seq.audioTracks[0].isSyncLocked",
    ),
    "true undefined",
  );
});

test("targets are read as set, and as true on 26.x", () => {
  // TYPES isTargeted; KAVY #587
  assert.equal(
    stage({ version: "25.6" }).run(
      "seq.audioTracks[1].setTargeted(true, true); seq.audioTracks[0].isTargeted() + ' ' + seq.audioTracks[1].isTargeted()",
    ),
    "false true",
  );
  assert.equal(
    stage({ version: "26.1" }).run("seq.audioTracks[0].isTargeted() + ' ' + seq.audioTracks[1].isTargeted()"),
    "true true",
  );
});

test("markers are made at seconds, with a name, comments, an end and a colour", () => {
  // PSG markercollection.md, marker.md; PJ createSequenceMarkers
  const { run, sequence } = stage();

  run(
    "var m = seq.markers.createMarker(2); m.name = '1m1'; m.comments = '{}'; var t = new Time(); t.seconds = 5; m.end = t; m.setColorByIndex(6)",
  );

  const [marker] = sequence.markers;
  assert.deepEqual([marker.name, marker.comments, marker.color, marker.type], ["1m1", "{}", 6, "Comment"]);
  assert.deepEqual([marker.start, marker.end], [frames(sequence, 48), frames(sequence, 120)]);
});

test("markers are walked in time and end with undefined", () => {
  // PSG markercollection.md; PJ loops until undefined
  const { run, hands, sequence } = stage();
  hands.marker(sequence, 96, "b");
  hands.marker(sequence, 24, "a");

  assert.equal(
    run(
      "var n = [], m = seq.markers.getFirstMarker(); while (m) { n.push(m.name); m = seq.markers.getNextMarker(m); } n.join() + ' ' + seq.markers.numMarkers + ' ' + typeof m",
    ),
    "a,b 2 undefined",
  );
});

test("a marker is deleted, once", () => {
  const { run } = stage();

  assert.equal(
    run(
      "var m = seq.markers.createMarker(2); seq.markers.deleteMarker(m) + ' ' + seq.markers.deleteMarker(m) + ' ' + seq.markers.numMarkers",
    ),
    "true false 0",
  );
});

test("marker types are set by calls that answer 0", () => {
  // PSG marker.md
  const { run } = stage();

  assert.equal(
    run("var m = seq.markers.createMarker(2); m.setTypeAsChapter() + m.type + m.setTypeAsComment() + m.type"),
    "0Chapter0Comment",
  );
});

test("a marker has a guid", () => {
  assert.match(stage().run("seq.markers.createMarker(2).guid"), /^[0-9a-f-]{36}$/);
});
