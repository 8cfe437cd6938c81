/** The head of the page: title, what is heard, undo, jobs, look, help. */
import type { Edition } from "../state/edition";
import { over } from "../state/jobs";
import { complain } from "../state/notices";
import { theme } from "../state/preferences";
import type { Room, Tab } from "../state/room";
import type { Side } from "../sound/desk";

export function TopBar({ room, scores }: { room: Room; scores: () => void }) {
  const { review, actions } = room;
  const axis = review.axis.value;
  const running = room.jobs.all.value.filter((job) => !over(job));
  const busy = running.find((job) => job.score === `scores/${review.id}`);
  return (
    <header class="top">
      <button type="button" class="brand" onClick={scores} title="All scores">NingBGM</button>
      <h1 title={axis?.title}>{axis?.title ?? "…"}</h1>
      {axis && (
        <button type="button" class={`badge ${axis.verdict.passed ? "good" : "bad"}`} onClick={() => (room.tab.value = "verdict")}>
          {axis.verdict.passed ? "Passed" : "Findings"}
        </button>
      )}
      <span class="spring" />
      <Sides room={room} />
      <span class="group">
        <button type="button" title="Undo (Ctrl+Z)" onClick={() => void actions.undo()}>Undo</button>
        <button type="button" title="Redo (Ctrl+Shift+Z)" disabled={review.course.value.redo === null} onClick={() => void actions.redo()}>Redo</button>
      </span>
      <button type="button" class={`jobs-button ${running.length > 0 ? "busy" : ""}`} onClick={() => show(room, "jobs")}>
        {busy ? `${Math.round((busy.progress?.share ?? 0) * 100)} %` : running.length > 0 ? `${running.length} running` : "Jobs"}
      </button>
      <label class="look"><span class="hidden">Look</span>
        <select value={theme.value} title="Look" onChange={(event) => (theme.value = event.currentTarget.value as "system" | "dark" | "light")}>
          <option value="system">System</option><option value="dark">Dark</option><option value="light">Light</option>
        </select>
      </label>
      <button type="button" aria-label="Keyboard help" title="Keyboard help (?)" onClick={() => (room.help.value = true)}>?</button>
    </header>
  );
}

function show(room: Room, tab: Tab): void {
  room.tab.value = tab;
}

/** Which state is A, which is B, and which of them is heard. */
function Sides({ room }: { room: Room }) {
  const { review } = room;
  const both = review.editions.value.B !== null;
  return (
    <div class="sides" role="group" aria-label="Compare">
      <Choice room={room} side="A" />
      <button
        type="button" class={`switch side-${review.heard.value}`} disabled={!both} aria-pressed={review.heard.value === "B"}
        title="Hear the other one (B)" onClick={() => review.switchSide()}
      >
        {both ? <>hearing <b>{review.heard.value}</b></> : "A/B"}
      </button>
      <Choice room={room} side="B" />
      {review.heard.value === "A" && review.editions.value.A !== null && !review.present.value && <Use room={room} edition={review.editions.value.A} />}
      {review.heard.value === "B" && review.editions.value.B !== null && <Use room={room} edition={review.editions.value.B} />}
    </div>
  );
}

/** Makes what is heard the present state. */
function Use({ room, edition }: { room: Room; edition: Edition }) {
  const use = () => edition.variation > 1 ? room.actions.choose(edition.variation) : room.actions.goTo(edition.revision, "");
  if (edition.variation > 1 && edition.revision !== room.review.presentRevision()) return null;
  return <button type="button" class="use" title="Make what is heard the present state; it can be undone" onClick={() => void use()}>Use this</button>;
}

function Choice({ room, side }: { room: Room; side: Side }) {
  const { review } = room;
  const edition = review.editions.value[side];
  const { A } = review.editions.value;
  const variations = review.axes.value.A?.variations ?? 1;
  const present = review.presentRevision();
  const change = (event: Event) => {
    const [revision, variation] = (event.currentTarget as HTMLSelectElement).value.split(".").map(Number);
    void review.show(side, revision ? { revision, variation: variation ?? 1 } : null).catch(complain);
  };
  const options = review.revisions.value.flatMap((revision) => {
    const cause = revision.cause.replace("CAUSE_", "").replaceAll("_", " ").toLowerCase();
    const count = Math.max(revision.number === A?.revision ? variations : 1, revision.number === edition?.revision ? edition.variation : 1);
    return Array.from({ length: count }, (_, index) => (
      <option key={`${revision.number}.${index + 1}`} value={`${revision.number}.${index + 1}`}>
        {side} · r{revision.number} {index > 0 ? `variation ${index + 1}` : revision.number === present ? "present" : cause}
      </option>
    ));
  });
  return (
    <select
      class={`choice ${review.heard.value === side && review.editions.value.B !== null ? `on side-${side}` : ""}`} aria-label={`State ${side}`}
      value={edition ? `${edition.revision}.${edition.variation}` : "0"} onChange={change}
    >
      {side === "B" && <option value="0">B · compare with…</option>}
      {options}
    </select>
  );
}
