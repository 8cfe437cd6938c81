/** The agents' exchange as a conversation: who decided what, on what evidence. */
import { useSignal } from "@preact/signals";
import type { Axis, Exchange } from "../api/shapes";
import type { Room } from "../state/room";
import { reveal } from "../state/hits";
import { Loaded } from "./loaded";
import { mentions } from "./talk";

const SHOWN = 250;

export function AgentsPanel({ room }: { room: Room }) {
  const edition = room.review.edition.value;
  if (edition === null) return null;
  return (
    <Loaded<Exchange[]> door={room.door} path={room.review.address("exchange", edition)}>
      {(events) => <Talk room={room} events={events} />}
    </Loaded>
  );
}

function Talk({ room, events }: { room: Room; events: Exchange[] }) {
  const team = useSignal("");
  const words = useSignal("");
  const decidedOnly = useSignal(false);
  const needle = words.value.toLowerCase();
  const found = events.filter((event) =>
    (team.value === "" || event.team === team.value) &&
    (!decidedOnly.value || event.decided) &&
    (needle === "" || `${event.from} ${event.to} ${event.text} ${event.evidence.join(" ")}`.toLowerCase().includes(needle)));
  const teams = [...new Set(events.map((event) => event.team))];
  return (
    <div class="talk">
      <div class="row filters">
        <select aria-label="Team" value={team.value} onChange={(event) => (team.value = event.currentTarget.value)}>
          <option value="">All teams</option>{teams.map((name) => <option key={name} value={name}>{name}</option>)}
        </select>
        <input type="search" aria-label="Search the exchange" placeholder="Search" value={words.value} onInput={(event) => (words.value = event.currentTarget.value)} />
        <label><input type="checkbox" checked={decidedOnly.value} onChange={(event) => (decidedOnly.value = event.currentTarget.checked)} /> decisions</label>
      </div>
      <small class="soft">{found.length} of {events.length}</small>
      <ol>{found.slice(0, SHOWN).map((event, index) => <Message key={index} room={room} event={event} axis={room.review.axis.value!} />)}</ol>
      {found.length > SHOWN && <p class="soft">The first {SHOWN} are shown: search to see others.</p>}
    </div>
  );
}

function Message({ room, event, axis }: { room: Room; event: Exchange; axis: Axis }) {
  return (
    <li class={`message ${event.decided ? "decided" : ""}`}>
      <header>
        <b>{spoken(event.from)}</b>{event.to && <> → <b>{spoken(event.to)}</b></>} <span class="soft">{event.team} · {event.kind}</span>
        <small class="soft">{event.duration_s >= 0.01 ? `${event.duration_s.toFixed(2)} s` : ""}{event.model ? ` · ${event.model}` : ""}</small>
      </header>
      <p><Linked room={room} text={event.text} axis={axis} /></p>
      {event.evidence.length > 0 && (
        <details>
          <summary>{event.evidence.length} {event.evidence.length === 1 ? "reason" : "reasons"}</summary>
          <ul>{event.evidence.map((reason, index) => <li key={index}><Linked room={room} text={reason} axis={axis} /></li>)}</ul>
        </details>
      )}
    </li>
  );
}

/** A text in which places of the film can be pressed. */
export function Linked({ room, text, axis }: { room: Room; text: string; axis: Axis }) {
  return (
    <>
      {mentions(text, axis).map((said, index) => said.frame === null ? said.text : (
        <button key={index} type="button" class="place" onClick={() => { room.review.transport.seek(said.frame!); reveal(room.review, said.frame!); }}>{said.text}</button>
      ))}
    </>
  );
}

/** A role's name as people say it. */
function spoken(role: string): string {
  return role.replaceAll("_", " ");
}
