/** Follows a job to its end, and cancels it where the user does. */

import type { Job, JobResult, Step } from "../contract";
import { type Daemon, DaemonError } from "../daemon";
import { CancelledError } from "./errors";
import type { Task } from "./working";

const WORDS: Readonly<Record<Step, string>> = {
  STEP_UNSPECIFIED: "Waiting for its turn",
  STEP_READ: "Reading the edit",
  STEP_SENSE: "Watching and listening",
  STEP_UNDERSTAND: "Understanding the scene",
  STEP_PLAN: "Comparing the edits",
  STEP_COMPOSE: "Composing and performing",
  STEP_DELIVER: "Writing the sounds",
};

/** The result of a job. Rejects with a `DaemonError` where it failed, `CancelledError` where it was cancelled. */
export async function follow(daemon: Daemon, job: Job, task: Task): Promise<JobResult> {
  const watching = new AbortController();
  const cancel = (): void => {
    daemon.cancelJob(job.name).catch(() => watching.abort()); // the daemon is gone: at least we stop waiting
  };
  if (task.signal.aborted) cancel();
  task.signal.addEventListener("abort", cancel);
  try {
    for await (const told of daemon.watchJob(job.name, watching.signal)) {
      if (told.state === "STATE_SUCCEEDED" && told.result) return told.result;
      if (told.state === "STATE_CANCELLED") throw new CancelledError();
      if (told.state === "STATE_FAILED") throw errorOf(told);
      tell(told, task);
    }
  } finally {
    task.signal.removeEventListener("abort", cancel);
    watching.abort();
  }
  throw new CancelledError();
}

function tell({ state, progress }: Job, task: Task): void {
  task.tell({
    sentence: WORDS[state === "STATE_QUEUED" ? "STEP_UNSPECIFIED" : progress.step],
    share: progress.share,
    timeLeftS: progress.timeLeftS,
    readyCues: progress.readyCues,
  });
}

function errorOf({ error }: Job): DaemonError {
  return new DaemonError(error?.reason || "UNEXPECTED", error?.sentence ?? "the job failed", error?.facts);
}
