/** All scores, and what the daemon is doing. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Door } from "../api/door";
import type { ScoreSummary } from "../api/shapes";
import { over, type Jobs } from "../state/jobs";
import { complain } from "../state/notices";
import { Progress } from "./progress";

export function Scores({ door, jobs, open }: { door: Door; jobs: Jobs; open: (id: string) => void }) {
  const scores = useSignal<readonly ScoreSummary[] | null>(null);
  const ended = jobs.all.value.filter(over).length;
  useEffect(() => {
    door.json<{ scores?: ScoreSummary[] }>("/v1/scores?pageSize=200").then((told) => (scores.value = told.scores ?? []), complain);
  }, [ended]);
  return (
    <main class="scores">
      <h1><span class="brand">NingBGM</span> Scores</h1>
      {scores.value?.length === 0 && <p class="empty">There is no score yet. Run “ningbgm score FILM”, or press Score selection in your editing program.</p>}
      <ul class="score-list">
        {scores.value?.map((score) => (
          <li key={score.name}>
            <button type="button" onClick={() => open(score.name.replace(/^scores\//, ""))}>
              <b>{score.displayName}</b>
              <span class={score.passed ? "good" : "bad"}>{score.passed ? "Passed" : "Findings"}</span>
              <small>{score.palette.replace("palettes/", "")} · revision {/\d+$/.exec(score.revision)?.[0]}{score.updateTime && ` · ${new Date(score.updateTime).toLocaleString()}`}</small>
              <small class="wish">{score.wish}</small>
            </button>
          </li>
        ))}
      </ul>
      <h2>Jobs</h2>
      <div class="jobs">{jobs.all.value.length === 0 ? <p class="soft">None.</p> : jobs.all.value.slice(0, 20).map((job) => <Progress key={job.name} room={{ jobs }} job={job} />)}</div>
    </main>
  );
}
