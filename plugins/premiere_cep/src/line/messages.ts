/** What the panel's page and its Node side say to each other: texts of JSON, so that nothing is shared. */

import type { Failure } from "../contract";
import type { Line } from "../daemon";
import type { Json, Method } from "./wire";

/** To Node. `id` is the caller's; answers carry it. */
export type ToNode =
  | { readonly op: "call"; readonly id: number; readonly method: Method; readonly request: Json }
  | { readonly op: "stream"; readonly id: number; readonly method: Method; readonly request: Json }
  /** Nobody listens to this id any more. */
  | { readonly op: "drop"; readonly id: number };

/** From Node. */
export type FromNode =
  /** The answer to a call, or one message of a stream. */
  | { readonly op: "message"; readonly id: number; readonly message: Json }
  /** The stream is over. */
  | { readonly op: "end"; readonly id: number }
  | { readonly op: "error"; readonly id: number; readonly failure: Failure }
  | { readonly op: "line"; readonly line: Line };

/** The Node side as the page holds it: `open` of `node.js`, given what to tell. */
export type OpenNode = (tell: (text: string) => void) => NodeSide;

/** The Node side. */
export interface NodeSide {
  /** Takes a `ToNode` as text. */
  send(text: string): void;
  /** Ends all calls and lets the daemon be. */
  close(): void;
}
