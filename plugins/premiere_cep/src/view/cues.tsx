/** The list of cues; arrow keys go up and down, Enter shows a cue, Space plays it. */

import type { Cue, Score } from "../contract";
import type { PlacedCue } from "../placement";
import { frameSeconds, length, counted } from "../panel/words";
import type { Props } from "./app";
import { CueDetails } from "./cue";
import { PlayButton } from "./sound";

export function CueList(props: Props & { score: Score }) {
  const { score } = props;
  return (
    <ul class="cues" aria-label="Cues" onKeyDown={walk}>
      {score.cues.map((cue) => (
        <CueRow key={cue.name} {...props} cue={cue} />
      ))}
    </ul>
  );
}

function CueRow(props: Props & { cue: Cue }) {
  const { panel, state, cue } = props;
  const opened = state.opened === cue.name;
  const mix = mixOf(cue);
  const states = statesOf(cue, state.placed);
  const sequence = state.host?.sequence;
  const keys = (event: KeyboardEvent): void => {
    if (event.key !== " ") return;
    event.preventDefault();
    panel.hear(state.heard === mix ? "" : mix);
  };
  return (
    <li class={`cue ${opened ? "opened" : ""}`}>
      <div class="row cueline">
        <PlayButton panel={panel} state={state} path={mix} name={cue.cueId} />
        <button
          type="button"
          class="cuename"
          aria-expanded={opened}
          aria-keyshortcuts="Space"
          onClick={() => panel.openCue(cue.name)}
          onKeyDown={keys}
        >
          <strong class="id">{cue.cueId}</strong>
          <span class="timecode">{cue.startTimecode}</span>
          {sequence && <span class="dim long">{length((cue.span.end - cue.span.start) * frameSeconds(sequence))}</span>}
          <span class="dim middle">{counted(cue.hits.length, "hit")}</span>
          <span class="dim wide grow clip">{cue.purpose}</span>
        </button>
        {states.map((one) => (
          <span key={one.word} class={`state ${one.tone}`}>
            {one.word}
          </span>
        ))}
      </div>
      {state.heard === mix && mix && (
        <div class="bar thin">
          <div class="done" style={{ width: `${100 * state.heardShare}%` }} />
        </div>
      )}
      {opened && <CueDetails {...props} />}
    </li>
  );
}

/** What the user should see of a cue at once. */
export function statesOf(cue: Cue, placed: readonly PlacedCue[]): readonly { word: string; tone: string }[] {
  const lies = placed.find((one) => one.name === cue.name);
  const missing = lies?.missingStemIds.length ?? 0;
  return [
    ...(cue.locked ? [{ word: "Locked", tone: "locked" }] : []),
    ...(lies ? [] : [{ word: "Not on the sequence", tone: "note" }]),
    ...(lies?.changedByHand ? [{ word: "Changed by hand", tone: "note" }] : []),
    ...(missing > 0 ? [{ word: `${counted(missing, "stem")} off`, tone: "note" }] : []),
  ];
}

/** The file of a cue's mix; empty where there is none. */
function mixOf(cue: Cue): string {
  return cue.stems.find((stem) => stem.stemId === "mix")?.path ?? "";
}

/** Arrow keys go from cue to cue. */
function walk(event: KeyboardEvent): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const list = event.currentTarget as HTMLElement;
  const names = [...list.querySelectorAll<HTMLElement>(".cuename")];
  const at = names.indexOf(event.target as HTMLElement);
  if (step === undefined || at < 0) return;
  names[at + step]?.focus();
  event.preventDefault();
}
