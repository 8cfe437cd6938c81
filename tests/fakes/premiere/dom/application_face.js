/**
 * `app`, as scripts see it (PSG docs/application/application.md, TYPES, PJ).
 */

import { List } from "./state.js";

/** The events that PJ binds, and whom they tell. */
export const EVENTS = [
  "onActiveSequenceChanged",
  "onActiveSequenceSelectionChanged",
  "onActiveSequenceStructureChanged",
  "onActiveSequenceTrackItemAdded",
  "onActiveSequenceTrackItemRemoved",
  "onProjectChanged",
  "onSequenceActivated",
  "onSourceClipSelectedInProjectPanel",
];

/** The state behind `app`. */
export class Application {
  constructor() {
    this.bound = new Map();
    this.messages = [];
    this.qe = false;
  }
}

/** The face of `app`; a property that `enableQE` brings is a global, see the world. */
export function applicationFace(world) {
  return {
    name: "Application",
    reads: {
      version: () => world.version,
      build: () => "1",
      project: () => (world.open ? world.film : undefined), // without a project [inference]
      projects: () => new List("ProjectCollection", () => (world.open ? [world.film] : [])),
      path: () => world.applicationPath,
      getPProPrefPath: () =>
        `${world.engine.paths.home}/Documents/Adobe/Premiere Pro/${world.version}/Profile-editor/`,
    },
    calls: {
      /** Only a function is kept; names that Premiere does not know never fire [inference]. */
      bind: (app, name, handler) => {
        if (typeof handler !== "function") return false;
        app.bound.set(String(name), [...(app.bound.get(String(name)) ?? []), handler]);
        return true;
      },
      unbind: (app, name) => app.bound.delete(String(name)),
      enableQE: () => world.enableQe(),
      isDocumentOpen: () => world.open,
      setSDKEventMessage: (app, text, kind) => {
        app.messages.push(`${kind}: ${text}`);
        return true;
      },
      setExtensionPersistent: () => true,
      trace: () => true,
      getProjectViewIDs: () => ["view"],
      getProjectFromViewID: () => (world.open ? world.film : null),
      getCurrentProjectViewSelection: () => null,
      getEnableProxies: () => 0,
      getWorkspaces: () => ["Editing"],
    },
  };
}
