/** The page's way in: a ticket that opens once becomes a session, which this tab keeps. */

/** What opens the doors. */
export interface Session {
  readonly session: string;
  readonly mediaKey: string;
}

const KEPT = "ningbgm.session";

/** The session of this tab, entered by the ticket in the address where there is one; null where there is neither. */
export async function enter(): Promise<Session | null> {
  const fragment = new URLSearchParams(location.hash.slice(1));
  const ticket = fragment.get("ticket");
  if (ticket === null) return remembered();
  fragment.delete("ticket");
  history.replaceState(null, "", `#${fragment}`);
  const answer = await fetch("/review/session", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ ticket }),
  });
  if (!answer.ok) return remembered();
  const told = (await answer.json()) as { session: string; media_key: string };
  const session = { session: told.session, mediaKey: told.media_key };
  sessionStorage.setItem(KEPT, JSON.stringify(session));
  return session;
}

/** Forgets the session, which the daemon no longer knows. */
export function leave(): void {
  sessionStorage.removeItem(KEPT);
}

function remembered(): Session | null {
  const text = sessionStorage.getItem(KEPT);
  return text === null ? null : (JSON.parse(text) as Session);
}
