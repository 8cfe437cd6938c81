/** The line to the daemon: finds it, starts it where it does not run, and finds it again when it is lost. */

import { DaemonError, type Line } from "../daemon";
import type { Door, Doorman } from "../line/doorman";
import { Channel } from "./channel";

const LOOK_AGAIN_MS = 2_000;

/** Gives an open channel whenever one is asked for. */
export class DaemonLine {
  #channel: Channel | null = null;
  #opening: Promise<Channel> | null = null;
  #looking: ReturnType<typeof setInterval> | null = null;
  #closed = false;

  constructor(
    private readonly doorman: Doorman,
    private readonly tell: (line: Line) => void,
  ) {}

  /** An open channel. Rejects with a `DaemonError`. */
  async open(): Promise<Channel> {
    if (this.#channel) return this.#channel;
    this.#opening ??= this.#opened().finally(() => {
      this.#opening = null;
    });
    return this.#opening;
  }

  close(): void {
    this.#closed = true;
    this.#stopLooking();
    this.#channel?.close();
    this.#channel = null;
  }

  async #opened(): Promise<Channel> {
    this.tell("looking");
    try {
      const found = await this.#tryDoor(await this.doorman.find());
      if (found) return found;
      this.tell("starting");
      await this.doorman.start();
      const started = await this.#tryDoor(await this.doorman.find());
      if (started) return started;
      throw new DaemonError("NOT_ANSWERING", "the daemon was started and does not answer");
    } catch (error) {
      this.#lost();
      throw error;
    }
  }

  async #tryDoor(door: Door | null): Promise<Channel | null> {
    if (!door || this.#closed) return null;
    const channel = new Channel(door);
    if (!(await channel.ready()) || this.#closed) {
      channel.close();
      return null;
    }
    this.#stopLooking();
    this.#channel = channel;
    this.tell("open");
    channel.watch(() => {
      if (this.#channel !== channel) return;
      channel.close();
      this.#channel = null;
      this.#lost();
    });
    return channel;
  }

  /** Looks now and then whether the daemon is back; starts nothing, as somebody may have stopped it. */
  #lost(): void {
    if (this.#closed) return;
    this.tell("lost");
    this.#looking ??= setInterval(() => {
      if (this.#opening || this.#channel) return;
      void this.doorman
        .find()
        .then((door) => this.#tryDoor(door))
        .catch(() => undefined); // found or not: the next look, or the next call, says more
    }, LOOK_AGAIN_MS);
    this.#looking.unref?.();
  }

  #stopLooking(): void {
    if (this.#looking) clearInterval(this.#looking);
    this.#looking = null;
  }
}
