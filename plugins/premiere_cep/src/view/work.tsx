/** What is being done, how far it is, and how to stop it; cues that are ready can be heard already. */

import { timeLeft } from "../panel/words";
import type { Props } from "./app";
import { PlayButton } from "./sound";

export function WorkStrip({ panel, state }: Props) {
  const { work } = state;
  if (!work) return null;
  const percent = work.share === null ? null : Math.floor(100 * work.share);
  return (
    <section class="strip work" aria-label={work.title}>
      <div class="row">
        <span class="grow clip">
          <strong>{work.title}</strong> <span class="dim">{work.cancelling ? "Stopping" : work.sentence}</span>
        </span>
        <span class="dim nowrap">
          {work.timeLeftS !== null && <span class="wide">{timeLeft(work.timeLeftS)} · </span>}
          {percent !== null && `${percent} %`}
        </span>
        <button type="button" disabled={!work.cancellable || work.cancelling} onClick={() => panel.cancel()}>
          Cancel
        </button>
      </div>
      <div
        class={`bar ${percent === null ? "unknown" : ""}`}
        role="progressbar"
        aria-label={work.title}
        aria-valuemin={0}
        aria-valuemax={100}
        {...(percent === null ? {} : { "aria-valuenow": percent })}
      >
        <div class="done" style={{ width: `${percent ?? 30}%` }} />
      </div>
      {work.readyCues.length > 0 && (
        <div class="row wrap ready">
          <span class="dim">Ready to hear</span>
          {work.readyCues.map((cue) => (
            <span key={cue.cueId} class="chip">
              <PlayButton panel={panel} state={state} path={cue.path} name={cue.cueId} />
              {cue.cueId}
            </span>
          ))}
        </div>
      )}
    </section>
  );
}
