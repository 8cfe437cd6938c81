/** Brings the sequence to what a score has: asks for the plan right before it is carried out. */

import type { Daemon } from "../daemon";
import { type Host, HostError } from "../host";
import { CancelledError, RefusedError } from "./errors";
import type { Notice, Unplaced } from "./state";
import { counted } from "./words";
import type { Task } from "./working";

const MOST_TRIES = 3;
const LOOK_AGAIN_MS = 500;

/** Puts music down, or takes it away; gives what the user is told. */
export async function place(host: Host, daemon: Daemon, what: Unplaced, task: Task): Promise<Notice> {
  for (let tries = 1; ; tries += 1) {
    await shown(host, what, task);
    const sentence = what.intent === "INTENT_REMOVE" ? "Taking the music away" : "Putting the music on the sequence";
    task.tell({ sentence, share: 0, timeLeftS: null, readyCues: [], cancellable: false });
    const { intent, score, job } = what;
    const timeline = await host.lying();
    if (timeline.sequenceId !== what.sequenceId) continue;
    const plan = await daemon.planPlacement({ intent, timeline, score, job });
    if (plan.refusal) throw new RefusedError(plan.refusal);
    try {
      const done = await host.carryOut(plan, timeline, (share) => task.tell({ share }));
      const came = `${counted(done.placed, "clip")} put down, ${done.removed} taken away.`;
      return { tone: "good", sentence: came, advice: "", details: [...plan.sentences, ...done.told] };
    } catch (error) {
      const again = error instanceof HostError && error.reason === "TIMELINE_CHANGED" && error.left.length === 0;
      if (!again || tries >= MOST_TRIES) throw error;
    }
  }
}

/** Waits until the sequence is the active one. */
async function shown(host: Host, what: Unplaced, task: Task): Promise<void> {
  for (;;) {
    const { sequence } = await host.describe();
    if (sequence?.id === what.sequenceId) return;
    if (task.signal.aborted) throw new CancelledError();
    const sentence = `The music is ready. Open ${what.sequenceName} again to put it down.`;
    task.tell({ sentence, share: null, timeLeftS: null, cancellable: true });
    await new Promise((go) => setTimeout(go, LOOK_AGAIN_MS));
  }
}
