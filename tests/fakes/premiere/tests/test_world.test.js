/** What a test can do with the fake Premiere: break, look, compare, hear. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { FakePremiere, giving, meanwhile, raise } from "../world.js";
import { stage } from "./stage.js";

test("every call and write is numbered and logged", () => {
  const { run, premiere } = stage();
  const before = premiere.log.length;

  run("seq.audioTracks[1].setMute(1); seq.name = 'x'; seq.name");

  assert.deepEqual(
    premiere.log.slice(before).map(({ number, name, given, result }) => [number, name, given, result]),
    [
      [before + 1, "Track.setMute", ["1"], "0"],
      [before + 2, "Sequence.name=", ['"x"'], "undefined"],
    ],
  );
});

test("a fault strikes the nth call of all, and once", () => {
  const { run, premiere } = stage();
  premiere.onCall(premiere.log.length + 2, "raise");

  assert.equal(
    run(
      "var r = []; for (var i = 0; i < 3; i++) { try { seq.audioTracks[1].setMute(0); r.push('ok') } catch (e) { r.push(e instanceof Error) } } r.join()",
    ),
    "ok,true,ok",
  );
});

for (const [name, given] of [
  ["return_false", false],
  ["return_zero", 0],
  ["return_true", true],
  ["nothing", undefined],
]) {
  test(`${name} gives that and does nothing`, () => {
    const { run, premiere, music } = stage();
    premiere.onCall("Track.setMute", name);

    assert.strictEqual(run("seq.audioTracks[1].setMute(1)"), given);
    assert.equal(music.muted, false);
  });
}

test("raise_after does the work first", () => {
  const { run, premiere, music } = stage();
  premiere.onCall("setMute", "raise_after");

  assert.throws(() => run("seq.audioTracks[1].setMute(1)"));
  assert.equal(music.muted, true);
});

test("a fault can wait, and can stay", () => {
  const { run, premiere } = stage();
  premiere.onCall("Track.*", raise("gone"), { skip: 1, times: null });

  run("seq.audioTracks[1].setMute(1)");

  assert.throws(() => run("seq.audioTracks[1].setMute(1)"), /gone/);
  assert.throws(() => run("seq.audioTracks[1].isMuted()"), /gone/);
});

test("reads can be broken by name", () => {
  const { run, premiere } = stage();
  premiere.onCall("TrackItem.start?", raise("lost"));
  premiere.onCall("Sequence.name?", giving("other"));

  assert.throws(() => run("seq.videoTracks[0].clips[0].start"), /lost/);
  assert.equal(run("seq.name"), "other");
});

test("a star is for calls and writes, a star with a question mark for reads", () => {
  const { run, premiere } = stage();
  premiere.onCall("Sequence.*", giving("call"));
  premiere.onCall("Sequence.*?", giving("read"), { skip: 1 });

  assert.equal(run("[seq.name, seq.name, seq.getInPoint(), seq.name].join()"), "Cut 1,read,call,Cut 1");
});

test("the user edits right before a call, or right after", () => {
  const { run, premiere, hands, sequence, first, second } = stage();
  premiere.onCall(
    "Sequence.getSelection",
    meanwhile(() => hands.delete(sequence, first)),
  );
  premiere.onCall(
    "Sequence.getPlayerPosition",
    meanwhile(() => hands.delete(sequence, second), { after: true }),
  );

  assert.equal(run("seq.getSelection(); seq.videoTracks[0].clips.numItems"), 1);
  assert.equal(run("seq.getPlayerPosition(); seq.videoTracks[0].clips.numItems"), 0);
});

test("another sequence comes to the front in the middle of a script", () => {
  const { run, premiere, hands, sequence } = stage();
  const other = hands.sequence("Cut 2");
  premiere.onCall(
    "Track.setMute",
    meanwhile(() => hands.activate(other)),
  );

  assert.equal(
    run("seq.audioTracks[1].setMute(1); app.project.activeSequence.name + ' ' + seq.name"),
    "Cut 2 Cut 1",
  );
  assert.equal(sequence.audio[1].muted, true);
});

test("snapshots tell what changed, and whose it was", () => {
  const { run, premiere, stem } = stage();
  const all = premiere.snapshot();
  const users = premiere.snapshot("user");

  stem();
  run("seq.audioTracks[1].overwriteClip(root.children[2], 0); seq.markers.createMarker(1)");

  assert.deepEqual(premiere.differences(users, "user"), []);
  assert.equal(premiere.differences(all).length, 3);

  run("seq.videoTracks[0].clips[0].disabled = true");
  assert.deepEqual(premiere.differences(users, "user"), [
    "sequences/0/video/0/clips/0/disabled: false -> true",
  ]);
});

test("what the user does during a script is the user's", () => {
  const { run, premiere, hands, sequence } = stage();
  const users = premiere.snapshot("user");
  premiere.onCall(
    "Track.setMute",
    meanwhile(() => hands.marker(sequence, 10)),
  );

  run("seq.audioTracks[1].setMute(0)");

  assert.equal(premiere.differences(users, "user").length, 1);
});

test("events fire when the script has ended, at once when the user acts", () => {
  // PJ registerSequenceMessaging; when they fire is [inference]
  const { run, stem, hands, sequence, first } = stage();
  stem();
  run(
    "var heard = []; app.bind('onActiveSequenceTrackItemAdded', function (track, item) { heard.push('+' + track.name + ':' + item.name) }); app.bind('onActiveSequenceTrackItemRemoved', function (track, item) { heard.push('-' + track.name) })",
  );

  assert.equal(run("seq.audioTracks[1].overwriteClip(root.children[2], 0); heard.length"), 0);
  assert.equal(run("heard.join()"), "+Audio 2:drums.wav");
  hands.delete(sequence, first);
  assert.equal(run("heard.join()"), "+Audio 2:drums.wav,-Video 1");
});

test("structure, selection, activation and project changes are told", () => {
  // PJ, nle.md 2.3
  const { run, hands, sequence, first } = stage();
  run(
    "var heard = {}; function on(name) { app.bind(name, function () { heard[name] = (heard[name] || 0) + 1 }) } on('onActiveSequenceStructureChanged'); on('onActiveSequenceSelectionChanged'); on('onSequenceActivated'); on('onProjectChanged')",
  );

  hands.select(sequence, first);
  hands.move(sequence, first, 300);
  hands.activate(hands.sequence("Cut 2"));

  assert.equal(
    run(
      "heard.onActiveSequenceStructureChanged + ' ' + heard.onActiveSequenceSelectionChanged + ' ' + heard.onSequenceActivated + ' ' + (heard.onProjectChanged > 0)",
    ),
    "1 1 1 true",
  );
});

test("a handler that throws harms nobody, and unbind silences", () => {
  const { run, hands, sequence, first } = stage();
  run("var n = 0; app.bind('onActiveSequenceStructureChanged', function () { n++; throw new Error('x') })");

  hands.move(sequence, first, 300);
  run("app.unbind('onActiveSequenceStructureChanged')");
  hands.move(sequence, first, 300);

  assert.equal(run("n"), 1);
});

test("a changed sequence that is not in front tells only that the project changed", () => {
  const { run, hands } = stage();
  const other = hands.sequence("Cut 2");
  run("var n = 0; app.bind('onActiveSequenceStructureChanged', function () { n++ })");

  hands.audioTrack(other);

  assert.equal(run("n"), 0);
});

test("CSXSEvent reaches the panel, after its library was loaded", () => {
  // PJ: new ExternalObject('lib:\\PlugPlugExternalObject'), then new CSXSEvent()
  const { run, premiere } = stage();

  assert.equal(run("typeof CSXSEvent"), "undefined");
  run(
    "new ExternalObject('lib:\\\\PlugPlugExternalObject'); var e = new CSXSEvent(); e.type = 'ningbgm'; e.data = '{}'; e.dispatch()",
  );

  assert.deepEqual(premiere.csxsEvents, [{ type: "ningbgm", data: "{}" }]);
});

test("a trap that is not there is a mistake of the test", () => {
  assert.throws(() => new FakePremiere({ traps: { inOutbase: "x" } }), /no trap inOutbase/);
});

test("sleeping waits for nobody, and things can happen meanwhile", () => {
  const { run, premiere, hands, sequence } = stage();
  premiere.engine.onSleep.push(() => hands.marker(sequence, 5));

  assert.equal(run("$.sleep(60000); seq.markers.numMarkers"), 1);
});

test("a script that does not end is stopped", () => {
  const { premiere } = stage();

  assert.throws(() => premiere.run("while (true) {}"), /does not end/);
});

for (const version of ["22.0", "23.0", "24.6", "25.0", "25.6", "26.0", "26.1"]) {
  test(`${version} tells its version`, () => {
    assert.equal(new FakePremiere({ version }).run("app.version"), version);
  });
}
