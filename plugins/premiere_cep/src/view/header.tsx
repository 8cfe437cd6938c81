/** Which sequence it is about, and whether the daemon is there. */

import type { Line } from "../daemon";
import { counted } from "../panel/words";
import type { Props } from "./app";

const LINES: Readonly<Record<Line, string>> = {
  looking: "looking for the daemon",
  starting: "starting the daemon",
  open: "ready",
  lost: "daemon lost",
};

export function Header({ panel, state }: Props) {
  const { host, line, doctorShown } = state;
  const worries = (host?.missing.length ?? 0) + (state.status?.notes.length ?? 0);
  return (
    <header class="header">
      <h1 class="title" title={host?.project}>
        {host?.sequence?.name ?? "No sequence"}
      </h1>
      <span class={`line line-${line}`} role="status">
        <span class="dot" aria-hidden="true" />
        {LINES[line]}
      </span>
      <button
        type="button"
        class={`quiet ${doctorShown ? "pressed" : ""}`}
        aria-pressed={doctorShown}
        aria-label={worries > 0 ? `Doctor: ${counted(worries, "finding")}` : "Doctor"}
        onClick={() => panel.toggleDoctor()}
      >
        Doctor{worries > 0 && <span class="count">{worries}</span>}
      </button>
    </header>
  );
}
