/** Finds the daemon's doors by its discovery file, and starts the daemon where it does not run. */

import { DaemonError } from "../daemon";

/** Where the daemon listens: what the panel needs of the discovery file. */
export interface Door {
  /** `127.0.0.1:50051`. */
  readonly grpc: string;
  /** `http://127.0.0.1:8080`. */
  readonly http: string;
  readonly token: string;
}

/** The machine, as far as the doorman needs it. */
export interface Ground {
  /** Text of `installed.json` beside the panel, which the installer wrote. Rejects where there is none. */
  readInstalled(): Promise<string>;
  /** Text of the discovery file; `~` at its start is the user's home. Rejects where there is none to trust. */
  readDiscovery(path: string): Promise<string>;
  /** Runs a command to its end; gives its exit code and the end of what it said. Rejects where it cannot run. */
  run(command: readonly string[], environment: Readonly<Record<string, string>>): Promise<Ran>;
}

/** A command that has ended. */
export interface Ran {
  readonly code: number;
  readonly said: string;
}

/** What the installer wrote: how the daemon is started, and where it says that it listens. */
interface Installed {
  readonly command: readonly string[];
  readonly discovery: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** One for each panel. */
export class Doorman {
  #starting: Promise<void> | null = null;

  constructor(private readonly ground: Ground) {}

  /** The door as the discovery file tells it; null where there is none. Starts nothing. */
  async find(): Promise<Door | null> {
    const installed = await this.#installed();
    try {
      return readDoor(await this.ground.readDiscovery(installed.discovery));
    } catch {
      return null;
    }
  }

  /** Starts the daemon; one that runs already is left alone. Rejects with a `DaemonError`. */
  async start(): Promise<void> {
    this.#starting ??= this.#started().finally(() => {
      this.#starting = null;
    });
    return this.#starting;
  }

  async #started(): Promise<void> {
    const installed = await this.#installed();
    const command = [...installed.command, "daemon", "start"];
    const ran = await this.ground.run(command, installed.environment).catch((error: unknown) => {
      throw new DaemonError("NOT_STARTED", `${command[0]} does not run: ${sentenceOf(error)}`);
    });
    if (ran.code !== 0) {
      throw new DaemonError("NOT_STARTED", `the daemon does not start: ${ran.said || `exit code ${ran.code}`}`);
    }
  }

  async #installed(): Promise<Installed> {
    const text = await this.ground.readInstalled().catch(() => "");
    const installed = readInstalled(text);
    if (!installed) throw new DaemonError("NOT_INSTALLED", "the panel does not know where NingBGM is");
    return installed;
  }
}

/** Null where it names no command and discovery file. */
function readInstalled(text: string): Installed | null {
  try {
    const { command, discovery, environment } = JSON.parse(text) as Partial<Installed>;
    const whole = Array.isArray(command) && command.length > 0 && typeof discovery === "string";
    return whole ? { command, discovery, environment: environment ?? {} } : null;
  } catch {
    return null;
  }
}

function readDoor(text: string): Door | null {
  const said = JSON.parse(text) as Partial<Door>;
  const { grpc, http, token } = said;
  const whole = typeof grpc === "string" && typeof http === "string" && typeof token === "string";
  return whole ? { grpc, http, token } : null;
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
