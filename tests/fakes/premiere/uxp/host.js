/**
 * A UXP plugin's world: what it may `require`, and what a test sees of it.
 *
 *     const uxp = new FakeUxp(premiere, { version: "26.3", manifest });
 *     const plugin = uxp.load("plugins/…/main.js");   // CommonJS, in a realm without Node
 *     uxp.onCall("ProjectConverter.*", "return_false");
 *     uxp.undo();                                      // the name of the step that went back
 */

import { mkdirSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import vm from "node:vm";
import { faultOf } from "../faults.js";
import { Gate, isSince } from "./gate.js";
import { Ppro } from "./ppro.js";
import { uxpModules } from "./uxp_module.js";

/** A manifest that allows everything a plugin like ours needs. */
export const OPEN_MANIFEST = {
  manifestVersion: 5,
  id: "com.example.plugin",
  version: "1.0.0",
  host: { app: "premierepro", minVersion: "25.6.0" },
  requiredPermissions: {
    network: { domains: "all" },
    localFileSystem: "fullAccess",
    launchProcess: { schemes: ["http", "https"], extensions: [] },
  },
};

/** One plugin in one Premiere. */
export class FakeUxp {
  constructor(premiere, { version = premiere.version, manifest = OPEN_MANIFEST, folder = tmpdir() } = {}) {
    if (!isSince(version, "25.2")) throw new Error("UXP is in Premiere from 25.2 (nle.md 2.1)");
    this.premiere = premiere;
    this.manifest = manifest;
    this.opened = [];
    this.console = [];
    this.gate = new Gate(version);
    this.ppro = new Ppro(premiere, this.gate);
    this.folders = { plugin: folder };
    const own = mkdtempSync(join(tmpdir(), "uxp-"));
    for (const kind of ["plugin-data", "plugin-temp"]) mkdirSync((this.folders[kind] = join(own, kind)));
    const { paths, disk } = premiere.engine;
    const parts = {
      manifest,
      os: paths.os,
      version,
      folders: this.folders,
      opened: this.opened,
      paths,
      disk,
    };
    const { modules, globals } = uxpModules(parts);
    this._modules = { premierepro: this.ppro.module(), ...modules };
    this.globals = globals;
  }

  /** Why Premiere would not load the plugin at all, or null: host and version of the manifest. */
  refusal() {
    const hosts = [this.manifest.host].flat().filter(Boolean);
    const host = hosts.find((each) => each.app === "premierepro");
    if (this.manifest.manifestVersion !== 5) return "manifestVersion is not 5";
    if (!host) return "the manifest does not name the host premierepro";
    if (!isSince(this.gate.version, host.minVersion ?? "0.0")) return `needs Premiere ${host.minVersion}`;
    return null;
  }

  /** `require` of the plugin; there is no Node. */
  require(name) {
    if (!(name in this._modules)) throw new Error(`Module not found: ${name}`);
    return this._modules[name];
  }

  /** Runs a CommonJS file of the plugin and gives its exports; relative requires are followed. */
  load(path, more = {}) {
    const context = vm.createContext({ ...this.globals, ...timers(), console: this._console(), ...more });
    const loaded = new Map();
    const load = (file) => {
      if (loaded.has(file)) return loaded.get(file).exports;
      const module = { exports: {} };
      loaded.set(file, module);
      const wrapped = vm.runInContext(
        `(function (require, module, exports) {${readFileSync(file, "utf8")}\n})`,
        context,
        { filename: file },
      );
      const near = (name) => {
        const found = resolve(dirname(file), name);
        return load(found.endsWith(".js") ? found : `${found}.js`);
      };
      wrapped((name) => (name.startsWith(".") ? near(name) : this.require(name)), module, module.exports);
      return module.exports;
    };
    return load(resolve(path));
  }

  onCall(when, fault, options) {
    this.gate.rules.on(when, faultOf(fault), options);
  }

  get log() {
    return this.gate.rules.log.map((call) => ({ ...call }));
  }

  /** The names of the undo steps, the last one last. */
  get undoSteps() {
    return this.ppro.undoSteps.map((step) => step.name);
  }

  undo() {
    return this.ppro.undo();
  }

  _console() {
    const note =
      (kind) =>
      (...texts) =>
        void this.console.push(`${kind}: ${texts.join(" ")}`);
    return { log: note("log"), info: note("info"), warn: note("warn"), error: note("error") };
  }
}

function timers() {
  return {
    setTimeout,
    clearTimeout,
    setInterval,
    clearInterval,
    queueMicrotask,
    URL,
    TextEncoder,
    TextDecoder,
    AbortController,
  };
}
