/**
 * Files coming into the project.
 *
 * `importFiles` answers a boolean, the items are to be looked for (PSG project.md, nle.md 2.3). The same file twice is
 * two items; what cannot be read is left out and makes the answer false; the target bin of another project is the root
 * [inference].
 */

import { closeSync, openSync, readSync, statSync } from "node:fs";
import { TICKS_PER_SECOND } from "../ticks.js";
import { Item, Media } from "./state.js";

/** Imports for one world. */
export class Importing {
  constructor(world) {
    this.world = world;
    this.known = new Map();
  }

  /** Makes Premiere able to read a path that need not exist. */
  knows(media) {
    this.known.set(this.world.engine.paths.platform(media.path), media);
    return media;
  }

  /** What lies at a path, or null. */
  mediaAt(path) {
    const { paths } = this.world.engine;
    return this.known.get(paths.platform(path)) ?? wavMedia(paths.platform(path), paths.real(path));
  }

  /** `Project.importFiles`. */
  files(given, bin, suppressUI) {
    const media = given.map((path) => this.mediaAt(String(path)));
    if (media.includes(null) && !suppressUI) this.world.dialogues.push("The file cannot be found or opened");
    const actor = this.world.actor();
    const bring = () => {
      for (const found of media)
        if (found) this.item(found, bin?.kind ? bin : this.world.film.insertionBin, actor);
    };
    if (this.world.traps.importsLate) this.world.later.push(bring);
    else bring();
    return !media.includes(null);
  }

  /** One item of a media in a bin. */
  item(media, bin, madeBy) {
    const name = media.path.replace(/\\/g, "/").split("/").pop();
    const item = new Item({ id: this.world.nextId(), kind: "clip", name, parent: bin, media, madeBy });
    bin.children.push(item);
    this.world.changed(null, {});
    return item;
  }

  /** `ProjectItem.changeMediaPath`: 0 where it worked. */
  relink(item, path) {
    const media = this.mediaAt(String(path));
    if (!media || item.kind !== "clip") return 1;
    item.media = media;
    item.offline = false;
    this.world.changed(null, {});
    return 0;
  }
}

/** A WAV on disk as Premiere reads it: length to the sample, channels. */
function wavMedia(path, real) {
  if (!statSync(real, { throwIfNoEntry: false })?.isFile()) return null;
  const head = Buffer.alloc(4096);
  const file = openSync(real, "r");
  const length = readSync(file, head, 0, head.length, 0);
  closeSync(file);
  if (length < 12 || head.toString("latin1", 0, 4) !== "RIFF") return null;
  let format = null;
  for (let at = 12; at + 8 <= length;) {
    const kind = head.toString("latin1", at, at + 4);
    const size = head.readUInt32LE(at + 4);
    if (kind === "fmt ") {
      format = {
        channels: head.readUInt16LE(at + 10),
        rate: head.readUInt32LE(at + 12),
        block: head.readUInt16LE(at + 20),
      };
    }
    if (kind === "data" && format) {
      const samples = BigInt(Math.floor(size / format.block));
      const duration = (samples * TICKS_PER_SECOND) / BigInt(format.rate);
      return new Media({
        path,
        duration,
        channels: format.channels,
        timebase: TICKS_PER_SECOND / BigInt(format.rate),
      });
    }
    at += 8 + size + (size % 2);
  }
  return null;
}
