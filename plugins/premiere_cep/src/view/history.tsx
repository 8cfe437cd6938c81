/** The revisions of the score, the newest first; each can be made the present one again. */

import { chosenScore } from "../panel/state";
import type { Props } from "./app";

export function History({ panel, state }: Props) {
  const present = chosenScore(state)?.revision;
  return (
    <section class="history" aria-label="History">
      <h2>History</h2>
      <ul>
        {(state.history ?? []).map((revision) => (
          <li key={revision.name} class="row">
            <strong class="id">{revision.number}</strong>
            <span class="grow clip" title={revision.sentence}>
              {revision.sentence}
            </span>
            {revision.name === present ? (
              <span class="state">Now</span>
            ) : (
              <button type="button" disabled={state.work !== null} onClick={() => void panel.goBack(revision.number)}>
                Go back
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
