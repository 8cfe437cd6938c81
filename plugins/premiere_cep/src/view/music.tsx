/** The music that lies on the sequence: its score, where its cues are, and each of them. */

import type { Score } from "../contract";
import { chosenScore } from "../panel/state";
import { counted } from "../panel/words";
import type { Props } from "./app";
import { CueList } from "./cues";
import { History } from "./history";
import { Lane } from "./lane";

export function Music({ panel, state }: Props) {
  const score = chosenScore(state);
  const strange = state.placed.filter((cue) => !cue.known).length;
  if (!score) {
    return (
      <section class="section empty" aria-label="Music">
        <p class="dim">
          {strange > 0
            ? `${counted(strange, "cue")} of a score that this daemon does not know. Remove takes them away.`
            : "No music of NingBGM lies on this sequence yet."}
        </p>
      </section>
    );
  }
  return (
    <section class="section music" aria-label="Music">
      <ScoreLine panel={panel} state={state} score={score} />
      {score.findings.length > 0 && <Findings score={score} />}
      <Lane panel={panel} state={state} score={score} />
      <CueList panel={panel} state={state} score={score} />
      {state.history && <History panel={panel} state={state} />}
    </section>
  );
}

function ScoreLine({ panel, state, score }: Props & { score: Score }) {
  const versions = score.variationFolders.length + 1;
  const locked = state.work !== null;
  return (
    <div class="row wrap scoreline">
      {state.scores.length > 1 ? (
        <select aria-label="Score" value={score.name} onChange={(event) => panel.chooseScore(event.currentTarget.value)}>
          {state.scores.map((one) => (
            <option key={one.name} value={one.name}>
              {one.displayName}, {counted(one.cues.length, "cue")} from {one.cues[0]?.startTimecode}
            </option>
          ))}
        </select>
      ) : (
        <h2 class="grow clip">{counted(score.cues.length, "cue")}</h2>
      )}
      <span class="dim nowrap">revision {score.revision.split("/").pop()}</span>
      {versions > 1 && (
        <label class="labelled">
          <span>Version</span>
          <select
            value="1"
            disabled={locked}
            onChange={(event) => void panel.chooseVariation(Number(event.currentTarget.value))}
          >
            {Array.from({ length: versions }, (_, n) => (
              <option key={n} value={String(n + 1)}>
                {n === 0 ? "this one" : `other ${n}`}
              </option>
            ))}
          </select>
        </label>
      )}
    </div>
  );
}

/** What the verifier found when it listened. */
function Findings({ score }: { score: Score }) {
  return (
    <details class="findings">
      <summary>{score.passed ? "Checked" : "Not all is as it should be"}: {counted(score.findings.length, "finding")}</summary>
      {score.findings.map((finding) => (
        <p key={finding} class="dim">
          {finding}
        </p>
      ))}
    </details>
  );
}
