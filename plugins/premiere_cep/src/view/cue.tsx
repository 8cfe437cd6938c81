/** One cue in full: what it is for, what it hits, its stems, and what can be done with it. */

import { useState } from "preact/hooks";

import type { Cue, Hit } from "../contract";
import { milliseconds } from "../panel/words";
import type { Props } from "./app";
import { PlayButton } from "./sound";

const ENDINGS: Readonly<Record<string, string>> = {
  ring_out: "rings out",
  button: "ends on a button",
  fade: "fades",
  open: "stays open",
};

export function CueDetails({ panel, state, cue }: Props & { cue: Cue }) {
  const facts = [
    cue.key,
    `${Number(cue.tempoBpm.toFixed(1))} bpm`,
    ENDINGS[cue.ending] ?? cue.ending,
    `${cue.loudnessLufs.toFixed(1).replace("-", "−")} LUFS`,
    ...cue.themes.map((theme) => `theme ${theme}`),
  ];
  return (
    <div class="details">
      <p>{cue.purpose}</p>
      <p class="dim">{facts.filter((fact) => fact !== "").join(" · ")}</p>
      {cue.hits.length > 0 && (
        <ul class="hits" aria-label={`Hits of ${cue.cueId}`}>
          {cue.hits.map((hit) => (
            <HitLine key={hit.frame} panel={panel} state={state} hit={hit} />
          ))}
        </ul>
      )}
      <div class="row wrap">
        {cue.stems
          .filter((stem) => stem.stemId !== "mix")
          .map((stem) => (
            <span key={stem.stemId} class="chip">
              <PlayButton panel={panel} state={state} path={stem.path} name={`${cue.cueId} ${stem.stemId}`} />
              {stem.stemId}
            </span>
          ))}
      </div>
      <Changes panel={panel} state={state} cue={cue} />
    </div>
  );
}

/** A hit; its timecode leads the playhead there. */
function HitLine({ panel, hit }: Props & { hit: Hit }) {
  return (
    <li class="row">
      <button type="button" class="quiet timecode" title="Go there" onClick={() => void panel.jumpTo(hit.frame)}>
        {hit.timecode}
      </button>
      <span class="nowrap">
        {hit.kind === hit.treatment ? hit.kind : `${hit.kind}, ${hit.treatment}`}
      </span>
      <span class="dim grow clip wide" title={hit.reason}>
        {hit.reason}
      </span>
      <span class="dim nowrap" title="How far the sound is from the frame">
        {hit.errorMs === null ? "–" : milliseconds(hit.errorMs)}
      </span>
    </li>
  );
}

function Changes({ panel, state, cue }: Props & { cue: Cue }) {
  const [wish, setWish] = useState(cue.wish);
  const busy = state.work !== null;
  return (
    <form
      class="row wrap"
      aria-label={`Change ${cue.cueId}`}
      onSubmit={(event) => {
        event.preventDefault();
        void panel.regenerate(cue, wish.trim() === cue.wish ? undefined : wish.trim());
      }}
    >
      <input
        class="grow"
        type="text"
        aria-label={`Wish for ${cue.cueId} alone`}
        placeholder="A wish for this cue alone"
        value={wish}
        onInput={(event) => setWish(event.currentTarget.value)}
      />
      <button type="submit" disabled={busy || cue.locked}>
        Regenerate
      </button>
      <button type="button" disabled={busy} onClick={() => void panel.toggleLock(cue)}>
        {cue.locked ? "Unlock" : "Lock"}
      </button>
    </form>
  );
}
