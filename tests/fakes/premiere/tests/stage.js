/** A small film in the fake Premiere, for its own tests: two shots, their sound, an empty track. */

import { FakePremiere } from "../world.js";

/** A world with one sequence: two shots of a.mov, the first with sound; Audio 2 is empty. */
export function stage(options = {}) {
  const premiere = new FakePremiere({ rate: "24", start: "01:00:00:00", ...options });
  const { hands, sequence } = premiere;
  const footage = hands.footage("/rushes/a.mov", { seconds: 500, rate: "24" });
  const first = hands.place(sequence, sequence.video[0], footage, 0, 96, {
    source: 240,
    sound: sequence.audio[0],
  });
  const second = hands.place(sequence, sequence.video[0], footage, 96, 144, { source: 1000 });
  const music = hands.audioTrack(sequence);
  hands.file("/stems/drums.wav", { seconds: 2 });
  const run = (text) =>
    premiere.run(`var seq = app.project.activeSequence, root = app.project.rootItem; ${text}`);
  const stem = () => run("app.project.importFiles(['/stems/drums.wav'], true, root, false); 0");
  return { premiere, hands, sequence, footage, first, second, music, run, stem };
}

/** Frames of a sequence as ticks. */
export function frames(sequence, count) {
  return BigInt(count) * sequence.timebase;
}
