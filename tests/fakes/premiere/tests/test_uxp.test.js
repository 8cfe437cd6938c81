/** UXP: the premierepro module, its transactions, OpenTimelineIO, permissions. */

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { FakeUxp, OPEN_MANIFEST } from "../uxp/host.js";
import { mayReach } from "../uxp/uxp_module.js";
import { frames, stage } from "./stage.js";

const folder = () => mkdtempSync(join(tmpdir(), "premiere-"));
const at = (clip, sequence) => [clip.start / sequence.timebase, clip.end / sequence.timebase].map(Number);

async function plugin(version = "26.5", options = {}) {
  const all = stage({ version, ...options });
  const uxp = new FakeUxp(all.premiere, options);
  const ppro = uxp.require("premierepro");
  const project = await ppro.Project.getActiveProject();
  const seq = await project.getActiveSequence();
  const does = (make, name = "NingBGM") => {
    let answer;
    project.lockedAccess(() => {
      answer = project.executeTransaction(
        (compound) => [make()].flat().forEach((action) => compound.addAction(action)),
        name,
      );
    });
    return answer;
  };
  const imported = async (path = "/stems/drums.wav") => {
    await project.importFiles([path], true, null, false);
    const items = await (await project.getRootItem()).getItems();
    return items.at(-1);
  };
  return {
    ...all,
    uxp,
    ppro,
    project,
    seq,
    does,
    imported,
    seconds: (s) => ppro.TickTime.createWithSeconds(s),
  };
}

test("UXP is there from 25.2", () => {
  // nle.md 2.1
  assert.throws(() => new FakeUxp(stage({ version: "25.1" }).premiere), /25\.2/);
  assert.ok(new FakeUxp(stage({ version: "25.2" }).premiere).require("premierepro").Project);
});

test("native OpenTimelineIO is there from 26.2", async () => {
  // nle.md 0.3
  assert.equal(typeof (await plugin("26.1")).ppro.ProjectConverter.exportAsOpenTimelineIO, "undefined");
  assert.equal(typeof (await plugin("26.2")).ppro.ProjectConverter.exportAsOpenTimelineIO, "function");
});

test("tracks are renamed, and markers have guids, from 26.3", async () => {
  // nle.md 2.2
  for (const [version, kind] of [
    ["26.2", "undefined"],
    ["26.3", "function"],
  ]) {
    const { seq, hands, sequence, ppro } = await plugin(version);
    hands.marker(sequence, 10, "x");
    const marker = (await ppro.Markers.getMarkers(seq)).getMarkers()[0];

    assert.equal(typeof (await seq.getAudioTrack(0)).createSetNameAction, kind);
    assert.equal(typeof marker.guid, version === "26.3" ? "object" : "undefined");
  }
});

test("a TickTime is never changed", async () => {
  // UXPD ticktime.md
  const { ppro } = await plugin();
  const one = ppro.TickTime.createWithSeconds(1);

  assert.equal(one.add(one).ticks, "508032000000");
  assert.deepEqual([one.ticks, one.seconds, one.ticksNumber], ["254016000000", 1, 254016000000]);
  assert.equal(
    ppro.TickTime.createWithFrameAndFrameRate(24, ppro.FrameRate.createWithValue(23.976)).ticks,
    String(24n * 10594584000n),
  );
  assert.equal(
    ppro.TickTime.createWithSeconds(1.03).alignToFrame(ppro.FrameRate.createWithValue(25)).seconds,
    1,
  );
});

test("a sequence tells its times, tracks and clips", async () => {
  // UXPD sequence.md, audiotrack.md, audiocliptrackitem.md
  const { seq, ppro, hands, sequence } = await plugin();
  hands.marks(sequence, 24, 72);

  const track = await seq.getVideoTrack(0);
  const clips = track.getTrackItems(ppro.Constants.TrackItemType.CLIP, false);

  assert.equal(await seq.getTimebase(), "10584000000");
  assert.equal((await seq.getZeroPoint()).seconds, 3600);
  assert.equal((await seq.getEndTime()).seconds, 10);
  assert.equal((await seq.getInPoint()).seconds, 3601);
  assert.deepEqual(
    [await seq.getVideoTrackCount(), await seq.getAudioTrackCount(), track.name],
    [1, 2, "Video 1"],
  );
  assert.deepEqual([(await clips[1].getStartTime()).seconds, (await clips[0].getInPoint()).seconds], [4, 10]);
  assert.equal(
    await ppro.ClipProjectItem.cast(await clips[0].getProjectItem()).getMediaFilePath(),
    "/rushes/a.mov",
  );
});

