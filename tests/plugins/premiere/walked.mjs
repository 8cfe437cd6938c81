/** Prints sequences as the plugin reads them, {name: OpenTimelineIO}, for the daemon's reader to read. */

import { Clip } from "../../fakes/premiere/dom/state.js";
import { FakePremiere } from "../../fakes/premiere/world.js";
import { FakeUxp } from "../../fakes/premiere/uxp/host.js";
import { hostScript, plugin } from "./bundled.mjs";
import { bridgeTo } from "./desk.mjs";

const rate = process.argv[2];
const plain = rate.replace(" DF", "");

function world(version = "25.6") {
  const premiere = new FakePremiere({ rate, start: "01:00:00:00", version });
  const { hands, sequence } = premiere;
  const place = (name, at, length, source) => {
    const clip = hands.footage(`/rushes/${name}.mov`, { seconds: 100, rate: plain });
    return hands.place(sequence, sequence.video[0], clip, at, length, { source });
  };
  return { premiere, hands, sequence, place };
}

/** The source that a clip uses, told after the retime or before it. */
function retimed({ sequence }, clip, speed, source, length, afterRetime) {
  const ticks = (frames) => BigInt(Math.round(frames)) * sequence.timebase;
  const [first, used] = afterRetime ? [source / speed, length] : [source, length * speed];
  Object.assign(clip, { speed, inPoint: ticks(first), outPoint: ticks(first + used) });
}

const CASES = {
  plain: (one) => {
    one.place("a", 0, 40, 10);
    one.place("b", 60, 20, 0); // a hole before it
    one.place("c", 80, 30, 5);
    one.hands.marker(one.sequence, 70, "hit", { length: 4, comments: "door" });
  },
  fast: (one) => retimed(one, one.place("a", 0, 40, 0), 2, 20, 40, false),
  fast_told_after: (one) => retimed(one, one.place("a", 0, 40, 0), 2, 20, 40, true),
  slow: (one) => retimed(one, one.place("a", 0, 40, 0), 0.5, 20, 40, false),
  backwards: (one) => Object.assign(one.place("a", 0, 40, 20), { reversed: true }),
  disabled: (one) => {
    one.place("a", 0, 40, 0).disabled = true;
    one.place("b", 40, 20, 0);
  },
  adjustment: (one) => {
    one.place("a", 0, 40, 0);
    const over = one.hands.sequence("other").video[0];
    one.sequence.video.push(over);
    const clip = one.hands.place(one.sequence, over, one.hands.footage("/rushes/x.mov"), 10, 10);
    clip.adjustment = true;
  },
  dissolve: (one) => {
    one.place("a", 0, 40, 10);
    one.place("b", 40, 40, 10);
    const [start, end] = [35n, 45n].map((frames) => frames * one.sequence.timebase);
    const parts = { id: "x", item: null, kind: "video", start, end, inPoint: 0n, outPoint: end - start, madeBy: "user" };
    one.sequence.video[0].transitions = [Object.assign(new Clip(parts), { name: "Cross Dissolve" })];
  },
  nested: (one) => {
    const inner = one.hands.sequence("Scene 1", { rate, start: "02:00:00:00" });
    const a = one.hands.footage("/rushes/a.mov", { seconds: 100, rate: plain });
    const b = one.hands.footage("/rushes/b.mov", { seconds: 100, rate: plain });
    one.hands.place(inner, inner.video[0], a, 0, 30, { source: 5 });
    one.hands.place(inner, inner.video[0], b, 30, 30, { source: 0 });
    one.hands.place(one.sequence, one.sequence.video[0], inner.item, 0, 40, { source: 10 });
  },
};

const told = {};
for (const [name, make] of Object.entries(CASES)) {
  const one = world();
  make(one);
  one.premiere.load(hostScript);
  told[`cep ${name}`] = (await new plugin.CepHost(bridgeTo(one.premiere)).readEdit(() => undefined)).otio;
  for (const version of ["25.6", "26.3"]) {
    const other = world(version);
    make(other);
    const uxp = new FakeUxp(other.premiere);
    const around = plugin.surroundings(uxp.require("uxp"), uxp.require("fs"));
    const host = new plugin.UxpHost(uxp.require("premierepro"), around);
    told[`uxp ${version} ${name}`] = (await host.readEdit(() => undefined)).otio;
  }
}
process.stdout.write(JSON.stringify(told), () => process.exit(0));
