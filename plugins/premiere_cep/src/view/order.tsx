/** What is wanted: the range, the wish, the palette, how many versions; and the button that starts it. */

import type { ScoredRange, Sequence } from "../host";
import { frameSeconds, length, timecode } from "../panel/words";
import type { Props } from "./app";

const SOURCES: Readonly<Record<ScoredRange["from"], string>> = {
  selection: "Selected clips",
  in_out: "In to out",
  sequence: "Whole sequence",
};

export function OrderForm({ panel, state }: Props) {
  const { form, range, palettes, work } = state;
  return (
    <form
      class="section order"
      aria-label="Score"
      onSubmit={(event) => {
        event.preventDefault();
        void panel.score();
      }}
    >
      <RangeLine state={state} />
      <textarea
        class="wish"
        rows={2}
        aria-label="What the music should be like"
        placeholder={range?.wish || "What should the music be like? “calm piano, no drums, hopeful ending”"}
        value={form.wish}
        onInput={(event) => panel.setForm({ wish: event.currentTarget.value })}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void panel.score();
        }}
      />
      <div class="row wrap">
        <label class="labelled grow">
          <span>Palette</span>
          <select value={form.palette} onChange={(event) => panel.setForm({ palette: event.currentTarget.value })}>
            <option value="">By wish and picture</option>
            {palettes.map((one) => (
              <option key={one.name} value={one.name} title={one.description}>
                {one.title}
              </option>
            ))}
          </select>
        </label>
        <label class="labelled">
          <span>Versions</span>
          <select
            value={String(form.variations)}
            onChange={(event) => panel.setForm({ variations: Number(event.currentTarget.value) })}
          >
            {[1, 2, 3, 4, 5, 6, 7, 8, 9].map((count) => (
              <option key={count} value={String(count)}>
                {count}
              </option>
            ))}
          </select>
        </label>
        <button type="submit" class="main" disabled={!range || work !== null}>
          Score selection
        </button>
      </div>
    </form>
  );
}

function RangeLine({ state }: Pick<Props, "state">) {
  const { range, rangeTrouble, host } = state;
  const sequence = host?.sequence;
  if (!range || !sequence) {
    return <p class="range trouble">{rangeTrouble || host?.missing[0] || "Open a sequence to score it."}</p>;
  }
  return (
    <p class="range" aria-label="What is scored">
      <span class="tag">{SOURCES[range.from]}</span>
      <span class="timecode">
        {timecode(range.start, sequence)} – {timecode(range.end, sequence)}
      </span>
      <span class="dim">{length(seconds(range, sequence))}</span>
    </p>
  );
}

function seconds({ start, end }: ScoredRange, sequence: Sequence): number {
  return (end - start) * frameSeconds(sequence);
}
