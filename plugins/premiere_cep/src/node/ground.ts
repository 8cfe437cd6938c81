/** The machine under CEP's Node: files of the installer and the daemon, and commands. */

import { execFile } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

import type { Ground, Ran } from "../line/doorman";

const START_MS = 90_000;
const MOST_BYTES = 16 * 1024;
const LONGEST_SAYING = 300;
/** The editing program's own, which would lead another Python astray. */
const NOT_OURS = ["PYTHONHOME", "PYTHONPATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"];

/** `folder` is the extension's, in which `installed.json` lies. */
export class NodeGround implements Ground {
  constructor(private readonly folder: string) {}

  async readInstalled(): Promise<string> {
    return read(path.join(this.folder, "installed.json"));
  }

  async readDiscovery(told: string): Promise<string> {
    const file = told.startsWith("~/") ? path.join(os.homedir(), told.slice(2)) : told;
    const seen = await fs.promises.stat(file);
    if (process.platform !== "win32" && (seen.mode & 0o077) !== 0) {
      throw new Error(`${file} can be read by others`);
    }
    return read(file);
  }

  run(command: readonly string[], environment: Readonly<Record<string, string>>): Promise<Ran> {
    const ours = Object.entries({ ...process.env, ...environment }).filter(([key]) => !NOT_OURS.includes(key));
    const options = { env: Object.fromEntries(ours), timeout: START_MS, windowsHide: true };
    const [program, ...rest] = command;
    return new Promise((resolve, reject) => {
      const child = execFile(program ?? "", rest, options, (error, out, err) => {
        if (error && typeof error.code !== "number") reject(error);
        else resolve({ code: error ? Number(error.code) : 0, said: (out + err).trim().slice(-LONGEST_SAYING) });
      });
      child.stdin?.end();
    });
  }
}

async function read(file: string): Promise<string> {
  const text = await fs.promises.readFile(file, "utf-8");
  if (text.length > MOST_BYTES) throw new Error(`${file} is too long`);
  return text;
}
