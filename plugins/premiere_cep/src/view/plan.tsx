/** What an update would do to each cue, before it does it. */

import type { CueDecision, DecisionKind } from "../contract";
import { frameSeconds, length } from "../panel/words";
import type { Props } from "./app";

const WORDS: Readonly<Record<DecisionKind, string>> = {
  KIND_UNSPECIFIED: "",
  KIND_KEEP: "stays",
  KIND_MOVE: "moves",
  KIND_RETIME: "bends",
  KIND_RESCORE: "is written anew",
  KIND_NEW: "is new",
  KIND_DROP: "goes",
};
/** What a cue can be spared. */
const CAN_BE_LEFT: readonly DecisionKind[] = ["KIND_RETIME", "KIND_RESCORE"];

export function PlanView({ panel, state }: Props) {
  const { pending, work } = state;
  if (!pending) return null;
  return (
    <section class="section plan" aria-label="What the update does">
      <h2>What the update does</h2>
      <ul>
        {pending.decisions.map((decision) => (
          <Decision key={decision.cueId} panel={panel} state={state} decision={decision} />
        ))}
      </ul>
      {pending.conflicts.map((conflict) => (
        <p key={conflict.cueId} class="conflict">
          {conflict.reason}
        </p>
      ))}
      <div class="row end">
        <button type="button" onClick={() => panel.dismissUpdate()} disabled={work !== null}>
          Not now
        </button>
        <button type="button" class="main" onClick={() => void panel.acceptUpdate()} disabled={work !== null}>
          Carry out
        </button>
      </div>
    </section>
  );
}

function Decision({ panel, state, decision }: Props & { decision: CueDecision }) {
  const { cueId, kind } = decision;
  const kept = state.pending?.kept.includes(cueId) ?? false;
  return (
    <li class={`decision ${kind.toLowerCase()} ${kept ? "kept" : ""}`}>
      <div class="row">
        <strong class="id">{cueId}</strong>
        <span class="word grow">{kept ? "is left as it is" : `${WORDS[kind]}${shift(decision, state)}`}</span>
        {CAN_BE_LEFT.includes(kind) && (
          <label class="check">
            <input
              type="checkbox"
              checked={kept}
              onChange={(event) => panel.keepInUpdate(cueId, event.currentTarget.checked)}
            />
            <span>Leave {cueId}</span>
          </label>
        )}
      </div>
      {kind !== "KIND_KEEP" && <p class="dim why">{decision.reason}</p>}
    </li>
  );
}

/** How far a cue moves: ` by +3.2 s`. */
function shift({ kind, before, after }: CueDecision, { host }: Props["state"]): string {
  if (kind !== "KIND_MOVE" || !before || !after || !host?.sequence) return "";
  const seconds = (after.start - before.start) * frameSeconds(host.sequence);
  return ` by ${seconds < 0 ? "−" : "+"}${length(Math.abs(seconds))}`;
}
