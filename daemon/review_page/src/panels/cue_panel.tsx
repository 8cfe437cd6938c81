/** The selected cue: what it is, and everything that can be asked of it. */
import { useSignal } from "@preact/signals";
import type { Cue } from "../api/shapes";
import { released, removed, shownHits, silenced, sounded, weighed, moved, movedWeight, type ShownHit } from "../edit/direction";
import { errorWords } from "../lanes/hits_lane";
import { over } from "../state/jobs";
import { complain } from "../state/notices";
import type { Room } from "../state/room";
import { Failure } from "../api/failure";
import { lengthOf, parseTimecode, timecode } from "../time/timecode";
import { Progress } from "./progress";

export function CuePanel({ room }: { room: Room }) {
  const { review } = room;
  const cue = review.cue.value;
  const cues = review.axis.value?.cues ?? [];
  return (
    <div class="cue-panel">
      <div class="chooser" role="listbox" aria-label="Cues">
        {cues.map((other) => (
          <button
            key={other.cue_id} type="button" role="option" aria-selected={other === cue}
            onClick={() => review.selectCue(other.cue_id)} onDblClick={() => review.transport.seek(other.start)}
          >{other.cue_id}{other.locked ? " 🔒" : ""}{review.drafts.changed(other) ? " ●" : ""}</button>
        ))}
      </div>
      {cue === null ? <p class="empty">{cues.length === 0 ? "There is no music in this score." : "Select a cue on the timeline, or above."}</p> : <CueForm key={cue.cue_id} room={room} cue={cue} />}
    </div>
  );
}

function CueForm({ room, cue }: { room: Room; cue: Cue }) {
  const { review, actions } = room;
  const rate = review.transport.rate.value;
  const start = review.axis.value!.start_frame;
  const draft = review.drafts.of(cue);
  const changed = review.drafts.changed(cue);
  const running = room.jobs.all.value.find((job) => !over(job) && job.score === `scores/${review.id}`);
  const locked = cue.locked;
  const editable = review.present.value && !locked;
  const random = () => Math.floor(Math.random() * 1_000_000);
  return (
    <>
      <div class="facts">
        <span><b>{timecode(cue.start + start, rate)}</b> – {timecode(cue.end + start, rate)} · {lengthOf(cue.end - cue.start, rate)}</span>
        <span>{cue.key} · {cue.tempo_bpm.toFixed(1)} BPM · {cue.ending.replaceAll("_", " ")}{cue.loudness_lufs != null && ` · ${cue.loudness_lufs.toFixed(1)} LUFS`}</span>
        <span class="soft">{cue.purpose}{cue.themes.length > 0 && ` · themes: ${cue.themes.join(", ")}`}</span>
      </div>
      <div class="row">
        <button type="button" onClick={() => { review.transport.seek(cue.start); review.transport.play(); }}>Play cue</button>
        <button type="button" aria-pressed={locked} disabled={!review.present.value} onClick={() => void actions.lock(cue, !locked)} title="A locked cue is never touched">{locked ? "Locked" : "Lock"}</button>
        <button type="button" disabled={!editable || running !== undefined} title="Writes it anew with another seed; what is asked stays" onClick={() => void actions.rewrite(cue, random())}>Another version</button>
      </div>
      {!review.present.value && <p class="note">An earlier state is heard: it can be compared and used, not changed.</p>}
      {locked && <p class="note">Locked. Unlock it to change it.</p>}
      <label class="field">Wish for this cue
        <textarea rows={2} maxLength={2000} value={draft.wish} disabled={!editable} placeholder={review.axis.value!.wish || "calmer, no drums until the door opens"} onInput={(event) => review.drafts.wish(cue, event.currentTarget.value)} />
      </label>
      <HitList room={room} cue={cue} editable={editable} />
      <Silences room={room} cue={cue} editable={editable} />
      {running ? <Progress room={room} job={running} /> : (
        <div class={`apply ${changed ? "ready" : ""}`}>
          <button type="button" class="primary" disabled={!editable || !changed} onClick={() => void actions.rewrite(cue)}>Write {cue.cue_id} anew</button>
          <button type="button" disabled={!changed} onClick={() => review.drafts.discard(cue.cue_id)}>Discard</button>
          <small>{changed ? "Changed, not written yet." : "Change the wish, hits or silences, then write."}</small>
        </div>
      )}
      <small class="soft">seed {cue.seed} · last changed in revision {cue.revision}</small>
    </>
  );
}

function HitList({ room, cue, editable }: { room: Room; cue: Cue; editable: boolean }) {
  const { review } = room;
  const hits = shownHits(cue.hits, review.drafts.of(cue).direction);
  return (
    <section class="hit-list">
      <h3>Hit points <small>{hits.filter((hit) => hit.state !== "left").length}</small></h3>
      <ul>
        {hits.map((hit) => <HitRow key={hit.frame} room={room} cue={cue} hit={hit} editable={editable} />)}
      </ul>
      <NewHit room={room} cue={cue} editable={editable} />
    </section>
  );
}

/** The form of a new hit; apart, as it follows the playhead. */
function NewHit({ room, cue, editable }: { room: Room; cue: Cue; editable: boolean }) {
  const { review } = room;
  const rate = review.transport.rate.value;
  const start = review.axis.value!.start_frame;
  const text = useSignal("");
  const add = (event: Event) => {
    event.preventDefault();
    const frame = text.value.trim() === "" ? review.transport.frame.value : frameOf(text.value, start, rate);
    if (frame === null || frame < cue.start || frame >= cue.end) {
      return complain(new Failure(`A hit of ${cue.cue_id} lies from ${timecode(cue.start + start, rate)} to ${timecode(cue.end - 1 + start, rate)}.`, ""));
    }
    review.drafts.direct(cue, (direction) => weighed(direction, frame, 1));
    review.hitFrame.value = frame;
    text.value = "";
  };
  return (
    <form class="row" onSubmit={add}>
      <input value={text.value} onInput={(event) => (text.value = event.currentTarget.value)} placeholder={timecode(review.transport.frame.value + start, rate)} aria-label="Timecode of a new hit; empty for the playhead" disabled={!editable} />
      <button type="submit" disabled={!editable}>Add hit</button>
    </form>
  );
}

