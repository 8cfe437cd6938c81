/** Puts the panel on a page. */

import { render } from "preact";

import type { Daemon } from "../daemon";
import type { Host, Theme } from "../host";
import type { Shelf } from "../panel/memory";
import { Panel } from "../panel/panel";
import { App } from "./app";
import { variablesOf } from "./look";

/** Mounts the panel into an element and opens it; gives the panel, for keys and tests. */
export function mount(element: HTMLElement, host: Host, daemon: Daemon, shelf: Shelf | null): Panel {
  const panel = new Panel(host, daemon, shelf);
  const draw = (): void => render(<App panel={panel} state={panel.store.state} />, element);
  const dress = (theme: Theme): void => {
    for (const [name, value] of Object.entries(variablesOf(theme))) element.style.setProperty(name, value);
  };
  dress(host.theme());
  host.onThemeChanged(() => dress(host.theme()));
  panel.store.subscribe(batched(draw));
  draw();
  void panel.start();
  return panel;
}

/** Calls once for all changes of one turn. */
function batched(call: () => void): () => void {
  let waiting = false;
  return () => {
    if (waiting) return;
    waiting = true;
    void Promise.resolve().then(() => {
      waiting = false;
      call();
    });
  };
}