test("from 26.3 an action is made inside lockedAccess or not at all", async () => {
  // nle.md 2.2
  for (const [version, refused] of [
    ["26.2", false],
    ["26.3", true],
  ]) {
    const { ppro, seq, imported, seconds, project } = await plugin(version);
    const item = await imported();
    const make = () => ppro.SequenceEditor.getEditor(seq).createOverwriteItemAction(item, seconds(1), 0, 1);

    if (refused) assert.throws(make, /lockedAccess/);
    else assert.ok(make());
    project.lockedAccess(() => assert.ok(make()));
  }
});

test("what lockedAccess awaits is outside", async () => {
  // UXPD project.md: the callback gives void
  const { ppro, seq, imported, seconds, project } = await plugin("26.3");
  const item = await imported();
  let failed;

  project.lockedAccess(async () => {
    await null;
    try {
      ppro.SequenceEditor.getEditor(seq).createOverwriteItemAction(item, seconds(1), 0, 1);
    } catch (error) {
      failed = error;
    }
  });
  await new Promise((done) => setImmediate(done));

  assert.match(String(failed), /lockedAccess/);
});

test("a transaction is one undo step with its name", async () => {
  // nle.md 2.2
  const { ppro, seq, does, imported, seconds, uxp, premiere, music } = await plugin();
  const item = await imported();
  const before = premiere.snapshot();
  const editor = ppro.SequenceEditor.getEditor(seq);

  assert.equal(
    does(
      () => [1, 5].map((s) => editor.createOverwriteItemAction(item, seconds(s), 0, 1)),
      "NingBGM: place cue 1M1",
    ),
    true,
  );

  assert.equal(music.clips.length, 2);
  assert.deepEqual(uxp.undoSteps, ["NingBGM: place cue 1M1"]);
  assert.equal(uxp.undo(), "NingBGM: place cue 1M1");
  assert.deepEqual(premiere.differences(before), []);
});

test("a transaction of which one action fails does nothing", async () => {
  // [inference]
  const { ppro, seq, does, imported, seconds, premiere, hands, music, uxp } = await plugin();
  const item = await imported();
  const editor = ppro.SequenceEditor.getEditor(seq);
  does(() => editor.createOverwriteItemAction(item, seconds(1), 0, 1));
  const placed = (await seq.getAudioTrack(1)).getTrackItems(ppro.Constants.TrackItemType.CLIP, false)[0];
  hands.lock(music);
  const before = premiere.snapshot();
  const markers = await ppro.Markers.getMarkers(seq);

  const answer = does(() => [
    markers.createAddMarkerAction("x", "Comment", seconds(1), seconds(1), ""),
    placed.createSetDisabledAction(true),
  ]);

  assert.equal(answer, false);
  assert.deepEqual(premiere.differences(before), []);
  assert.equal(uxp.undoSteps.length, 1);
});

test("a callback that throws does nothing", async () => {
  const { ppro, seq, project, seconds, premiere } = await plugin();
  const before = premiere.snapshot();
  const markers = await ppro.Markers.getMarkers(seq);

  assert.throws(
    () =>
      project.lockedAccess(() =>
        project.executeTransaction((compound) => {
          compound.addAction(markers.createAddMarkerAction("x", "Comment", seconds(1), seconds(0), ""));
          throw new Error("mine");
        }, "x"),
      ),
    /mine/,
  );

  assert.deepEqual(premiere.differences(before), []);
});

test("inserting past the last track makes one, overwriting does not", async () => {
  // UXPD sequenceeditor.md, of insert only
  const { ppro, seq, does, imported, seconds, sequence } = await plugin();
  const item = await imported();
  const editor = ppro.SequenceEditor.getEditor(seq);

  does(() => editor.createOverwriteItemAction(item, seconds(0), 0, 2));
  assert.equal(sequence.audio.length, 2);
  does(() => editor.createInsertProjectItemAction(item, seconds(20), 0, 2, true));
  assert.deepEqual(
    sequence.audio.map((track) => track.clips.length),
    [1, 0, 1],
  );
});

test("inserting moves what lies after, overwriting does not", async () => {
  // nle.md 2.2
  const { ppro, seq, does, imported, seconds, sequence, music } = await plugin();
  const item = await imported();
  const editor = ppro.SequenceEditor.getEditor(seq);
  does(() => editor.createOverwriteItemAction(item, seconds(4), 0, 1));

  does(() => editor.createInsertProjectItemAction(item, seconds(1), 0, 1, true));

  assert.deepEqual(
    music.ordered().map((clip) => at(clip, sequence)),
    [
      [24, 72],
      [144, 192],
    ],
  );
});

test("removing ripples up to 26.2", async () => {
  // KAVY #455
  for (const [version, wanted] of [
    ["26.2", [0, 144]],
    ["26.3", [96, 240]],
  ]) {
    const { ppro, seq, does, hands, sequence, first, second } = await plugin(version);
    hands.select(sequence, first);
    const selection = await seq.getSelection();

    does(() =>
      ppro.SequenceEditor.getEditor(seq).createRemoveItemsAction(
        selection,
        true,
        ppro.Constants.MediaType.VIDEO,
        false,
      ),
    );

    assert.deepEqual(at(second, sequence), wanted);
  }
});

