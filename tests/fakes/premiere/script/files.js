/**
 * `File` and `Folder` of ExtendScript, over real files.
 *
 * JTG docs/file-system-access/file-object.md and folder-object.md:
 * - with or without `new`; `File(path)` of a folder gives a Folder; no path gives a temporary name;
 * - calls answer true or false and put a text into `error`, they do not throw;
 * - the encoding is the system's until it is set: what that cannot hold is lost; BINARY writes the lower byte;
 * - line feeds are written as the platform writes them ("the CRLF sequence is preset to the system default").
 */

import fs from "node:fs";
import { Paths } from "./paths.js";

const UTF8 = /^utf-?8$/i;

/** The two constructors for one realm; `disk` is { full, writes } of the world, for faults. */
export function fileClasses(paths, make, disk) {
  const nextTemporary = { number: 0 };

  function open(entry, mode) {
    entry.mode = String(mode ?? "r");
    entry.error = "";
    try {
      if (entry.mode === "r") {
        entry.buffer = decoded(fs.readFileSync(paths.real(entry.path)), entry.encoding);
        entry.at = 0;
      } else if (entry.mode === "a" || entry.mode === "e") {
        const there = fs.existsSync(paths.real(entry.path));
        entry.buffer = there ? decoded(fs.readFileSync(paths.real(entry.path)), entry.encoding) : "";
        entry.at = entry.mode === "a" ? entry.buffer.length : 0;
      } else {
        if (disk.full) throw new Error("disk full");
        fs.writeFileSync(paths.real(entry.path), "");
        entry.buffer = "";
        entry.at = 0;
      }
    } catch (error) {
      entry.mode = null;
      entry.error = /ENOENT/.test(String(error)) ? "File or folder does not exist" : "I/O error";
      return false;
    }
    return true;
  }

  function write(entry, text) {
    if (entry.mode === null || entry.mode === "r") return failed(entry, "File not open");
    if (disk.full) return failed(entry, "I/O error");
    const lines = entry.lineFeed === "Windows" ? text.replace(/\r?\n/g, "\r\n") : text;
    entry.buffer = entry.buffer.slice(0, entry.at) + lines + entry.buffer.slice(entry.at + lines.length);
    entry.at += lines.length;
    fs.writeFileSync(paths.real(entry.path), encoded(entry.buffer, entry.encoding));
    disk.writes += 1;
    return true;
  }

  const common = {
    get: {
      fsName: (entry) => entry.path,
      fullName: (entry) => paths.uri(entry.path),
      absoluteURI: (entry) => paths.uri(entry.path),
      name: (entry) => encodeURI(Paths.nameOf(entry.path)),
      displayName: (entry) => Paths.nameOf(entry.path),
      path: (entry) => paths.uri(paths.parentOf(entry.path)),
      parent: (entry) => shown({ kind: "Folder", path: paths.parentOf(entry.path), error: "" }),
      error: (entry) => entry.error,
    },
    call: {
      toString: (entry) => paths.uri(entry.path),
      remove: (entry) => attempt(entry, () => fs.rmSync(paths.real(entry.path), { recursive: false })),
      rename: (entry, name) =>
        attempt(entry, () => {
          const to = `${paths.parentOf(entry.path)}/${name}`;
          fs.renameSync(paths.real(entry.path), paths.real(to));
          entry.path = paths.platform(to);
        }),
    },
  };

  const file = {
    get: {
      ...common.get,
      exists: (entry) => stat(entry)?.isFile() ?? false,
      length: (entry) => stat(entry)?.size ?? 0,
      modified: (entry) => dated(entry, "mtimeMs"),
      created: (entry) => dated(entry, "birthtimeMs"),
      encoding: (entry) => entry.encoding,
      lineFeed: (entry) => entry.lineFeed,
      eof: (entry) => entry.mode === null || entry.at >= entry.buffer.length,
    },
    set: {
      encoding: (entry, value) => (entry.encoding = String(value)),
      lineFeed: (entry, value) => (entry.lineFeed = String(value)),
    },
    call: {
      ...common.call,
      open: (entry, mode) => open(entry, mode),
      close: (entry) => ((entry.mode = null), true),
      read: (entry, count) => {
        if (entry.mode === null) return "";
        const end = count === undefined ? entry.buffer.length : entry.at + Number(count);
        const text = entry.buffer.slice(entry.at, end);
        entry.at = Math.min(end, entry.buffer.length);
        return text;
      },
      readln: (entry) => {
        const line = /^[^\r\n]*/.exec(entry.buffer.slice(entry.at))[0];
        const feed = /^(?:\r\n|\r|\n)?/.exec(entry.buffer.slice(entry.at + line.length))[0];
        entry.at += line.length + feed.length;
        return line;
      },
      seek: (entry, at) => ((entry.at = Number(at)), true),
      tell: (entry) => entry.at,
      write: (entry, ...texts) => write(entry, texts.join("")),
      writeln: (entry, ...texts) => write(entry, `${texts.join("")}\n`),
      copy: (entry, to) =>
        attempt(entry, () => {
          if (disk.full) throw new Error("disk full");
          fs.copyFileSync(paths.real(entry.path), paths.real(String(to)));
        }),
    },
  };

  const folder = {
    get: { ...common.get, exists: (entry) => stat(entry)?.isDirectory() ?? false },
    set: {},
    call: {
      ...common.call,
      create: (entry) =>
        attempt(entry, () => {
          if (disk.full) throw new Error("disk full");
          fs.mkdirSync(paths.real(entry.path), { recursive: true });
        }),
      getFiles: (entry, mask) => make.array(filesIn(entry, mask)),
    },
  };

  function filesIn(entry, mask) {
    if (!fs.existsSync(paths.real(entry.path))) return [];
    const pattern =
      typeof mask === "string"
        ? new RegExp(
            `^${mask
              .replace(/[.+^${}()|[\]\\]/g, "\\$&")
              .replace(/\*/g, ".*")
              .replace(/\?/g, ".")}$`,
          )
        : null;
    return fs
      .readdirSync(paths.real(entry.path))
      .sort()
      .filter((name) => !pattern || pattern.test(name))
      .map((name) => fileOrFolder(`${entry.path}/${name}`))
      .filter((found) => typeof mask !== "function" || mask(found));
  }

  function stat(entry) {
    return fs.statSync(paths.real(entry.path), { throwIfNoEntry: false });
  }

  function dated(entry, field) {
    const found = stat(entry);
    return found ? make.date(found[field]) : null;
  }

  function attempt(entry, act) {
    try {
      act();
      entry.error = "";
      return true;
    } catch {
      return failed(entry, "I/O error");
    }
  }

  function newFile(path) {
    const given = path === undefined ? `${paths.temp}/tmp${(nextTemporary.number += 1)}` : String(path);
    return shown({
      kind: "File",
      path: paths.platform(given),
      encoding: paths.os === "windows" ? "windows-1252" : "macintosh",
      lineFeed: paths.os === "windows" ? "Windows" : "Unix",
      mode: null,
      buffer: "",
      at: 0,
      error: "",
    });
  }

  function newFolder(path) {
    return shown({ kind: "Folder", path: paths.platform(path ?? paths.temp), error: "" });
  }

  function fileOrFolder(path) {
    const there = fs.statSync(paths.real(path), { throwIfNoEntry: false });
    return there?.isDirectory() ? newFolder(path) : newFile(path);
  }

  function shown(entry) {
    const face = entry.kind === "File" ? file : folder;
    const shape = Object.setPrototypeOf(make.object(), (entry.kind === "File" ? File : Folder).prototype);
    for (const [name, get] of Object.entries(face.get)) {
      Object.defineProperty(shape, name, {
        get: () => get(entry),
        set: (value) => face.set[name]?.(entry, value),
        enumerable: true,
      });
    }
    for (const [name, call] of Object.entries(face.call)) {
      Object.defineProperty(shape, name, {
        value: make.callable((_, given) => call(entry, ...Array.from(given))),
        writable: true,
      });
    }
    return shape;
  }

  const fsKind = paths.os === "windows" ? "Windows" : "Macintosh";
  const File = make.callable((self, given) => (isNew(self) ? newFile(given[0]) : fileOrFolder(given[0])));
  const Folder = make.callable((_, given) => newFolder(given[0]));
  Object.assign(File, { fs: fsKind, decode: decodeURIComponent, encode: encodeURIComponent });
  Object.assign(File, { isEncodingAvailable: (name) => UTF8.test(name) || /^(ascii|binary)$/i.test(name) });
  Object.assign(Folder, { fs: fsKind });
  for (const [name, path] of Object.entries({
    temp: paths.temp,
    userData: `${paths.home}/Library/Application Support`,
    desktop: `${paths.home}/Desktop`,
    myDocuments: `${paths.home}/Documents`,
  })) {
    Object.defineProperty(Folder, name, { get: () => newFolder(path), enumerable: true });
  }
  return { File, Folder };
}

function isNew(self) {
  return self !== undefined && self !== null && Object.getOwnPropertyNames(self).length === 0;
}

function failed(entry, why) {
  entry.error = why;
  return false;
}

function encoded(text, encoding) {
  if (UTF8.test(encoding)) return Buffer.from(text, "utf8");
  if (/^binary$/i.test(encoding)) return Buffer.from(text, "latin1");
  return Buffer.from(text.replace(/[^\u0000-\u007f]/g, "?"), "latin1");
}

function decoded(bytes, encoding) {
  if (UTF8.test(encoding)) return bytes.toString("utf8").replace(/^\uFEFF/, "");
  if (/^binary$/i.test(encoding)) return bytes.toString("latin1");
  return bytes.toString("latin1");
}
