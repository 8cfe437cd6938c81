/**
 * The contract as JSON over HTTP, by `fetch` alone: UXP has neither Node nor event streams.
 *
 * A job is watched by asking for it again: `fetch` gives an answer when it is whole, not while it comes.
 */

import routes from "contract:routes";
import { DaemonError, type Line } from "../../premiere_cep/src/daemon";
import type { Door, Doorman } from "../../premiere_cep/src/line/doorman";
import { LOST, type Json, type Method, type Wire } from "../../premiere_cep/src/line/wire";

const ASK_AGAIN_MS = 500;
const OVER: readonly unknown[] = ["STATE_SUCCEEDED", "STATE_FAILED", "STATE_CANCELLED"];

/** What of `fetch` is used. */
export type Fetch = (url: string, how: { method: string; headers: Record<string, string>; body?: string }) => Promise<{
  readonly status: number;
  text(): Promise<string>;
}>;

/** A wire over the daemon's HTTP door. */
export class HttpWire implements Wire {
  private readonly listeners = new Set<(line: Line) => void>();
  private line: Line = "looking";
  private door: Door | null = null;

  constructor(
    private readonly doorman: Pick<Doorman, "find" | "start">,
    private readonly fetched: Fetch,
    private readonly askAgainMs: number = ASK_AGAIN_MS,
  ) {}

  async call(method: Method, request: Json): Promise<Json> {
    const door = this.door ?? (await this.opened());
    const [verb, path, body] = spelled(method, request);
    const headers = { Authorization: `Bearer ${door.token}`, "Content-Type": "application/json" };
    let status: number;
    let text: string;
    try {
      const answer = await this.fetched(door.http + path, { method: verb, headers, ...(body === null ? {} : { body }) });
      status = answer.status;
      text = await answer.text();
    } catch (error) {
      this.lose();
      throw new DaemonError(LOST, `the line to the daemon broke: ${said(error)}`);
    }
    if (status === 401) {
      this.lose(); // another daemon has taken the place of the one that was found
      throw new DaemonError(LOST, "the daemon was started anew");
    }
    return answerOf(status, text);
  }

  async *stream(method: Method, request: Json, signal: AbortSignal): AsyncGenerator<Json> {
    if (method !== "JobService.WatchJob") {
      throw new DaemonError("NOT_SUPPORTED", `${method} cannot be followed here`);
    }
    let last = "";
    while (!signal.aborted) {
      const job = await this.call("JobService.GetJob", request);
      const now = JSON.stringify(job);
      if (now !== last) {
        yield job;
      }
      if (OVER.includes(job["state"])) {
        return;
      }
      last = now;
      await new Promise((resolve) => setTimeout(resolve, this.askAgainMs));
    }
  }

  onLine(listener: (line: Line) => void): () => void {
    this.listeners.add(listener);
    listener(this.line);
    return () => void this.listeners.delete(listener);
  }

  private async opened(): Promise<Door> {
    this.tell("looking");
    let door = await this.doorman.find();
    try {
      if (door === null) {
        this.tell("starting");
        await this.doorman.start();
        door = await this.doorman.find();
      }
      if (door === null) {
        throw new DaemonError("NOT_ANSWERING", "the daemon was started and does not answer");
      }
    } catch (error) {
      this.tell("lost");
      throw error;
    }
    this.door = door;
    this.tell("open");
    return door;
  }

  private lose(): void {
    this.door = null;
    this.tell("lost");
  }

  private tell(line: Line): void {
    if (line !== this.line) {
      this.line = line;
      this.listeners.forEach((listener) => listener(line));
    }
  }
}

/** Verb, path and body of a call: what the path does not take goes into the query of a GET, else into the body. */
function spelled(method: Method, request: Json): readonly [string, string, string | null] {
  const route = routes[method];
  if (route === undefined) {
    throw new DaemonError("NOT_SUPPORTED", `${method} has no address`);
  }
  const [verb, template] = route;
  const rest = new Map(Object.entries(request).filter(([, value]) => value !== undefined));
  const path = template.replace(/\{(\w+)(?:=[^}]*)?\}/g, (_, name: string) => {
    const value = String(rest.get(name) ?? "");
    rest.delete(name);
    return value.split("/").map(encodeURIComponent).join("/");
  });
  if (verb !== "GET" && verb !== "DELETE") {
    return [verb, path, JSON.stringify(Object.fromEntries(rest))];
  }
  const query = [...rest].map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`).join("&");
  return [verb, query === "" ? path : `${path}?${query}`, null];
}

function answerOf(status: number, text: string): Json {
  let answer: Json;
  try {
    answer = JSON.parse(text === "" ? "{}" : text) as Json;
  } catch {
    throw new DaemonError(LOST, "the daemon's answer is cut off");
  }
  if (status === 200) {
    return answer;
  }
  const error = (answer["error"] ?? {}) as { message?: string; details?: readonly Detail[] };
  const detail = error.details?.find((one) => typeof one.reason === "string");
  const reason = detail?.reason ?? (status === 404 ? "TOO_OLD" : "REFUSED");
  throw new DaemonError(reason, error.message ?? `the daemon refused with ${status}`, detail?.metadata ?? {});
}

interface Detail {
  readonly reason?: string;
  readonly metadata?: Readonly<Record<string, string>>;
}

function said(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
