/** What crosses into ExtendScript and back, and what it costs the user interface to read a long sequence. */

import assert from "node:assert/strict";
import { test } from "node:test";

import { FakePremiere } from "../../fakes/premiere/world.js";
import { hostScript, plugin } from "./bundled.mjs";
import { bridgeTo, Desk } from "./desk.mjs";

/** Reads and calls of Premiere that one step may make; at a thirtieth of a millisecond each a frame is not lost. */
const MOST_AT_ONCE = 1_000;

/** A sequence of a thousand clips on two tracks of picture and two of sound. */
function long() {
  const premiere = new FakePremiere({ rate: "25" });
  const { hands, sequence } = premiere;
  hands.audioTrack(sequence);
  const clip = hands.footage("/rushes/a.mov", { seconds: 5_000 });
  for (let number = 0; number < 250; number++) {
    hands.place(sequence, sequence.video[0], clip, number * 20, 20, { source: number, sound: sequence.audio[0] });
    hands.place(sequence, sequence.audio[1], clip, number * 20, 20, { source: number });
    hands.place(sequence, sequence.audio[1], clip, 6_000 + number * 20, 20, { source: number });
  }
  premiere.load(hostScript);
  return { premiere, host: new plugin.CepHost(bridgeTo(premiere)) };
}

test("a thousand clips are read in small steps", async () => {
  const { premiere, host } = long();
  const before = premiere.runs.length;

  const shares = [];
  const { otio } = await host.readEdit((share) => shares.push(share));

  const runs = premiere.runs.slice(before);
  const most = Math.max(...runs.map((run) => run.calls + run.reads));
  const all = runs.reduce((sum, run) => sum + run.calls + run.reads, 0);
  assert.equal(JSON.parse(otio).tracks.children.flatMap((track) => track.children).filter(isClip).length, 1_000);
  assert.ok(most <= MOST_AT_ONCE, `${most} at once`);
  assert.ok(all < 30_000, `${all} in all`); // thirty a clip
  assert.deepEqual([...shares].sort((a, b) => a - b), shares);
  assert.equal(shares.at(-1), 1);
});

test("the range and what lies are read in small steps, too", async () => {
  const { premiere, host } = long();
  const before = premiere.runs.length;

  await host.range();
  await host.lying();

  assert.ok(Math.max(...premiere.runs.slice(before).map((run) => run.calls + run.reads)) <= MOST_AT_ONCE);
});

test("reading can be cancelled", async () => {
  const { host } = long();
  const stop = new AbortController();

  await assert.rejects(host.readEdit(() => stop.abort(), stop.signal), { name: "HostError" });
});

for (const text of ['quote " and \\', "line\nend\r\ttab", "配乐开始 ♭", "\u2028\u2029\u0000\u007f", "emoji 🎬", "</script>"]) {
  test(`${JSON.stringify(text)} crosses to ExtendScript and back unharmed`, async () => {
    const premiere = new FakePremiere();
    premiere.load(hostScript);
    premiere.hands.marker(premiere.sequence, 5, text, { comments: text });

    const host = new plugin.CepHost(bridgeTo(premiere));
    const [marker] = JSON.parse((await host.readEdit(() => undefined)).otio).tracks.markers;

    assert.deepEqual([marker.name, marker.comment], [text, text]);
  });
}

test("a host script that was not loaded is loaded", async () => {
  const premiere = new FakePremiere();
  const bridge = { ...bridgeTo(premiere), extensionPath: () => hostScript.replace("/host.jsx", "") };

  assert.equal((await new plugin.CepHost(bridge).describe()).sequence.name, "Cut 1");
});

test("without a project or a sequence the panel is told what to open", async () => {
  const desk = new Desk();
  desk.hands.closeProject();
  const closed = await desk.host.describe();
  const none = new FakePremiere({ sequence: null });
  none.load(hostScript);
  const empty = await new plugin.CepHost(bridgeTo(none)).describe();

  assert.match(closed.missing.join(), /No project is open/);
  assert.match(empty.missing.join(), /No sequence is open/);
  await assert.rejects(new plugin.CepHost(bridgeTo(none)).range(), { reason: "NO_SEQUENCE" });
});

test("changes are told, ours and the editor's", async () => {
  const desk = new Desk();
  let heard = 0;
  const end = desk.host.onChanged(() => (heard += 1));
  await until(() => desk.premiere.application.bound.size > 0);

  desk.hands.delete(desk.sequence, desk.shots[0]);
  await until(() => heard > 0);
  end();

  assert.ok(heard > 0);
});

test("the playhead is read and set from the first frame, whatever the timecode", async () => {
  const desk = new Desk({ start: "10:00:00:00" });

  await desk.host.playhead.set(77);

  assert.equal(await desk.host.playhead.get(), 77);
  assert.equal(desk.sequence.player, 77n * desk.sequence.timebase);
});

test("timecode drops numbers where the sequence does", () => {
  const told = (frame, timebase, drop) => plugin.timecodeOf(frame, timebase, drop);

  assert.equal(told(107_892, 8_475_667_200n, true), "01:00:00;00");
  assert.equal(told(1_800, 8_475_667_200n, true), "00:01:00;02");
  assert.equal(told(17_982, 8_475_667_200n, true), "00:10:00;00");
  assert.equal(told(215_784, 4_237_833_600n, true), "01:00:00;00");
  assert.equal(told(90_000, 10_160_640_000n, false), "01:00:00:00");
});

test("ticks are exact beyond what numbers hold", () => {
  const { frameAt, ticksAt, rateText, ticksOfSamples, ticksFrom } = plugin.ticks;

  assert.equal(frameAt(ticksAt(2_592_000, 8_475_667_200n), 8_475_667_200n), 2_592_000);
  assert.equal(rateText(8_475_667_200n, false), "30000/1001");
  assert.equal(rateText(8_475_667_200n, true), "29.97 DF");
  assert.equal(ticksOfSamples(48_000), 254_016_000_000n);
  assert.equal(ticksFrom("-101606400000000000"), null);
});

test("the same file has many spellings", () => {
  const same = (a, b) => assert.equal(plugin.comparable(a), plugin.comparable(b));

  same("\\\\?\\C:\\Music\\a.wav", "c:/music/A.WAV");
  same("/Users/e\u0301diteur/a.wav", "/Users/\u00e9diteur/a.wav");
  assert.equal(plugin.plainPath("\\\\?\\UNC\\nas\\a.wav"), "\\\\nas\\a.wav");
  assert.notEqual(plugin.comparable("/a/A.wav"), plugin.comparable("/a/a.wav"));
});

test("colours come from Premiere, and the usual ones where it tells none", () => {
  const skin = { panelBackgroundColor: { color: { red: 240, green: 240, blue: 240 } }, baseFontSize: 11 };

  assert.deepEqual(plugin.themeOf(JSON.stringify({ appSkinInfo: skin })), {
    background: "#f0f0f0", text: "#202020", accent: "#2d8ceb", fontSizePx: 11,
  });
  assert.equal(plugin.themeOf("no JSON").background, "#232323");
});

function isClip(child) {
  return child.OTIO_SCHEMA === "Clip.2";
}

async function until(holds) {
  for (let look = 0; look < 200 && !holds(); look++) await new Promise((resolve) => setTimeout(resolve, 25));
}
