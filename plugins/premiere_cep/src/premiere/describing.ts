/** What is open, in the panel's words. */

import type { HostState } from "../host";
import type { Facts } from "./reading";
import { frameAt } from "./ticks";

/** The state of the program; `end` is where the sequence's last clip ends. */
export function described(version: string, project: string, facts: Facts | null, end: bigint): HostState {
  if (facts === null) {
    const said = project === "" ? "No project is open; open one." : "No sequence is open; open the one to score.";
    return { version, project, sequence: null, missing: [said] };
  }
  const sequence = {
    id: facts.id,
    name: facts.name,
    ticksPerFrame: Number(facts.timebase),
    dropFrame: facts.dropFrame,
    zeroFrame: frameAt(facts.zero, facts.timebase),
    durationFrames: frameAt(end, facts.timebase),
  };
  const missing = end > 0n ? [] : ["The sequence is empty; put clips on it."];
  return { version, project, sequence, missing };
}