test("setSelection answers at once from 26.3", async () => {
  // UXPD sequence.md
  for (const [version, promised] of [
    ["26.2", true],
    ["26.3", false],
  ]) {
    const { seq } = await plugin(version);
    const answer = seq.setSelection(await seq.getSelection());

    assert.equal(answer instanceof Promise, promised);
    assert.equal(await answer, true);
  }
});

test("clips are moved, trimmed and disabled in place", async () => {
  // nle.md 2.2
  const { ppro, seq, does, seconds, second, sequence } = await plugin();
  const clip = (await seq.getVideoTrack(0)).getTrackItems(ppro.Constants.TrackItemType.CLIP, false)[1];

  does(() => [
    clip.createMoveAction(seconds(1)),
    clip.createSetEndAction(seconds(8)),
    clip.createSetDisabledAction(true),
  ]);

  assert.deepEqual(at(second, sequence), [120, 192]);
  assert.equal(second.disabled, true);
});

test("properties are kept by name, on the sequence and on the project", async () => {
  // UXPD properties.md
  const { ppro, seq, project, does } = await plugin();
  const properties = await ppro.Properties.getProperties(seq);

  does(() =>
    properties.createSetValueAction("ningbgm.cues", '{"a": 1}', ppro.Constants.PropertyType.PERSISTENT),
  );

  assert.equal(await (await ppro.Properties.getProperties(seq)).getValue("ningbgm.cues"), '{"a": 1}');
  assert.equal(await (await ppro.Properties.getProperties(project)).hasValue("ningbgm.cues"), false);
});

test("bins are made by action, unique where that is wanted", async () => {
  // UXPD folderitem.md
  const { project, does } = await plugin();
  const root = await project.getRootItem();

  does(() => [root.createBinAction("NingBGM", true), root.createBinAction("NingBGM", true)]);

  assert.deepEqual(
    (await root.getItems()).slice(2).map((item) => item.name),
    ["NingBGM", "NingBGM 01"],
  );
});

test("a wrong cast gives null", async () => {
  // [inference]
  const { ppro, project } = await plugin();
  const [sequenceItem] = await (await project.getRootItem()).getItems();

  assert.equal(ppro.FolderItem.cast(sequenceItem), null);
  assert.equal(await ppro.ClipProjectItem.cast(sequenceItem).isSequence(), true);
});

test("OpenTimelineIO has Premiere's own keys, rates and places", async () => {
  // nle.md section 3
  const path = join(folder(), "cut.otio");
  const { ppro, seq, premiere, sequence, first, hands } = await plugin("26.2", { rate: "23.976" });
  Object.assign(first, { speed: 2 });
  const inner = hands.sequence("Scene", { rate: "23.976" });
  hands.place(inner, inner.video[0], premiere.film.root.children[1], 0, 48);
  hands.place(sequence, sequence.video[0], inner.item, 300, 24);

  assert.equal(await ppro.ProjectConverter.exportAsOpenTimelineIO(seq, path, true), true);

  const otio = JSON.parse(readFileSync(path, "utf8"));
  const [picture] = otio.tracks.children;
  const [retimed, , gap, nested] = picture.children;
  assert.equal(otio.tracks.metadata.PremierePro_OTIO.VideoFrameRate, 24000 / 1001);
  assert.deepEqual(
    picture.children.map((each) => each.OTIO_SCHEMA),
    ["Clip.2", "Clip.2", "Gap.1", "Stack.1"],
  );
  assert.equal(retimed.media_references.DEFAULT_MEDIA.target_url, "file:///rushes/a.mov");
  assert.deepEqual([retimed.source_range.start_time.value, retimed.source_range.duration.value], [240, 192]);
  assert.equal(retimed.effects.at(-1).time_scalar, 2);
  assert.equal(
    retimed.effects[0].metadata.PremierePro_OTIO.Parameters[0].StartValue.Position.value,
    -10800000,
  );
  assert.equal(gap.source_range.duration.value, 60);
  assert.equal(nested.name, "Scene");
  assert.deepEqual(
    otio.tracks.children.map((each) => [each.name, each.kind]),
    [
      ["Video 1", "Video"],
      ["Audio 1", "Audio"],
      ["Audio 2", "Audio"],
    ],
  );
});

test("a full disk leaves half an export and answers false", async () => {
  const path = join(folder(), "cut.otio");
  const { ppro, seq, hands } = await plugin("26.2");
  hands.fillDisk();

  assert.equal(await ppro.ProjectConverter.exportAsOpenTimelineIO(seq, path, true), false);
  assert.throws(() => JSON.parse(readFileSync(path, "utf8")));
});