function HitRow({ room, cue, hit, editable }: { room: Room; cue: Cue; hit: ShownHit; editable: boolean }) {
  const { review } = room;
  const rate = review.transport.rate.value;
  const start = review.axis.value!.start_frame;
  const written = cue.hits.find((other) => other.frame === hit.frame);
  const chosen = review.hitFrame.value === hit.frame;
  const direct = review.drafts.direct.bind(review.drafts, cue);
  const move = (event: Event) => {
    const input = event.currentTarget as HTMLInputElement;
    const to = frameOf(input.value, start, rate);
    if (to === null || to < cue.start || to >= cue.end) {
      input.value = timecode(hit.frame + start, rate);
      return complain(new Failure(`Write a timecode inside ${cue.cue_id}, like ${timecode(cue.start + start, rate)}.`, ""));
    }
    direct((direction) => moved(direction, hit.frame, to, movedWeight(hit), written !== undefined));
    review.hitFrame.value = to;
  };
  const frames = written?.error_ms == null ? null : Math.abs((written.error_ms / 1000) * (rate.num / rate.den));
  return (
    <li class={`${hit.state} ${chosen ? "chosen" : ""}`}>
      <button type="button" class="go" aria-label={`Play into the hit at ${timecode(hit.frame + start, rate)}`} title="Play into it (P)" onClick={() => { review.hitFrame.value = hit.frame; review.transport.playInto(hit.frame); }}>▸</button>
      <input class="tc" value={timecode(hit.frame + start, rate)} disabled={!editable || hit.state === "left"} aria-label="Timecode of the hit" onChange={move} onFocus={() => { review.hitFrame.value = hit.frame; }} />
      <span class="kind" title={written?.reason ?? hit.name}>{written ? (hit.asked || written.user ? "asked" : written.kind) : "new"}</span>
      {hit.state === "left"
        ? <button type="button" class="wide" disabled={!editable} onClick={() => direct((direction) => released(direction, hit.frame))}>Bring back</button>
        : <>
          <input type="range" min="0.05" max="1" step="0.05" value={hit.weight} disabled={!editable} aria-label="Weight" aria-valuetext={`${Math.round(hit.weight * 100)} %`} title={`Weight ${Math.round(hit.weight * 100)} %: 100 % must be met`} onChange={(event) => direct((direction) => weighed(direction, hit.frame, Number(event.currentTarget.value)))} />
          <span class={`error ${hit.state === "added" ? "" : frames === null ? "soft" : frames <= 1 ? "good" : "bad"}`}>{hit.state === "added" ? "not yet" : frames === null ? "–" : errorWords(written, rate.num / rate.den)}</span>
          <button type="button" class="remove" disabled={!editable} aria-label={`Remove the hit at ${timecode(hit.frame + start, rate)}`} title="Remove" onClick={() => direct((direction) => removed(direction, hit.frame, written !== undefined))}>×</button>
        </>}
    </li>
  );
}

function Silences({ room, cue, editable }: { room: Room; cue: Cue; editable: boolean }) {
  const { review } = room;
  const rate = review.transport.rate.value;
  const first = review.axis.value!.start_frame;
  const from = useSignal("");
  const to = useSignal("");
  const add = (event: Event) => {
    event.preventDefault();
    const marks = review.marks.value;
    const start = from.value === "" ? marks.in : frameOf(from.value, first, rate);
    const end = to.value === "" ? marks.out : frameOf(to.value, first, rate);
    if (start === null || end === null || start >= end || start < cue.start || end > cue.end) {
      return complain(new Failure(`Write where the silence begins and ends, inside ${cue.cue_id}, or mark it with I and O.`, ""));
    }
    review.drafts.direct(cue, (direction) => silenced(direction, start, end));
    from.value = to.value = "";
  };
  return (
    <section class="silence-list">
      <h3>Silences</h3>
      <ul>
        {review.drafts.of(cue).direction.silences.map((silence) => (
          <li key={silence.start}>
            <span class="tc">{timecode(silence.start + first, rate)} – {timecode(silence.end + first, rate)}</span> <small>{lengthOf(silence.end - silence.start, rate)}</small>
            <button type="button" class="remove" disabled={!editable} aria-label="Let music back in" title="Let music back in" onClick={() => review.drafts.direct(cue, (direction) => sounded(direction, silence.start))}>×</button>
          </li>
        ))}
      </ul>
      <form class="row" onSubmit={add}>
        <input value={from.value} onInput={(event) => (from.value = event.currentTarget.value)} placeholder={review.marks.value.in === null ? "from" : timecode(review.marks.value.in + first, rate)} aria-label="Silence from" disabled={!editable} />
        <input value={to.value} onInput={(event) => (to.value = event.currentTarget.value)} placeholder={review.marks.value.out === null ? "to" : timecode(review.marks.value.out + first, rate)} aria-label="Silence to" disabled={!editable} />
        <button type="submit" disabled={!editable}>Silence</button>
      </form>
    </section>
  );
}

function frameOf(text: string, start: number, rate: { num: number; den: number; drop: boolean }): number | null {
  const frame = parseTimecode(text, rate);
  return frame === null ? null : frame - start;
}
