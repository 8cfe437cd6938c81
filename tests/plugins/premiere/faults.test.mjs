/**
 * One call of a change goes wrong: it throws before or after its work, or does nothing and says yes, no or nothing.
 *
 * Whatever happens: either all lies as it was planned and the panel is told so, or it is told that it failed, and what
 * is not as it was before is named. Nothing of the editor's is touched. A sample of the calls is broken, or, where
 * NINGBGM_EVERY says 1, each of them.
 */

import assert from "node:assert/strict";
import { basename } from "node:path";
import { test } from "node:test";

import { plugin } from "./bundled.mjs";
import { Desk } from "./desk.mjs";

const EVERY = Number(process.env.NINGBGM_EVERY ?? "0");
/** Calls of each kind of fault in a sample. */
const SAMPLE = 6;
const FAULTS = ["raise", "raise_after", "return_false", "return_true", "nothing"];
const EMPTY = {
  refusal: null, takeAwayClipIds: [], removeMarkers: [], putDown: [], writeMarkers: [], dropTracks: [],
  sentences: [], cues: [], scores: [], cueUnderPlayhead: "", strayClipIds: [],
};

/** A sound of a cue on a frame; every file is two seconds long. */
function put(cueId, stemId, frame, more = {}) {
  const part = { cueId, stemId, path: `/stems/${cueId}_${stemId}.wav`, trackName: `NingBGM ${stemId}`, frame };
  const length = { sampleCount: 96_000, frameCount: 50, colour: "COLOUR_ROLE_MUSIC", movesClipId: "" };
  return { ...part, ...length, clipName: `${cueId} ${stemId}`, ...more };
}

function mark(cueId, frame) {
  const data = JSON.stringify({ ningbgm: 1, score: "scores/s1", cue: cueId, hash: "x", start: frame, stems: {} });
  return { cueId, frame, endFrame: frame + 50, name: cueId, note: "NingBGM", data, colour: "COLOUR_ROLE_MUSIC" };
}

/** A desk on which 1m1 and 1m2 lie, and the plan that moves 1m1, writes 1m2 anew, and adds 1m3. */
async function staged(door) {
  const desk = new Desk({ door, version: door === "uxp" ? "26.3" : "25.6" });
  for (const name of ["1m1_melody", "1m1_bass", "1m2_melody", "1m2_bass", "1m3_melody", "1m3_drums", "1m2b_melody"]) {
    desk.hands.file(`/stems/${name}.wav`, { seconds: 2 });
  }
  const first = {
    ...EMPTY,
    putDown: [put("1m1", "melody", 10), put("1m1", "bass", 10), put("1m2", "melody", 80), put("1m2", "bass", 80)],
    writeMarkers: [mark("1m1", 10), mark("1m2", 80)],
  };
  await desk.host.carryOut(first, await desk.host.lying(), () => undefined);
  const timeline = await desk.host.lying();
  const ours = (file) => timeline.clips.find((clip) => clip.sourceId === `/stems/${file}.wav`).clipId;
  const told = (cue) => timeline.markers.find(({ data }) => data.includes(`"${cue}"`));
  const plan = {
    ...EMPTY,
    takeAwayClipIds: [ours("1m1_melody"), ours("1m1_bass"), ours("1m2_melody")],
    removeMarkers: [{ ...told("1m1"), cueId: "1m1" }, { ...told("1m2"), cueId: "1m2" }],
    putDown: [
      put("1m1", "melody", 20, { movesClipId: ours("1m1_melody") }),
      put("1m1", "bass", 20, { movesClipId: ours("1m1_bass") }),
      put("1m2", "melody", 90, { path: "/stems/1m2b_melody.wav" }),
      put("1m3", "melody", 200),
      put("1m3", "drums", 200),
    ],
    writeMarkers: [mark("1m1", 20), mark("1m2", 90), mark("1m3", 200)],
  };
  return { desk, plan, timeline, board: door === "uxp" ? desk.uxp : desk.premiere };
}

/** All that is ours, a line each, with the word by which a person would find it. */
function things({ premiere, sequence }) {
  const found = new Map();
  sequence.audio.forEach((track, index) => {
    if (track.madeBy === "script") found.set(`track A${index + 1}`, `A${index + 1}`);
    for (const clip of track.clips.filter((one) => one.madeBy === "script")) {
      const lies = `${basename(clip.item.media.path)} ${clip.start} to ${clip.end} on A${index + 1}`;
      found.set(lies, `A${index + 1}`);
    }
  });
  for (const marker of sequence.markers.filter((one) => one.madeBy === "script")) {
    found.set(`marker ${marker.start} ${marker.name} ${marker.comments}`, `marker ${marker.name}`);
  }
  for (const item of premiere.film.root.all()) {
    if (item.madeBy === "script") found.set(`item ${premiere.treePath(item)}`, "bin");
  }
  return found;
}

/** How the sounds of the plan should lie. */
function wanted(plan, sequence, kept) {
  const rows = plan.putDown.map((part) => `${basename(part.path)} ${BigInt(part.frame) * sequence.timebase}`);
  return [...rows, ...kept].sort();
}