test("faults strike here too, and a Promise is rejected, not thrown", async () => {
  const { uxp, seq, ppro } = await plugin("26.2");
  uxp.onCall("Sequence.getInPoint", "raise");
  uxp.onCall("ProjectConverter.exportAsOpenTimelineIO", "return_true");

  const promise = seq.getInPoint();

  await assert.rejects(promise, /Unknown error exception/);
  assert.equal(await ppro.ProjectConverter.exportAsOpenTimelineIO(seq, "/no/where.otio", true), true);
});

test("what a plugin makes is the script's, not the user's", async () => {
  const { ppro, seq, does, imported, seconds, premiere } = await plugin();
  const users = premiere.snapshot("user");
  const item = await imported();

  does(() => ppro.SequenceEditor.getEditor(seq).createInsertProjectItemAction(item, seconds(30), 0, 2, true));

  assert.deepEqual(premiere.differences(users, "user"), []);
});

test("events tell of sequences, selections, tracks and a dirty project", async () => {
  // UXPD constants, eventmanager.md
  const { ppro, hands, sequence, first } = await plugin();
  const heard = new Set();
  for (const event of [
    ppro.Constants.SequenceEvent.ACTIVATED,
    ppro.Constants.SequenceEvent.SELECTION_CHANGED,
    ppro.Constants.VideoTrackEvent.TRACK_CHANGED,
    ppro.Constants.ProjectEvent.DIRTY,
  ]) {
    ppro.EventManager.addGlobalEventListener(event, () => heard.add(event));
  }

  hands.select(sequence, first);
  hands.delete(sequence, first);
  hands.activate(hands.sequence("Cut 2"));

  assert.equal(heard.size, 4);
});

for (const [domains, url, os, allowed] of [
  ["all", "http://127.0.0.1:8080/x", "mac", true],
  [["all"], "http://127.0.0.1:8080/x", "mac", false],
  [undefined, "http://127.0.0.1:8080/x", "mac", false],
  ["all", "http://localhost:8080/x", "mac", false],
  ["all", "http://localhost:8080/x", "windows", true],
  [["http://127.0.0.1"], "http://127.0.0.1:8080/x", "mac", true],
  [["http://127.0.0.1:9"], "http://127.0.0.1:8080/x", "mac", false],
  [["http://127.0.0.1"], "https://127.0.0.1/x", "mac", false],
  [["https://*.adobe.com"], "https://www.adobe.com/", "mac", true],
]) {
  test(`domains ${JSON.stringify(domains)} let ${url} through on ${os}: ${allowed}`, () => {
    // mikechambers/adb-mcp #23, hyperbrew/bolt-uxp #67, nle.md 2.2
    assert.equal(mayReach(url, { requiredPermissions: { network: { domains } } }, os), allowed);
  });
}

test("files need full access, the plugin's own folders do not", async () => {
  const sparing = { ...OPEN_MANIFEST, requiredPermissions: {} };
  const path = join(folder(), "x.txt");
  writeFileSync(path, "hello");
  const open = new FakeUxp(stage().premiere);
  const closed = new FakeUxp(stage().premiere, { manifest: sparing });

  assert.equal(await open.require("fs").readFile(`file://${path}`, "utf-8"), "hello");
  await assert.rejects(closed.require("fs").readFile(path, "utf-8"), { name: "PermissionDenied" });
  await closed.require("fs").writeFile("plugin-temp:/a.txt", "b");
  assert.equal(await closed.require("fs").readFile("plugin-temp:/a.txt", "utf-8"), "b");
});

test("addresses open where the manifest has their scheme", async () => {
  const uxp = new FakeUxp(stage().premiere);

  assert.equal(await uxp.require("uxp").shell.openExternal("http://127.0.0.1:1/"), "");
  assert.notEqual(await uxp.require("uxp").shell.openExternal("mailto:x@y"), "");
  assert.deepEqual(uxp.opened, ["http://127.0.0.1:1/"]);
});

test("a plugin runs without Node", () => {
  // nle.md 2.1: "UXP JS, no Node"
  const path = join(folder(), "main.js");
  writeFileSync(
    path,
    'module.exports = { kinds: [typeof process, typeof Buffer, typeof fetch].join(), name: require("uxp").host.name };',
  );
  const uxp = new FakeUxp(stage().premiere);

  assert.deepEqual({ ...uxp.load(path) }, { kinds: "undefined,undefined,function", name: "premierepro" });
  assert.throws(() => uxp.require("http"), /not found/);
});

test("a manifest for a later Premiere is refused", () => {
  // nle.md 2.2: minVersion
  assert.equal(new FakeUxp(stage({ version: "26.0" }).premiere).refusal(), null);
  assert.match(new FakeUxp(stage({ version: "25.2" }).premiere).refusal(), /25\.6/);
});
