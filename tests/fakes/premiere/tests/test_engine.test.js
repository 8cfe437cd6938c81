/** The ExtendScript engine: ES3, its quirks, `$`, and evalScript. */

import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { FakePremiere } from "../world.js";
import { translated } from "../script/source.js";

const engine = (options) => new FakePremiere(options);
const folder = () => mkdtempSync(join(tmpdir(), "premiere-"));

for (const text of [
  "let a = 1",
  "const a = 1",
  "var f = () => 1",
  "var f = `x`",
  "class A {}",
  "var o = { get x() { return 1 } }",
  "var o = { a: 1, }",
  "var a = [1, 2, ]",
  "var o = { class: 1 }",
  "o.delete()",
  "for (var x of []) {}",
  "function f(a = 1) {}",
  "var { a } = b",
  "a ?? b",
  "a?.b",
  "f(1, )",
]) {
  test(`ES3 has no ${text}`, async () => {
    assert.throws(() => engine().run(text), { name: "ScriptSyntaxError" });
    assert.equal(await engine().evalScript(text), "EvalScript error.");
  });
}

for (const name of [
  "typeof JSON",
  "typeof Promise",
  "typeof Map",
  "typeof Set",
  "typeof Symbol",
  "typeof Proxy",
  "typeof Reflect",
  "typeof Uint8Array",
  "typeof ArrayBuffer",
  "typeof BigInt",
  "typeof globalThis",
  "typeof setTimeout",
  "typeof console",
  "typeof require",
  "typeof process",
  "typeof [].forEach",
  "typeof [].map",
  "typeof [].filter",
  "typeof [].reduce",
  "typeof [].some",
  "typeof [].every",
  "typeof [].indexOf",
  "typeof [].lastIndexOf",
  "typeof [].includes",
  "typeof [].find",
  "typeof [].fill",
  "typeof Array.isArray",
  "typeof Array.from",
  "typeof Object.keys",
  "typeof Object.create",
  "typeof Object.defineProperty",
  "typeof Object.getOwnPropertyNames",
  "typeof Object.assign",
  "typeof 'x'.trim",
  "typeof 'x'.startsWith",
  "typeof 'x'.padStart",
  "typeof 'x'.includes",
  "typeof 'x'.repeat",
  "typeof Date.now",
  "typeof new Date().toISOString",
  "typeof new Date().toJSON",
  "typeof (function () {}).bind",
  "typeof Math.trunc",
  "typeof Math.sign",
  "typeof Math.log2",
  "typeof Number.isInteger",
  "typeof Number.parseFloat",
  "typeof Number.MAX_SAFE_INTEGER",
  "typeof String.raw",
  "typeof /x/.flags",
  "typeof 'abc'[0]",
]) {
  test(`the realm has no ${name.replace("typeof ", "")}`, () => {
    assert.equal(engine().run(name), "undefined");
  });
}

for (const [text, value] of [
  ["'abc'.charAt(1) + 'abc'.indexOf('c') + 'a-b'.split('-').length", "b22"],
  ["[3, 1, 2].sort().join()", "1,2,3"],
  ["[1, 2].concat([3]).slice(1).length", 2],
  ["var d = new Date(0); d.getTime()", 0],
  ["parseFloat('1.5') + Math.floor(2.7)", 3.5],
  ["(function () { return arguments.length })(1, 2)", 2],
  ["var s = 0; for (var k in { a: 1, b: 2 }) s += 1; s", 2],
  ["var a = [5, 6]; a[1] + a['0']", 11],
  ["var a = [1]; a[0] = 4; a[0] += 1; a[0]++; delete a[1]; a[0]", 6],
  ["var o = { f: function () { return this.x }, x: 7 }; o['f']()", 7],
  ["var n = 0; do n++; while (n < 3); n", 3],
  ["var n = 0; for (var i = 0; i < 4; i++) if (i % 2) n += i; else n += 10; n", 24],
  ["var a = [[1, 2], [3, 4]]; a[1][a[0][0]]", 4],
]) {
  test(`ES3 runs: ${text}`, () => {
    assert.equal(engine().run(text), value);
  });
}

test("a chain of ?: without parentheses is read from the left", () => {
  // terser/terser #1250: `r === 0 ? a : r === 1 ? b : c` is recognised as `(r === 0 ? a : r === 1) ? b : c`
  const text = "function pick(r) { return r === 0 ? 'a' : r === 1 ? 'b' : 'c'; } pick(0) + pick(1) + pick(2)";

  assert.equal(engine().run(text), "bbc");
  assert.equal(engine().run(text.replace("r === 1 ?", "(r === 1 ?").replace("'c'", "'c')")), "abc");
});

test("a ?: in the middle of another does not parse without parentheses", () => {
  // mishoo/UglifyJS #1144, ExtendScript/extendscriptr #15: "Expected: :"
  assert.throws(() => translated("var x = a ? b ? 1 : 2 : 3"), /Expected: :/);
  assert.ok(translated("var x = a ? (b ? 1 : 2) : 3"));
});

test("return outside a function is an error and the last expression is the value", async () => {
  // hetpatel-11/Adobe_Premiere_Pro_MCP #6
  assert.equal(await engine().evalScript("return 'x'"), "EvalScript error.");
  assert.equal(await engine().evalScript("var a = 'x'; a + 'y'"), "xy");
});

test("evalScript answers later, with a string, through its callback", async () => {
  // CSI evalScript; leancoderkavy/premiere-pro-mcp #5, #8
  const premiere = engine();
  const heard = [];
  const answer = premiere.evalScript("1 + 1", (result) => heard.push(result));

  assert.deepEqual(heard, []);
  assert.equal(await answer, "2");
  assert.deepEqual(heard, ["2"]);
});

