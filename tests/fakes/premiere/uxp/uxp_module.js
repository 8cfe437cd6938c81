/**
 * `require("uxp")`, `require("fs")`, `fetch` and `WebSocket` of a UXP plugin, each held to the manifest.
 *
 * - The manifest is version 5 for `premierepro`, `requiredPermissions` says what is allowed (nle.md 2.2).
 * - `network.domains`: the bare text "all", or a list of origins; "all" inside a list silently denies
 *   (mikechambers/adb-mcp #23). An entry without a port allows every port [inference].
 * - macOS lets no plain `http://localhost` through, `http://127.0.0.1` works (hyperbrew/bolt-uxp #67).
 * - `localFileSystem: "fullAccess"` opens any path; without it only the plugin's own folders (UXP, "Sandbox").
 * - `shell.openExternal` needs its scheme in `launchProcess.schemes`, `openPath` its extension in
 *   `launchProcess.extensions`; both give an empty text when all went well (UXP, "Launch external processes").
 */

import fs from "node:fs";
import { extname, join } from "node:path";

/** Permission is missing, or the network refuses. */
export class PermissionDenied extends Error {
  name = "PermissionDenied";
}

/** Whether a manifest lets a plugin speak to an address. */
export function mayReach(url, manifest, os) {
  const { protocol, hostname, port } = new URL(url);
  if (os === "mac" && hostname === "localhost" && (protocol === "http:" || protocol === "ws:")) return false;
  const domains = manifest.requiredPermissions?.network?.domains;
  if (domains === "all") return true;
  if (!Array.isArray(domains)) return false;
  return domains.some((entry) => {
    const [, scheme, host, entryPort] = /^(\w+):\/\/([^:/]+)(?::(\d+|\*))?/.exec(entry) ?? [];
    if (`${scheme}:` !== protocol || (entryPort && entryPort !== "*" && entryPort !== port)) return false;
    return host === hostname || (host?.startsWith("*.") && hostname.endsWith(host.slice(1)));
  });
}

/** The globals and modules that a manifest gives. */
export function uxpModules({ manifest, os, version, folders, opened, paths, disk }) {
  const permissions = manifest.requiredPermissions ?? {};
  const reach = (url) => {
    if (!mayReach(String(url), manifest, os))
      throw new TypeError(`Network request failed: permission denied to ${url}`);
  };

  const located = (url) => {
    const text = String(url);
    const [, scheme, rest] = /^(plugin|plugin-data|plugin-temp):\/*(.*)$/.exec(text) ?? [];
    if (scheme) return join(folders[scheme], rest);
    if (permissions.localFileSystem !== "fullAccess") throw new PermissionDenied(`no permission for ${text}`);
    return paths.real(text.replace(/^file:\/\//, ""));
  };
  const writable = (url) => {
    if (String(url).startsWith("plugin:")) throw new PermissionDenied("the plugin's folder is read-only");
    if (disk.full) throw Object.assign(new Error("no space left"), { code: "ENOSPC" });
    return located(url);
  };

  const files = {
    readFile: async (url, options) => read(located(url), options),
    readFileSync: (url, options) => read(located(url), options),
    writeFile: async (url, data) => (fs.writeFileSync(writable(url), asBytes(data)), 0),
    writeFileSync: (url, data) => (fs.writeFileSync(writable(url), asBytes(data)), 0),
    mkdir: async (url, options) => (fs.mkdirSync(writable(url), options), 0),
    unlink: async (url) => (fs.unlinkSync(writable(url)), 0),
    lstat: async (url) => fs.lstatSync(located(url)),
    readdir: async (url) => fs.readdirSync(located(url)),
  };

  const entry = (real) => ({
    isFile: fs.statSync(real).isFile(),
    isFolder: fs.statSync(real).isDirectory(),
    name: real.split("/").pop(),
    nativePath: real,
    read: async () => fs.readFileSync(real, "utf8"),
    write: async (data) => {
      if (disk.full) throw Object.assign(new Error("no space left"), { code: "ENOSPC" });
      fs.writeFileSync(real, asBytes(data));
    },
    createFile: async (name, { overwrite = false } = {}) => {
      const made = join(real, name);
      if (fs.existsSync(made) && !overwrite) throw new Error(`${name} exists`);
      fs.writeFileSync(made, "");
      return entry(made);
    },
    getEntry: async (name) => entry(join(real, name)),
    getEntries: async () => fs.readdirSync(real).map((name) => entry(join(real, name))),
  });

  const uxp = {
    host: { name: "premierepro", version, uiLocale: "en_US" },
    versions: { uxp: "uxp-8.1.0", plugin: manifest.version },
    shell: {
      openExternal: async (url) => {
        const scheme = new URL(url).protocol.slice(0, -1);
        const allowed = (permissions.launchProcess?.schemes ?? []).map((each) => each.replace(/:$/, ""));
        if (!allowed.includes(scheme)) return `no permission for the scheme ${scheme}`;
        opened.push(url);
        return "";
      },
      openPath: async (path) => {
        const allowed = permissions.launchProcess?.extensions ?? [];
        if (!allowed.includes(extname(path))) return `no permission for ${extname(path) || "folders"}`;
        opened.push(path);
        return "";
      },
    },
    storage: {
      localFileSystem: {
        getPluginFolder: async () => entry(folders.plugin),
        getDataFolder: async () => entry(folders["plugin-data"]),
        getTemporaryFolder: async () => entry(folders["plugin-temp"]),
        getEntryWithUrl: async (url) => entry(located(url)),
      },
      formats: { utf8: "utf8", binary: "binary" },
    },
  };

  return {
    modules: {
      uxp,
      fs: files,
      os: { platform: () => (os === "windows" ? "win32" : "darwin"), homedir: () => paths.home },
    },
    globals: {
      fetch: async (url, options) => {
        reach(url);
        return globalThis.fetch(url, options);
      },
      WebSocket: class FakeWebSocket {
        constructor(url, protocols) {
          reach(url);
          if (!globalThis.WebSocket) throw new Error("this Node has no WebSocket");
          return new globalThis.WebSocket(url, protocols);
        }
      },
    },
  };
}

function read(path, options) {
  const encoding = typeof options === "string" ? options : options?.encoding;
  const bytes = fs.readFileSync(path);
  if (encoding) return bytes.toString(encoding === "utf-8" ? "utf8" : encoding);
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
}

function asBytes(data) {
  return typeof data === "string" ? data : Buffer.from(data);
}
