/** The keys, as a dialog. */
import { useEffect, useRef } from "preact/hooks";
import type { Room } from "../state/room";

const KEYS: readonly [string, readonly [string, string][]][] = [
  ["Playing", [["Space", "play, pause"], ["J K L", "back, stop, forward; again: faster"], ["← →", "one frame"], ["Shift ← →", "one second"], ["↑ ↓", "hit before, next hit"], ["Shift ↑ ↓", "cut before, next cut"], ["Home End", "start, end"], ["P", "play into the selected hit"], ["C", "loop the cue, or the marks"], ["G", "mute the film's sound"]]],
  ["Comparing", [["B", "hear the other one"], ["Ctrl Z", "undo"], ["Ctrl Shift Z", "redo"]]],
  ["Changing", [["H", "hit at the playhead"], ["Alt ← →", "move the selected hit by a frame"], ["Alt ↑ ↓", "weigh the selected hit"], ["Delete", "remove the selected hit"], ["I O", "mark in, out"], ["X", "silence between the marks"], ["Ctrl Enter", "write the cue anew"], ["V A S", "tools: select, hit, silence"]]],
  ["Looking", [["+ −", "zoom at the playhead"], ["F", "show the cue"], ["0", "show all"], ["Ctrl wheel", "zoom at the pointer"], ["Shift wheel", "move along"], ["Alt drag", "without snapping"], ["Shift drag", "mark a stretch"], ["Esc", "forget marks and loop"]]],
];

export function Help({ room }: { room: Room }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const open = room.help.value;
  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  return (
    <dialog class="help" ref={dialog} aria-label="Keyboard" onClose={() => (room.help.value = false)}>
      <header><h2>Keyboard</h2><button type="button" onClick={() => (room.help.value = false)}>Close</button></header>
      <div class="keys-grid">
        {KEYS.map(([title, keys]) => (
          <section key={title}><h3>{title}</h3><dl>{keys.map(([key, what]) => <div key={key}><dt><kbd>{key}</kbd></dt><dd>{what}</dd></div>)}</dl></section>
        ))}
      </div>
    </dialog>
  );
}
