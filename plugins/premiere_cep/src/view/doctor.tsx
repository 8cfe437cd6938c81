/** What works here and what does not. */

import type { Props } from "./app";

export function Doctor({ panel, state }: Props) {
  const { status, host } = state;
  const missing = status?.engines.filter((engine) => !engine.available) ?? [];
  return (
    <section class="section doctor" aria-label="Doctor">
      <h2>Doctor</h2>
      <p>
        {panel.host.name} {host?.version}
        {host?.project && <span class="dim"> · {host.project}</span>}
      </p>
      <p>{status ? `NingBGM ${status.version}, ${jobs(status)}` : "The daemon does not answer."}</p>
      {[...(host?.missing ?? []), ...(status?.notes ?? [])].map((sentence) => (
        <p key={sentence} class="worry">
          {sentence}
        </p>
      ))}
      {status && missing.length === 0 && <p class="dim">All that music needs is here.</p>}
      {missing.length > 0 && <h3>Not installed, and not needed for music</h3>}
      {missing.map((engine) => (
        <p key={engine.engineId} class="dim">
          <strong>{engine.engineId}</strong> {engine.detail}
        </p>
      ))}
      <div class="row end">
        <button type="button" onClick={() => void panel.refresh()}>
          Look again
        </button>
        <button type="button" onClick={() => panel.toggleDoctor()}>
          Close
        </button>
      </div>
    </section>
  );
}

function jobs({ queuedJobs, runningJobs }: { queuedJobs: number; runningJobs: number }): string {
  return runningJobs + queuedJobs === 0 ? "idle" : `${runningJobs} at work, ${queuedJobs} waiting`;
}
