/**
 * Where a path of the pretended system lies on the machine that runs the test.
 *
 * ExtendScript takes platform paths and URIs, `~` is the user's home, Windows drives are `C:\x` or `/c/x`
 * (JTG docs/file-system-access/using-file-and-folder-objects.md, "Specifying paths").
 */

import { join, posix } from "node:path";

/** Paths of one pretended computer. */
export class Paths {
  /** `drives` says where a Windows drive lies, `{ C: "/tmp/x" }`; `home` is where `~` lies. */
  constructor({
    os = "mac",
    drives = {},
    home = "/Users/editor",
    temp = "/tmp",
    extension = "/extension",
  } = {}) {
    this.os = os;
    this.drives = drives;
    this.home = home;
    this.temp = temp;
    this.extension = extension;
  }

  /** The path as the platform writes it: what `fsName` shows. */
  platform(text) {
    let path = String(text);
    try {
      if (/%[0-9a-f]{2}/i.test(path)) path = decodeURIComponent(path);
    } catch {
      // not an encoded path: taken as it is
    }
    path = path.replace(/^file:\/\/(?=\/)/, "");
    if (path === "~" || path.startsWith("~/")) path = this.home + path.slice(1);
    if (this.os !== "windows") return trimmed(posix.normalize(path));
    path = path.replace(/\\/g, "/").replace(/^\/([a-z])\//i, (_, drive) => `${drive.toUpperCase()}:/`);
    return trimmed(posix.normalize(path)).replace(/\//g, "\\");
  }

  /** The path in URI form: what `absoluteURI` and `fullName` are. */
  uri(text) {
    const path = this.platform(text).replace(/\\/g, "/");
    const drive = /^([A-Z]):\//i.exec(path);
    return encodeURI(drive ? `/${drive[1].toLowerCase()}/${path.slice(3)}` : path);
  }

  /** Where the file really lies. */
  real(text) {
    const path = this.platform(text);
    const drive = /^([A-Z]:)\\(.*)$/i.exec(path);
    if (!drive) return path.replace(/\\/g, "/");
    return join(
      this.drives[drive[1].toUpperCase()] ?? `/nonexistent/${drive[1]}`,
      drive[2].replace(/\\/g, "/"),
    );
  }

  /** The last part of a path. */
  static nameOf(path) {
    return path.replace(/\\/g, "/").split("/").pop();
  }

  /** Everything before the last part. */
  parentOf(path) {
    const at = Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\"));
    return at <= 0 ? "/" : path.slice(0, at);
  }
}

function trimmed(path) {
  return path.length > 1 ? path.replace(/\/+$/, "") : path;
}
