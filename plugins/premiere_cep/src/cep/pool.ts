/** Our bin of the project, `NingBGM/<sequence>`, and the sounds in it. */

import { HostError } from "../host";
import type { Ledger } from "../premiere/ledger";
import { comparable, samePath } from "../premiere/paths";
import type { CepReader } from "./reader";
import type { Script } from "./script";

/** The bin of all that is ours. */
export const BIN = "NingBGM";
const TAKEN_BACK = "NingBGM taken back";
/** How often, and how long apart, a sound is looked for that Premiere said it imported. */
const LOOKS = 10;
const PAUSE_MS = 100;

type ItemRow = readonly [string, boolean, string, string];

/** The sounds in the bin of one sequence. */
export class Pool {
  private readonly bin: readonly string[];

  constructor(
    private readonly script: Script,
    private readonly reader: CepReader,
    sequence: string,
    private readonly ledger: Ledger,
  ) {
    this.bin = [BIN, sequence];
  }

  /** {file: item of the project}; those that lie in the bin already are used again. */
  async imported(paths: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (paths.length === 0) {
      return new Map();
    }
    await this.makeBin([], BIN);
    await this.makeBin([BIN], this.bin[1] ?? "");
    const known = new Set((await this.sounds()).map(([id]) => id));
    const fresh = async () => (await this.sounds()).filter(([id]) => !known.has(id));
    await this.ledger.bring({
      name: `sounds in the bin ${this.bin.join("/")}`,
      holds: async () => (await this.missing(paths)).length === 0,
      act: async () => {
        await this.script.call("importFiles", await this.missing(paths), this.bin);
        await this.arrival(paths);
      },
      undone: async () => !(await this.there()) || (await fresh()).length === 0,
      undo: async () => this.throwAway((await fresh()).map(([id]) => id)),
    });
    const items = new Map((await this.sounds()).map(([id, , , path]) => [comparable(path), id] as const));
    return new Map(paths.map((path) => [path, items.get(comparable(path)) ?? ""] as const));
  }

  private async makeBin(inside: readonly string[], name: string): Promise<void> {
    const path = [...inside, name];
    if (await this.script.call<boolean>("hasBin", path)) {
      return;
    }
    await this.ledger.bring({
      name: `the bin ${path.join("/")}`,
      holds: () => this.script.call<boolean>("hasBin", path),
      act: () => this.script.call("createBin", inside, name),
      undone: async () => !(await this.script.call<boolean>("hasBin", path)),
      undo: async () => {
        if ((await this.reader.rows<ItemRow>("items", path)).length > 0) {
          throw new HostError("HOST_REFUSED", `Something lies in the bin ${path.join("/")}.`);
        }
        await this.script.call("deleteBin", path);
      },
    });
  }

  private there(): Promise<boolean> {
    return this.script.call<boolean>("hasBin", this.bin);
  }

  private async sounds(): Promise<readonly ItemRow[]> {
    return (await this.reader.rows<ItemRow>("items", this.bin)).filter(([, bin]) => !bin);
  }

  private async missing(paths: readonly string[]): Promise<readonly string[]> {
    const sounds = await this.sounds();
    return paths.filter((path) => !sounds.some(([, , , there]) => samePath(there, path)));
  }

  /** Sounds may come a moment after Premiere said so. */
  private async arrival(paths: readonly string[]): Promise<void> {
    for (let look = 0; look < LOOKS && (await this.missing(paths)).length > 0; look++) {
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }

  /** Scripts can delete bins alone, so that sounds go with one that is made for it. */
  private async throwAway(items: readonly string[]): Promise<void> {
    const grave = [BIN, TAKEN_BACK];
    if (!(await this.script.call<boolean>("hasBin", grave))) {
      await this.script.call("createBin", [BIN], TAKEN_BACK);
    }
    for (const item of items) {
      await this.script.call("moveItem", this.bin, item, grave);
    }
    const there = await this.reader.rows<ItemRow>("items", grave);
    if (there.every(([id]) => items.includes(id))) {
      await this.script.call("deleteBin", grave);
    }
  }
}
