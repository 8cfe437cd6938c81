/** What can be done with the whole score. */

import { chosenScore } from "../panel/state";
import type { Props } from "./app";

export function Actions({ panel, state }: Props) {
  const score = chosenScore(state);
  const busy = state.work !== null;
  const ours = score !== null || state.placed.length > 0;
  if (state.askingToRemove) return <Asking panel={panel} state={state} />;
  return (
    <footer class="actions row wrap" role="toolbar" aria-label="Score">
      <button type="button" disabled={busy || !score} onClick={() => void panel.update()}>
        Update
      </button>
      <button
        type="button"
        disabled={busy || !score || score.revision.endsWith("/1")}
        onClick={() => void panel.undo()}
      >
        Undo
      </button>
      <button
        type="button"
        disabled={!score}
        aria-pressed={state.history !== null}
        onClick={() => void panel.toggleHistory()}
      >
        History
      </button>
      <button type="button" disabled={busy || !ours} onClick={() => panel.askToRemove(true)}>
        Remove
      </button>
      <span class="grow" />
      <button type="button" disabled={!score} title="Open the review page" onClick={() => void panel.review()}>
        Review
      </button>
    </footer>
  );
}

function Asking({ panel, state }: Props) {
  const count = chosenScore(state)?.cues.length ?? state.placed.length;
  return (
    <footer class="actions row wrap" role="alertdialog" aria-label="Remove the score">
      <span class="grow">Take {count === 1 ? "this cue" : `these ${count} cues`} off the sequence?</span>
      <button type="button" class="main" onClick={() => void panel.remove()}>
        Remove
      </button>
      <button type="button" onClick={() => panel.askToRemove(false)}>
        Keep
      </button>
    </footer>
  );
}
