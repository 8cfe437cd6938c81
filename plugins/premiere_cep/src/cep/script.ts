/** Calls into `host/*.jsx`, one at a time, each a small step. */

import { HostError } from "../host";
import type { CepBridge } from "./bridge";

/** How long a step may take; it comes never while a dialogue of Premiere's is open. */
const PATIENCE_MS = 20_000;
const LOADED = "typeof $._ningbgm";

/** A value that can be written into a script. */
export type Argument = string | number | boolean | null | readonly Argument[];

/** Premiere's side of the panel. */
export class Script {
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly bridge: CepBridge,
    private readonly patienceMs: number = PATIENCE_MS,
  ) {}

  /**
   * The answer of a call of `host/*.jsx`.
   *
   * Rejects with a `HostError`: HOST_BUSY where Premiere does not answer, HOST_REFUSED where it threw.
   */
  call<T>(name: string, ...given: readonly Argument[]): Promise<T> {
    const answer = this.last.then(() => this.called<T>(name, given));
    this.last = answer.catch(() => undefined);
    return answer;
  }

  private async called<T>(name: string, given: readonly Argument[]): Promise<T> {
    const call = `$._ningbgm.call(${literal(name)}, ${literal(given)})`;
    let said = await this.evaluated(call);
    if (!said.startsWith("{") && (await this.evaluated(LOADED)) !== "object") {
      // ScriptPath did not load, or another panel of Premiere's engine took the name away.
      await this.evaluated(`$.evalFile(${literal(`${this.bridge.extensionPath()}/host.jsx`)})`);
      said = await this.evaluated(call);
    }
    return answerOf<T>(name, said);
  }

  private evaluated(script: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        const said = "Premiere does not answer; close any window that it shows, and try again.";
        reject(new HostError("HOST_BUSY", said));
      }, this.patienceMs);
      this.bridge.evalScript(script, (answer) => {
        clearTimeout(timer);
        resolve(String(answer));
      });
    });
  }
}

/** A value as ES3 can read it: JSON but for two line ends, and in ASCII, as evalScript is not sure about others. */
function literal(value: Argument): string {
  return JSON.stringify(value).replace(/[\u007f-\uffff]/g, (sign) => {
    return `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`;
  });
}

function answerOf<T>(name: string, said: string): T {
  let answer: { ok?: T; error?: string };
  try {
    answer = JSON.parse(said) as { ok?: T; error?: string };
  } catch {
    throw new HostError("HOST_REFUSED", `Premiere failed at ${name}: ${said || "no answer"}.`);
  }
  if (typeof answer !== "object" || answer === null || !("ok" in answer)) {
    throw new HostError("HOST_REFUSED", `Premiere failed at ${name}: ${answer?.error ?? said}.`);
  }
  return answer.ok as T;
}
