/** `node.js`, the half of the panel that runs in CEP's Node: takes calls as text, carries them out over gRPC. */

import type { Failure } from "../contract";
import { DaemonError } from "../daemon";
import { Doorman } from "../line/doorman";
import type { FromNode, NodeSide, ToNode } from "../line/messages";
import type { CallListener } from "./channel";
import { NodeGround } from "./ground";
import { DaemonLine } from "./line";

/** Opens the Node side; `folder` is the extension's. */
export function open(tell: (text: string) => void, folder: string = __dirname): NodeSide {
  return new Side(folder, (message) => tell(JSON.stringify(message)));
}

class Side implements NodeSide {
  readonly #line: DaemonLine;
  readonly #calls = new Map<number, () => void>();
  readonly #tell: (message: FromNode) => void;

  constructor(folder: string, tell: (message: FromNode) => void) {
    this.#tell = tell;
    this.#line = new DaemonLine(new Doorman(new NodeGround(folder)), (line) => tell({ op: "line", line }));
  }

  send(text: string): void {
    const message = JSON.parse(text) as ToNode;
    if (message.op === "drop") this.#drop(message.id);
    else void this.#carry(message);
  }

  close(): void {
    for (const id of [...this.#calls.keys()]) this.#drop(id);
    this.#line.close();
  }

  async #carry({ op, id, method, request }: Exclude<ToNode, { op: "drop" }>): Promise<void> {
    let dropped = false;
    this.#calls.set(id, () => {
      dropped = true;
    });
    try {
      const channel = await this.#line.open();
      if (dropped) return;
      this.#calls.set(id, channel[op](method, request, this.#listener(id)));
    } catch (error) {
      this.#end(id, failureOf(error));
    }
  }

  #listener(id: number): CallListener {
    return {
      message: (message) => {
        if (this.#calls.has(id)) this.#tell({ op: "message", id, message });
      },
      end: (failure) => this.#end(id, failure),
    };
  }

  #end(id: number, failure: Failure | null): void {
    if (this.#calls.delete(id)) this.#tell(failure ? { op: "error", id, failure } : { op: "end", id });
  }

  #drop(id: number): void {
    const cancel = this.#calls.get(id);
    this.#calls.delete(id);
    cancel?.();
  }
}

function failureOf(error: unknown): Failure {
  if (error instanceof DaemonError) return { reason: error.reason, sentence: error.message, facts: error.facts };
  return { reason: "UNEXPECTED", sentence: error instanceof Error ? error.message : String(error), facts: {} };
}
