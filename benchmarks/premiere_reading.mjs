/**
 * How long it takes to read a sequence of Premiere: `node benchmarks/premiere_reading.mjs [CLIPS]`.
 *
 * In the engine of the fake, so that the steps and reads are Premiere's and the seconds are this machine's.
 */

import { performance } from "node:perf_hooks";

import { FakePremiere } from "../tests/fakes/premiere/world.js";
import { hostScript, plugin } from "../tests/plugins/premiere/bundled.mjs";
import { bridgeTo } from "../tests/plugins/premiere/desk.mjs";

const clips = Number(process.argv[2] ?? 1000);
const premiere = new FakePremiere({ rate: "25" });
const { hands, sequence } = premiere;
const footage = hands.footage("/rushes/a.mov", { seconds: 100_000 });
for (let number = 0; number < clips / 2; number++) {
  hands.place(sequence, sequence.video[0], footage, number * 20, 20, { source: number, sound: sequence.audio[0] });
}
premiere.load(hostScript);
const host = new plugin.CepHost(bridgeTo(premiere));

const [steps, before] = [premiere.runs.length, performance.now()];
await host.readEdit(() => undefined);
const seconds = (performance.now() - before) / 1000;
const runs = premiere.runs.slice(steps);
const reads = runs.map((run) => run.calls + run.reads);
const all = reads.reduce((sum, one) => sum + one, 0);
console.log(`${clips} clips: ${runs.length} steps, at most ${Math.max(...reads)} reads each, ${all} in all, ${seconds.toFixed(2)} s`);
