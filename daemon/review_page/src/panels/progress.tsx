/** A job as it runs, and as it ended. */
import type { Job } from "../api/shapes";
import { over } from "../state/jobs";
import { complain } from "../state/notices";
import type { Jobs } from "../state/jobs";

const STEPS: Record<string, string> = {
  STEP_READ: "reading the edit", STEP_SENSE: "watching and listening", STEP_UNDERSTAND: "understanding",
  STEP_PLAN: "planning", STEP_COMPOSE: "composing and performing", STEP_DELIVER: "writing the delivery",
};
const KINDS: Record<string, string> = {
  KIND_CREATE_SCORE: "Score", KIND_REVISE_SCORE: "Revise", KIND_REGENERATE_CUE: "Write a cue anew",
};
const STATES: Record<string, string> = {
  STATE_QUEUED: "waiting for its turn", STATE_SUCCEEDED: "done", STATE_FAILED: "failed", STATE_CANCELLED: "cancelled",
};

export function Progress({ room, job }: { room: { readonly jobs: Jobs }; job: Job }) {
  const share = job.progress?.share ?? 0;
  const left = Number.parseFloat(job.progress?.timeLeft ?? "");
  const ended = over(job);
  const doing = STATES[job.state] ?? STEPS[job.progress?.step ?? ""] ?? "at work";
  return (
    <div class={`job ${job.state.replace("STATE_", "").toLowerCase()}`}>
      <div class="job-head">
        <b>{KINDS[job.kind] ?? "Job"}</b> <span>{job.displayName}</span>
        {!ended && <button type="button" onClick={() => void room.jobs.cancel(job).catch(complain)}>Cancel</button>}
      </div>
      {!ended && <progress value={share} max={1} aria-label="Progress" />}
      <small role="status">{doing}{!ended && ` · ${Math.round(share * 100)} %`}{!ended && left > 0 && ` · about ${Math.ceil(left)} s left`}</small>
      {job.error && <p class="bad">{job.error.message}</p>}
    </div>
  );
}
