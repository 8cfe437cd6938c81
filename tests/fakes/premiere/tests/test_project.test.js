/** `app`, the project, bins, footage, import and export. */

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { FakePremiere } from "../world.js";
import { stage } from "./stage.js";

const folder = () => mkdtempSync(join(tmpdir(), "premiere-"));

function wav(path, seconds, channels = 2) {
  const data = Math.round(seconds * 48000) * channels * 2;
  const head = Buffer.alloc(44);
  head.write("RIFF", 0, "latin1");
  head.writeUInt32LE(36 + data, 4);
  head.write("WAVEfmt ", 8, "latin1");
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(channels, 22);
  head.writeUInt32LE(48000, 24);
  head.writeUInt32LE(48000 * channels * 2, 28);
  head.writeUInt16LE(channels * 2, 32);
  head.writeUInt16LE(16, 34);
  head.write("data", 36, "latin1");
  head.writeUInt32LE(data, 40);
  writeFileSync(path, Buffer.concat([head, Buffer.alloc(data)]));
  return path;
}

test("no sequence in front is 0", () => {
  // PSG project.md, activeSequence
  assert.strictEqual(new FakePremiere({ sequence: null }).run("app.project.activeSequence"), 0);
});

test("the project has name, path, document id and a root bin", () => {
  const { run } = stage();

  assert.equal(run("app.project.name"), "Film.prproj");
  assert.match(run("app.project.path"), /Film\.prproj$/);
  assert.match(run("app.project.documentID"), /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
  assert.equal(run("root.type === ProjectItemType.ROOT"), true);
});

test("a bin has type 2, footage has no children", () => {
  // PJ searchForBinWithName compares with 2
  const { run } = stage();

  assert.equal(run("var b = root.createBin('NingBGM'); b.type"), 2);
  assert.equal(run("ProjectItemType.BIN"), 2);
  assert.equal(run("root.children[1].type === ProjectItemType.CLIP && root.children[1].children"), undefined);
});

test("a bin inside footage cannot be made", () => {
  // PSG projectitem.md createBin: "Only works within bins", 0 if unsuccessful
  assert.strictEqual(stage().run("root.children[1].createBin('x')"), 0);
});

test("two bins may have one name", () => {
  // [inference]
  assert.equal(stage().run("root.createBin('x'); root.createBin('x'); root.children.numItems"), 4);
});

test("importFiles answers a boolean, and the item is found by its path", () => {
  // PSG project.md; nle.md 2.3
  const { run } = stage();

  assert.strictEqual(
    run("var b = root.createBin('Stems'); app.project.importFiles(['/stems/drums.wav'], true, b, false)"),
    true,
  );
  assert.equal(run("var found = root.findItemsMatchingMediaPath('/stems/drums.wav', 1); found.length"), 1);
  assert.equal(run("found[0].name + ' ' + found[0].getMediaPath()"), "drums.wav /stems/drums.wav");
  assert.equal(run("found[0].treePath"), "\\Film.prproj\\Stems\\drums.wav");
});

test("a path is found in part, or only whole, by trap", () => {
  // TYPES findItemsMatchingMediaPath(matchString), UXPD "containing match string"; PSG says "the same media path"
  const part = stage();
  const whole = stage({ traps: { pathsMatchInPart: false } });
  for (const { run, hands } of [part, whole]) {
    hands.file("/stems/drums.wav.bak.wav", { seconds: 1 });
    run("app.project.importFiles(['/stems/drums.wav.bak.wav', '/stems/drums.wav'], true, root, false)");
  }

  assert.equal(part.run("root.findItemsMatchingMediaPath('/stems/drums.wav', 1).length"), 2);
  assert.equal(whole.run("root.findItemsMatchingMediaPath('/stems/drums.wav', 1).length"), 1);
});

test("no match is 0, not an empty list", () => {
  // PSG projectitem.md findItemsMatchingMediaPath
  assert.strictEqual(stage().run("root.findItemsMatchingMediaPath('/nowhere.wav', 1)"), 0);
});

test("a file that cannot be read makes importFiles answer false", () => {
  const { run, premiere } = stage();

  assert.strictEqual(
    run("app.project.importFiles(['/nowhere.wav', '/stems/drums.wav'], true, root, false)"),
    false,
  );
  assert.equal(run("root.findItemsMatchingMediaPath('/stems/drums.wav', 1).length"), 1);
  assert.deepEqual(premiere.dialogues, []);
});

test("without suppressUI the user is asked", () => {
  const { run, premiere } = stage();

  run("app.project.importFiles(['/nowhere.wav'], false, root, false)");

  assert.equal(premiere.dialogues.length, 1);
});

test("a WAV on disk has its length to the sample", () => {
  const path = wav(join(folder(), "bass.wav"), 1.25);
  const { run } = stage();

  run(`app.project.importFiles([${JSON.stringify(path)}], true, root, false)`);

  assert.equal(run("root.children[2].getOutPoint().seconds"), 1.25);
});

test("importing late leaves the items out until the script has ended", () => {
  const { run } = stage({ traps: { importsLate: true } });

  assert.equal(
    run("app.project.importFiles(['/stems/drums.wav'], true, root, false) + ' ' + root.children.numItems"),
    "true 2",
  );
  assert.equal(run("root.children.numItems"), 3);
});

test("Windows paths are found whatever their case", () => {
  const { run, hands } = stage({ os: "windows" });
  hands.file("C:\\Stems\\Drums.wav", { seconds: 1 });

  run("app.project.importFiles(['C:\\\\Stems\\\\Drums.wav'], true, root, false)");

  assert.equal(run("root.findItemsMatchingMediaPath('c:/stems/drums.WAV', 1).length"), 1);
});

test("a project item's in and out are taken as seconds", () => {
  // docsforadobe/premiere-scripting-guide #6, against its page that says ticks
  const { run, stem } = stage();
  stem();

  run("var it = root.children[2]; it.setInPoint(0.5, 4); it.setOutPoint('1.5', 4)");

  assert.equal(run("it.getInPoint().seconds + ' ' + it.getOutPoint().seconds"), "0.5 1.5");
});

test("a bin takes its contents and their clips with it", () => {
  // PSG projectitem.md deleteBin: "AND ALL ITS CONTENTS"
  const { run, music } = stage();
  run("var b = root.createBin('Stems'); app.project.importFiles(['/stems/drums.wav'], true, b, false)");
  run("seq.audioTracks[1].overwriteClip(b.children[0], 1)");

  assert.strictEqual(run("b.deleteBin()"), 0);
  assert.equal(music.clips.length, 0);
  assert.equal(run("root.children.numItems"), 2);
});

test("custom properties are in the FCP XML", () => {
  // PSG sequence.md attachCustomProperty
  const path = join(folder(), "cut.xml");
  const { run } = stage();

  assert.strictEqual(run("seq.attachCustomProperty('ningbgm.cue', '1m1')"), true);
  assert.strictEqual(run(`seq.exportAsFinalCutProXML(${JSON.stringify(path)}, 1)`), true);

  const xml = readFileSync(path, "utf8");
  assert.match(xml, /<xmeml version="4">/);
  assert.match(xml, /<property id="ningbgm\.cue">1m1</);
  assert.match(xml, /<frame>86400<\/frame>/);
  assert.match(xml, /<start>96<\/start><end>240<\/end><in>1000<\/in><out>1144<\/out>/);
});

test("the FCP XML has speeds as timeremap and nested sequences whole", () => {
  const path = join(folder(), "cut.xml");
  const { premiere, run, hands, sequence, first } = stage();
  Object.assign(first, { speed: 2, reversed: true });
  const inner = hands.sequence("Scene 4", { rate: "24" });
  hands.place(inner, inner.video[0], premiere.film.root.children[1], 0, 48);
  hands.place(sequence, sequence.video[0], inner.item, 400, 24);

  run(`seq.exportAsFinalCutProXML(${JSON.stringify(path)}, 1)`);

  const xml = readFileSync(path, "utf8");
  assert.match(xml, /<parameterid>speed<\/parameterid><name>speed<\/name><value>200</);
  assert.match(xml, /<name>reverse<\/name><value>TRUE</);
  assert.equal(xml.match(/<sequence id=/g).length, 2);
  assert.equal(xml.match(/<pathurl>/g).length, 1);
});

test("a full disk leaves half an export and answers false", () => {
  const path = join(folder(), "cut.xml");
  const { run, hands } = stage();
  hands.fillDisk();

  assert.strictEqual(run(`seq.exportAsFinalCutProXML(${JSON.stringify(path)}, 1)`), false);
  assert.doesNotMatch(readFileSync(path, "utf8"), /<\/xmeml>/);
});

test("a new sequence on 26.x would hang the engine", () => {
  // KAVY PR #15
  assert.throws(() => stage({ version: "26.0" }).run("app.project.createNewSequence('x', 'y')"), {
    name: "WouldHangError",
  });
  assert.equal(stage({ version: "25.6" }).run("app.project.createNewSequence('x', 'y').name"), "x");
});

test("a hang is told to the test, not to the panel", async () => {
  const { premiere } = stage({ version: "26.0" });

  await assert.rejects(premiere.evalScript("app.project.createNewSequence('x', 'y')"), {
    name: "WouldHangError",
  });
  assert.equal(await premiere.evalScript("1"), "1");
});

test("getSequenceByID is gone on 26.x", () => {
  // HET PR #14
  assert.equal(stage({ version: "26.0" }).run("typeof app.project.getSequenceByID"), "undefined");
  assert.equal(stage({ version: "25.6" }).run("app.project.getSequenceByID(seq.sequenceID).name"), "Cut 1");
});

test("without a project app.project is undefined", () => {
  // [inference]
  const { premiere, hands } = stage();
  hands.closeProject();

  assert.equal(premiere.run("app.isDocumentOpen() + ' ' + typeof app.project"), "false undefined");
});

test("a nested sequence is a clip of a sequence's item", () => {
  // PSG projectitem.md isSequence
  const { run, hands, sequence } = stage();
  const inner = hands.sequence("Scene 4", { rate: "24" });
  hands.place(inner, inner.video[0], sequence.item.parent.children[1], 0, 48);
  hands.place(sequence, sequence.video[0], inner.item, 400, 24);

  assert.equal(
    run(
      "var c = seq.videoTracks[0].clips[2]; c.projectItem.isSequence() + ' ' + c.name + ' ' + c.projectItem.getMediaPath()",
    ),
    "true Scene 4 ",
  );
  assert.equal(run("app.project.sequences[1].projectItem.nodeId === c.projectItem.nodeId"), true);
});

test("a sequence is a project item too", () => {
  // PSG projectitem.md isSequence
  assert.equal(
    stage().run(
      "root.children[0].isSequence() + ' ' + seq.projectItem.name + ' ' + root.children[1].isSequence()",
    ),
    "true Cut 1 false",
  );
});

test("writing what is read-only does nothing, or throws under $.strict", () => {
  // JTG dollar-object.md, $.strict
  const { run } = stage();

  assert.equal(run("seq.timebase = '1'; seq.timebase"), "10584000000");
  assert.throws(() => run("$.strict = true; seq.timebase = '1'"), /read only/);
});

test("two handles of one thing are not the same object", () => {
  // [inference]
  assert.equal(stage().run("root.children[1] === root.children[1]"), false);
  assert.equal(stage().run("root.children[1].nodeId === root.children[1].nodeId"), true);
});