test("what is thrown says nothing but EvalScript error", async () => {
  // CSI EvalScript_ErrMessage
  assert.equal(await engine().evalScript("throw new Error('why')"), "EvalScript error.");
  assert.equal(await engine().evalScript("nothing.at.all"), "EvalScript error.");
});

test("values become strings", async () => {
  const premiere = engine();

  assert.equal(await premiere.evalScript("null"), "null");
  assert.equal(await premiere.evalScript("undefined"), "undefined");
  assert.equal(await premiere.evalScript("({ a: 1 })"), "[object Object]");
  assert.equal(await premiere.evalScript("[1, 2]"), "1,2");
  assert.equal(await premiere.evalScript("true"), "true");
});

test("scripts run one at a time, in order, in one engine", async () => {
  const premiere = engine();

  const answers = await Promise.all(["n = 1", "n += 1", "n"].map((text) => premiere.evalScript(text)));

  assert.deepEqual(answers, ["1", "2", "2"]);
});

test("each script's cost is noted: loops and functions, calls, reads, sleep", () => {
  const premiere = engine();

  premiere.run(
    "function f() {} for (var i = 0; i < 10; i++) f(); $.sleep(250); app.isDocumentOpen(); app.version;",
  );

  const { steps, calls, reads, slept } = premiere.runs.at(-1);
  assert.deepEqual({ steps, calls, reads, slept }, { steps: 20, calls: 1, reads: 1, slept: 250 });
});

test("JSON is there for engines that are told to have it", () => {
  assert.equal(engine({ json: true }).run("JSON.stringify({ a: [1] })"), '{"a":[1]}');
});

test("use strict does nothing", () => {
  assert.equal(engine().run("'use strict'; undeclared = 3; undeclared"), 3);
});

test("$.evalFile runs a file, and $.fileName is its path there", () => {
  const path = join(folder(), "inner.jsx");
  writeFileSync(path, "var innerName = $.fileName; 42");

  assert.equal(engine().run(`$.evalFile(${JSON.stringify(path)}) + innerName.length`), 42 + path.length);
});

test("#include puts a file in place", () => {
  const here = folder();
  writeFileSync(join(here, "part.jsx"), "var part = 5;");
  writeFileSync(join(here, "main.jsx"), '#target premierepro\n#include "part.jsx"\nvar whole = part + 1;');
  const premiere = engine();

  premiere.load(join(here, "main.jsx"));

  assert.equal(premiere.run("whole"), 6);
});

test("$ tells the system, and writes to a console", () => {
  assert.match(engine({ os: "windows" }).run("$.os"), /^Windows/);
  assert.match(engine({ os: "mac" }).run("$.os"), /^Macintosh/);
  const premiere = engine();
  premiere.run("$.writeln('a', 1); $.global === this");
  assert.deepEqual(premiere.engine.console, ["a1"]);
});

test("files are written and read in the encoding that is set", () => {
  // JTG file-object.md: the encoding is the system's until it is set
  const path = join(folder(), "x.txt");
  const premiere = engine();
  const text = "var f = new File(PATH); ENC f.open('w'); f.write('caf\\u00e9'); f.close();".replace(
    "PATH",
    JSON.stringify(path),
  );

  premiere.run(text.replace("ENC", ""));
  const system = readFileSync(path, "utf8");
  premiere.run(text.replace("ENC", "f.encoding = 'UTF-8';"));

  assert.equal(system, "caf?");
  assert.equal(readFileSync(path, "utf8"), "café");
  assert.equal(premiere.run("f.open('r'); var t = f.read(); f.close(); t"), "café");
});

test("lines end as the platform ends them", () => {
  const drives = { "C:": folder() };
  const premiere = engine({ os: "windows", drives });

  premiere.run("var f = new File('C:\\\\x.txt'); f.open('w'); f.writeln('a'); f.close();");

  assert.equal(readFileSync(join(drives["C:"], "x.txt"), "utf8"), "a\r\n");
  assert.equal(premiere.run("f.fsName + ' ' + f.absoluteURI + ' ' + f.exists"), "C:\\x.txt /c/x.txt true");
});

test("file calls answer false and tell in error, they do not throw", () => {
  const premiere = engine();

  assert.equal(premiere.run("var f = new File('/no/such/file'); f.open('r')"), false);
  assert.equal(premiere.run("f.error"), "File or folder does not exist");
  assert.equal(premiere.run("f.exists || f.length"), 0);
});

test("a full disk makes writes answer false", () => {
  const path = join(folder(), "x.txt");
  const premiere = engine();
  premiere.hands.fillDisk();

  assert.equal(premiere.run(`var f = new File(${JSON.stringify(path)}); f.open('w')`), false);
  assert.equal(premiere.run("f.write('x')"), false);
});

test("folders list, make and know their files", () => {
  const here = folder();
  writeFileSync(join(here, "a.wav"), "");
  const premiere = engine({ temp: here });

  assert.equal(premiere.run("Folder.temp.getFiles('*.wav')[0].name"), "a.wav");
  assert.equal(
    premiere.run("var d = new Folder(Folder.temp.fsName + '/in/ner'); d.create() + ' ' + d.exists"),
    "true true",
  );
  assert.equal(premiere.run("d instanceof Folder"), true);
  assert.equal(premiere.run("File(Folder.temp.fsName) instanceof Folder"), true);
});
