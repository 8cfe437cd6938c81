/** Our bin of the project, `NingBGM/<sequence>`, and the sounds in it. */

import { HostError } from "../../premiere_cep/src/host";
import type { Ledger } from "../../premiere_cep/src/premiere/ledger";
import { plainPath, samePath } from "../../premiere_cep/src/premiere/paths";
import type { ClipProjectItem, FolderItem, Premiere, Project } from "./ppro";
import { transact } from "./transaction";

const BIN = "NingBGM";
const LOOKS = 10;
const PAUSE_MS = 100;

/** The sounds in the bin of one sequence. */
export class Pool {
  constructor(
    private readonly ppro: Premiere,
    private readonly project: Project,
    private readonly sequence: string,
    private readonly ledger: Ledger,
  ) {}

  /** {file: item of the project}; those that lie in the bin already are used again. */
  async imported(paths: readonly string[]): Promise<ReadonlyMap<string, ClipProjectItem>> {
    if (paths.length === 0) {
      return new Map();
    }
    await this.makeBin([BIN]);
    await this.makeBin([BIN, this.sequence]);
    const known = new Set((await this.sounds()).keys());
    await this.ledger.bring({
      name: `sounds in the bin ${BIN}/${this.sequence}`,
      holds: async () => (await this.missing(paths)).length === 0,
      act: async () => {
        const bin = await this.bin([BIN, this.sequence]);
        if (bin !== null) {
          await this.project.importFiles(await this.missing(paths), true, bin, false);
        }
        for (let look = 0; look < LOOKS && (await this.missing(paths)).length > 0; look++) {
          await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
        }
      },
      undone: async () => [...(await this.sounds()).keys()].every((path) => known.has(path)),
      undo: async () => {
        const bin = await this.bin([BIN, this.sequence]);
        const fresh = [...(await this.sounds())].filter(([path]) => !known.has(path));
        transact(this.project, "NingBGM: take sounds back", (add) => {
          for (const [, item] of fresh) {
            add(bin?.createRemoveItemAction(item));
          }
        });
      },
    });
    const sounds = [...(await this.sounds())];
    return new Map(
      paths.map((path) => {
        const found = sounds.find(([there]) => samePath(there, path));
        if (found === undefined) {
          throw new HostError("HOST_REFUSED", `Premiere did not import ${path}.`);
        }
        return [path, found[1]] as const;
      }),
    );
  }

  /** All sounds of ours by their files. */
  all(): Promise<ReadonlyMap<string, ClipProjectItem>> {
    return soundsBelow(this.ppro, this.project);
  }

  private async makeBin(path: readonly string[]): Promise<void> {
    const name = path[path.length - 1] ?? "";
    if ((await this.bin(path)) !== null) {
      return;
    }
    await this.ledger.bring({
      name: `the bin ${path.join("/")}`,
      holds: async () => (await this.bin(path)) !== null,
      act: async () => {
        const parent = await this.bin(path.slice(0, -1));
        transact(this.project, "NingBGM: bin", (add) => add(parent?.createBinAction(name, false)));
      },
      undone: async () => (await this.bin(path)) === null,
      undo: async () => {
        const [parent, bin] = [await this.bin(path.slice(0, -1)), await this.bin(path)];
        if (parent !== null && bin !== null && (await bin.getItems()).length === 0) {
          transact(this.project, "NingBGM: take the bin back", (add) => add(parent.createRemoveItemAction(bin)));
        }
      },
    });
  }

  private async bin(path: readonly string[]): Promise<FolderItem | null> {
    return binAt(this.ppro, this.project, path);
  }

  private async sounds(): Promise<ReadonlyMap<string, ClipProjectItem>> {
    const bin = await this.bin([BIN, this.sequence]);
    return bin === null ? new Map() : soundsIn(this.ppro, bin, false);
  }

  private async missing(paths: readonly string[]): Promise<readonly string[]> {
    const there = [...(await this.sounds()).keys()];
    return paths.filter((path) => !there.some((one) => samePath(one, path)));
  }
}

/** All sounds in our bin and those inside it, by their files. */
export async function soundsBelow(ppro: Premiere, project: Project): Promise<ReadonlyMap<string, ClipProjectItem>> {
  const bin = await binAt(ppro, project, [BIN]);
  return bin === null ? new Map() : soundsIn(ppro, bin, true);
}

async function binAt(ppro: Premiere, project: Project, path: readonly string[]): Promise<FolderItem | null> {
  let at: FolderItem = await project.getRootItem();
  for (const name of path) {
    let found: FolderItem | null = null;
    for (const item of await at.getItems()) {
      found ??= item.name === name ? folder(ppro, item) : null;
    }
    if (found === null) {
      return null;
    }
    at = found;
  }
  return at;
}

async function soundsIn(ppro: Premiere, bin: FolderItem, deep: boolean): Promise<Map<string, ClipProjectItem>> {
  const found = new Map<string, ClipProjectItem>();
  for (const item of await bin.getItems()) {
    const inner = folder(ppro, item);
    if (inner !== null) {
      for (const [path, one] of deep ? await soundsIn(ppro, inner, true) : []) {
        found.set(path, one);
      }
      continue;
    }
    const clip = ppro.ClipProjectItem.cast(item);
    const path = clip === null ? "" : plainPath((await clip.getMediaFilePath()) || "");
    if (clip !== null && path !== "") {
      found.set(path, clip);
    }
  }
  return found;
}

/** `cast` of another kind gives nothing, or throws. */
function folder(ppro: Premiere, item: Parameters<Premiere["FolderItem"]["cast"]>[0]): FolderItem | null {
  try {
    return ppro.FolderItem.cast(item) ?? null;
  } catch {
    return null;
  }
}
