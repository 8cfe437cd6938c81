/**
 * One ExtendScript engine: a realm, `$`, and the one thread that scripts share with the user interface.
 *
 * `run` evaluates at once, as `$.evalFile` and the debugger do; `evalScript` is CEP's door to it:
 * - asynchronous, one script at a time, in order; the callback gets a string (CSI `evalScript`; a shim that asked for
 *   a returned value got undefined: leancoderkavy/premiere-pro-mcp #5, #8);
 * - what is thrown or does not parse reads `EvalScript error.`, and nothing more (CSI `EvalScript_ErrMessage`);
 * - the value is that of the last expression, made a string: "undefined", "null", "[object Object]"
 *   (hetpatel-11/Adobe_Premiere_Pro_MCP #6; the spelling of undefined and null [inference]).
 *
 * `runs` tells of every script what it cost the user interface: steps (loops and function bodies entered), calls to
 * Premiere, milliseconds slept. Nothing is timed by the clock.
 */

import { readFileSync } from "node:fs";
import vm from "node:vm";
import { FakeUsageError } from "../rules.js";
import { fileClasses } from "./files.js";
import { es3Realm } from "./realm.js";
import { translated } from "./source.js";

export const EVAL_SCRIPT_ERROR = "EvalScript error.";

/** More steps than this in one script is a hang, not a script. */
const MOST_STEPS = 50_000_000;

/** The engine of one panel. */
export class Engine {
  constructor({ paths, disk = { full: false, writes: 0 }, json = false, version = "4.5.6" }) {
    this.paths = paths;
    this.disk = disk;
    this.runs = [];
    this.console = [];
    this.lastError = null;
    this.strict = false;
    this.onSleep = [];
    this.afterScript = [];
    this._files = [];
    this._queue = Promise.resolve();
    this._run = null;
    this.realm = es3Realm({}, { json });
    this.make = this.realm.make;
    this.offer(fileClasses(paths, this.make, disk));
    this.offer({ $: this._dollar(version), $__step: this._stepper(), $__read: this._reader() });
  }

  /** Puts further globals into the realm: `app`, `Time`, `qe`. */
  offer(globals) {
    for (const [name, value] of Object.entries(globals)) {
      Object.defineProperty(this.realm.global, name, { value, writable: true, configurable: true });
    }
  }

  /** Evaluates a text now and gives its value; throws what it throws. */
  run(text, fileName = "evalScript") {
    const source = translated(text, fileName);
    this._files.push(fileName);
    try {
      return vm.runInContext(source, this.realm.context, { filename: fileName });
    } catch (error) {
      this.lastError = error;
      throw error;
    } finally {
      this._files.pop();
    }
  }

  /** Loads a host script from disk, as the manifest's ScriptPath or `$.evalFile` does. */
  load(path) {
    return this.counted(`load ${path}`, () =>
      this.run(readFileSync(this.paths.real(path), "utf8"), this.paths.platform(path)),
    );
  }

  /** CEP's evalScript; resolves with the string that the callback gets. */
  evalScript(text, callback) {
    const answer = this._queue
      .then(() => new Promise((done) => setImmediate(done)))
      .then(() => this._evaluate(text));
    this._queue = answer.catch(() => {});
    return answer.then((result) => {
      if (typeof callback === "function") callback(result);
      return result;
    });
  }

  /** Runs something of the user's or of Premiere's on the one thread, and notes what it cost. */
  counted(what, act) {
    const outer = this._run;
    const run = { script: what, steps: 0, calls: 0, reads: 0, slept: 0, result: undefined, error: null };
    this._run = run;
    try {
      run.result = act();
      return run.result;
    } catch (error) {
      run.error = error;
      throw error;
    } finally {
      this._run = outer;
      this.runs.push(run);
      for (const after of this.afterScript) after();
    }
  }

  /** Notes a call to (or a read of) Premiere by the script that runs. */
  note(kind) {
    if (this._run) this._run[kind] += 1;
  }

  /** Whether a script runs just now: what it makes is the script's, not the user's. */
  get busy() {
    return this._run !== null;
  }

  _evaluate(text) {
    try {
      return String(this.counted(text, () => this.run(text)));
    } catch (error) {
      if (error instanceof FakeUsageError) throw error; // a hang, or a mistake of the test: nothing that a panel would hear
      return EVAL_SCRIPT_ERROR;
    }
  }

  _stepper() {
    return this.make.callable(() => {
      if (this._run && (this._run.steps += 1) > MOST_STEPS)
        throw this.make.error("Error", "script does not end");
    });
  }

  _reader() {
    return this.make.callable((_, given) => {
      const [owner, key] = given;
      if (typeof owner === "string" && /^(?:0|[1-9]\d*)$/.test(String(key))) return undefined;
      return owner[key];
    });
  }

  _dollar(version) {
    const { make, paths } = this;
    const shape = make.object();
    const reads = {
      fileName: () => this._files.at(-1) ?? "",
      global: () => this.realm.global,
      os: () => (paths.os === "windows" ? "Windows 10/64 10.0" : "Macintosh OS 14.5.0/64"),
      version: () => version,
      build: () => version,
      locale: () => "en_US",
      error: () => this.lastError,
      engineName: () => "NewWorld",
    };
    for (const [name, read] of Object.entries(reads)) {
      Object.defineProperty(shape, name, { get: read, set: () => {}, enumerable: true });
    }
    Object.defineProperty(shape, "strict", {
      get: () => this.strict,
      set: (value) => (this.strict = Boolean(value)),
      enumerable: true,
    });
    const calls = {
      evalFile: (file) => this._evalFile(file),
      sleep: (ms) => this._sleep(Number(ms)),
      writeln: (...texts) => void this.console.push(texts.join("")),
      write: (...texts) => void this.console.push(texts.join("")),
      getenv: () => null,
      setenv: () => undefined,
      gc: () => undefined,
    };
    for (const [name, call] of Object.entries(calls)) {
      shape[name] = make.callable((_, given) => call(...Array.from(given)));
    }
    return shape;
  }

  _evalFile(file) {
    const path = typeof file === "string" ? file : file.fsName;
    return this.run(readFileSync(this.paths.real(path), "utf8"), this.paths.platform(path));
  }

  /** Nobody waits: the time is noted, and what a test hung up for it happens. */
  _sleep(ms) {
    if (this._run) this._run.slept += ms;
    for (const happen of this.onSleep) happen(ms);
  }
}
