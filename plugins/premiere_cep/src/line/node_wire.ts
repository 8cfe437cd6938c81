/** gRPC through CEP's Node: the page's half of it. */

import { DaemonError, type Line } from "../daemon";
import type { FromNode, NodeSide, OpenNode, ToNode } from "./messages";
import type { Json, Method, Wire } from "./wire";

type Listener = (message: Exclude<FromNode, { op: "line" }>) => void;

/** A wire over the Node side. */
export class NodeWire implements Wire {
  readonly #node: NodeSide;
  readonly #waiting = new Map<number, Listener>();
  readonly #listeners = new Set<(line: Line) => void>();
  #last = 0;

  constructor(open: OpenNode) {
    this.#node = open((text) => this.#hear(JSON.parse(text) as FromNode));
  }

  call(method: Method, request: Json): Promise<Json> {
    return new Promise((resolve, reject) => {
      const id = this.#listen((said) => {
        this.#waiting.delete(id);
        if (said.op === "message") resolve(said.message);
        else reject(said.op === "error" ? errorOf(said.failure) : new DaemonError("LOST", "the answer is missing"));
      });
      this.#send({ op: "call", id, method, request });
    });
  }

  async *stream(method: Method, request: Json, signal: AbortSignal): AsyncGenerator<Json> {
    if (signal.aborted) return;
    const heard: (Json | DaemonError | null)[] = [];
    let wake = (): void => {};
    const push = (one: Json | DaemonError | null): void => {
      heard.push(one);
      wake();
    };
    const id = this.#listen((said) => {
      push(said.op === "message" ? said.message : said.op === "error" ? errorOf(said.failure) : null);
    });
    const stop = (): void => push(null);
    signal.addEventListener("abort", stop);
    this.#send({ op: "stream", id, method, request });
    try {
      for (;;) {
        if (heard.length === 0) await new Promise<void>((resolve) => (wake = resolve));
        const one = heard.shift();
        if (one === null || one === undefined) return;
        if (one instanceof DaemonError) throw one;
        yield one;
      }
    } finally {
      signal.removeEventListener("abort", stop);
      this.#waiting.delete(id);
      this.#send({ op: "drop", id });
    }
  }

  onLine(listener: (line: Line) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #listen(listener: Listener): number {
    this.#last += 1;
    this.#waiting.set(this.#last, listener);
    return this.#last;
  }

  #send(message: ToNode): void {
    this.#node.send(JSON.stringify(message));
  }

  #hear(message: FromNode): void {
    if (message.op === "line") for (const listener of this.#listeners) listener(message.line);
    else this.#waiting.get(message.id)?.(message);
  }
}

function errorOf(failure: Extract<FromNode, { op: "error" }>["failure"]): DaemonError {
  return new DaemonError(failure.reason, failure.sentence, failure.facts);
}
