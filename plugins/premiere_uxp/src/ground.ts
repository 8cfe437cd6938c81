/** The machine under UXP: files of the installer and the daemon; programs cannot be run. */

import type { Ground, Ran } from "../../premiere_cep/src/line/doorman";
import { addressOf, type Files } from "./surroundings";

/** UXP's `os`. */
export interface Os {
  homedir(): string;
}

/** What the doorman needs. */
export class UxpGround implements Ground {
  constructor(
    private readonly files: Files,
    private readonly os: Os,
  ) {}

  async readInstalled(): Promise<string> {
    return String(await this.files.readFile("plugin:/installed.json", { encoding: "utf-8" }));
  }

  async readDiscovery(path: string): Promise<string> {
    const whole = path.replace(/^~(?=\/)/, this.os.homedir());
    return String(await this.files.readFile(addressOf(whole), { encoding: "utf-8" }));
  }

  async run(command: readonly string[]): Promise<Ran> {
    const said = `this Premiere lets panels start no programs; run \`ningbgm daemon start\` (${command[0] ?? ""})`;
    return { code: 1, said };
  }
}
