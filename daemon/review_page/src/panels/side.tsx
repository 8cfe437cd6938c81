/** The panel beside the picture, with its tabs. */
import type { Room, Tab } from "../state/room";
import { AgentsPanel } from "./agents_panel";
import { CuePanel } from "./cue_panel";
import { BriefPanel, ComparePanel, FilesPanel, JobsPanel, ScenePanel, VerdictPanel } from "./read_panels";

const TABS: readonly [Tab, string][] = [
  ["cue", "Cue"], ["scene", "Scene"], ["compare", "A/B"], ["verdict", "Verdict"], ["agents", "Agents"], ["brief", "Brief"], ["files", "Files"], ["jobs", "Jobs"],
];

export function Side({ room }: { room: Room }) {
  const chosen = room.tab.value;
  const key = (event: KeyboardEvent) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step) return;
    event.preventDefault();
    event.stopPropagation();
    const index = TABS.findIndex(([tab]) => tab === chosen);
    room.tab.value = TABS[(index + step + TABS.length) % TABS.length]![0];
    document.getElementById(`tab-${room.tab.value}`)?.focus();
  };
  return (
    <aside class="side" aria-label="Details">
      <div class="tabs" role="tablist" onKeyDown={key}>
        {TABS.map(([tab, name]) => (
          <button key={tab} id={`tab-${tab}`} type="button" role="tab" aria-selected={tab === chosen} aria-controls="panel" tabIndex={tab === chosen ? 0 : -1} onClick={() => (room.tab.value = tab)}>{name}</button>
        ))}
      </div>
      <div class="panel" id="panel" role="tabpanel" aria-labelledby={`tab-${chosen}`} tabIndex={0}><Panel room={room} tab={chosen} /></div>
    </aside>
  );
}

function Panel({ room, tab }: { room: Room; tab: Tab }) {
  switch (tab) {
    case "cue": return <CuePanel room={room} />;
    case "scene": return <ScenePanel room={room} />;
    case "compare": return <ComparePanel room={room} />;
    case "verdict": return <VerdictPanel room={room} />;
    case "agents": return <AgentsPanel room={room} />;
    case "brief": return <BriefPanel room={room} />;
    case "files": return <FilesPanel room={room} />;
    case "jobs": return <JobsPanel room={room} />;
  }
}