function lies(sequence) {
  const clips = sequence.audio.flatMap((track) => track.clips.filter((clip) => clip.madeBy === "script"));
  return clips.map((clip) => `${basename(clip.item.media.path)} ${clip.start}`).sort();
}

/** Carries the plan out with a call broken, by its number or for ever by its name; gives what is wrong then. */
async function broken(door, call, fault) {
  const { desk, plan, timeline, board } = await staged(door);
  const [before, mine] = [things(desk), desk.premiere.snapshot("user")];
  if (typeof call === "number") board.onCall(board.log.length + call, fault);
  else board.onCall(call, fault, { times: null });
  let failure = null;
  try {
    await desk.host.carryOut(plan, timeline, () => undefined);
  } catch (error) {
    failure = error;
  }
  const wrong = desk.premiere.differences(mine, "user").map((line) => `the editor's: ${line}`);
  const after = things(desk);
  if (failure === null) {
    const now = lies(desk.sequence);
    const should = wanted(plan, desk.sequence, [`1m2_bass.wav ${80n * desk.sequence.timebase}`]);
    if (now.join() !== should.join()) wrong.push(`told as done, but ${now.join()}`);
    const cues = desk.markers().map((marker) => marker.name).sort();
    if (cues.join() !== "1m1,1m2,1m3") wrong.push(`told as done, but markers ${cues.join()}`);
    return wrong;
  }
  if (failure.name !== "HostError") wrong.push(`${failure.name}: ${failure.message}`);
  const told = (failure.left ?? []).join("; ");
  for (const [thing, word] of [...before, ...after]) {
    if (before.has(thing) !== after.has(thing) && !told.includes(word)) {
      wrong.push(`${after.has(thing) ? "left" : "lost"} and not named: ${thing} (told: ${told})`);
    }
  }
  return wrong;
}

/** The calls of a change where nothing breaks. */
async function callsOf(door) {
  const { desk, plan, timeline, board } = await staged(door);
  const before = board.log.length;
  await desk.host.carryOut(plan, timeline, () => undefined);
  return board.log.slice(before).map((call) => call.name);
}

/** What changes something, and is broken for ever. */
const CHANGING = {
  cep: [
    "Project.importFiles", "ProjectItem.createBin", "QESequence.addTracks", "TrackItem.remove", "TrackItem.move",
    "Track.overwriteClip", "MarkerCollection.createMarker", "MarkerCollection.deleteMarker", "Marker.comments=",
    "Marker.name=", "TrackItem.name=",
  ],
  uxp: [
    "Project.importFiles", "Project.executeTransaction", "Project.lockedAccess", "SequenceEditor.getEditor",
    "SequenceEditor.createOverwriteItemAction", "SequenceEditor.createInsertProjectItemAction",
    "SequenceEditor.createRemoveItemsAction", "Markers.createAddMarkerAction", "Markers.createRemoveMarkerAction",
    "TrackItemSelection.addItem", "Properties.createSetValueAction",
  ],
};

for (const door of ["cep", "uxp"]) {
  test(`${door}: a change without a fault does what was planned`, async () => {
    assert.deepEqual(await broken(door, 1_000_000, "raise"), []);
  });

  for (const [at, fault] of FAULTS.entries()) {
    test(`${door}: ${fault} at any call of a change is noticed`, async () => {
      const calls = await callsOf(door);
      const step = EVERY || Math.ceil(calls.length / SAMPLE);
      const wrong = [];
      for (let number = 1 + ((at * 7) % step); number <= calls.length; number += step) {
        for (const line of await broken(door, number, fault)) wrong.push(`call ${number}: ${line}`);
      }
      assert.deepEqual(wrong, []);
    });
  }
}

for (const door of ["cep", "uxp"]) {
  test(`${door}: what fails for ever is told, whatever it is`, async () => {
    const wrong = [];
    for (const name of CHANGING[door]) {
      for (const fault of ["raise", "nothing", "return_true"]) {
        for (const line of await broken(door, name, fault)) wrong.push(`${name} ${fault}: ${line}`);
      }
    }
    assert.deepEqual(wrong, []);
  });
}

test("a locked track is told, and nothing is changed", async () => {
  const { desk, plan, timeline } = await staged("cep");
  const before = things(desk);
  desk.hands.lock(desk.sequence.audio[2]);

  await assert.rejects(desk.host.carryOut(plan, timeline, () => undefined), { message: /is the track locked/ });

  const tracks = (each) => [...each.keys()].filter((line) => !/^track|^item/.test(line)).sort();
  assert.deepEqual(tracks(things(desk)), tracks(before));
});

test("a project that is closed meanwhile is told", async () => {
  const { desk, plan, timeline } = await staged("cep");
  desk.premiere.onCall("Project.importFiles", (call) => {
    desk.hands.closeProject();
    return call.do();
  });

  await assert.rejects(desk.host.carryOut(plan, timeline, () => undefined), { name: "HostError" });
});

test("a Premiere that shows a window does not answer, and that is told", async () => {
  const silent = { evalScript: () => undefined, hostEnvironment: () => "{}", extensionPath: () => "/x" };
  const host = new plugin.CepHost(silent, 30);

  await assert.rejects(host.range(), { reason: "HOST_BUSY", message: /close any window/ });
  assert.match((await host.describe()).missing.join(), /does not answer/);
});
