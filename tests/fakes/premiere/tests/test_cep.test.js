/** The CEP environment: in Node, and through its server as a real page sees it. */

import assert from "node:assert/strict";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import vm from "node:vm";
import { FakePanel, THEME_COLOR_CHANGED } from "../cep/panel.js";
import { stage } from "./stage.js";

function panelOf(options = {}, more = {}) {
  const { premiere, hands } = stage(options);
  const panel = new FakePanel(premiere, { id: "com.ningbgm.panel", root: "/ext/ningbgm", ...more });
  return { premiere, hands, panel, page: panel.install() };
}

const soon = () => new Promise((done) => setImmediate(() => setImmediate(done)));

test("evalScript gives nothing back and calls back with a string", async () => {
  // CSI evalScript; leancoderkavy/premiere-pro-mcp #5, #8
  const { page } = panelOf();

  const answer = new Promise((done) =>
    assert.strictEqual(page.__adobe_cep__.evalScript("app.project.activeSequence.name", done), undefined),
  );

  assert.equal(await answer, "Cut 1");
});

test("the host environment is a text of JSON, read anew", () => {
  // CSI getHostEnvironment: JSON.parse(window.__adobe_cep__.getHostEnvironment())
  const { page, panel } = panelOf({ version: "25.6" });

  const environment = JSON.parse(page.__adobe_cep__.getHostEnvironment());
  panel.setTheme("light");

  assert.deepEqual([environment.appId, environment.appVersion], ["PPRO", "25.6.0"]);
  assert.equal(environment.appSkinInfo.panelBackgroundColor.color.red, 29);
  assert.equal(
    JSON.parse(page.__adobe_cep__.getHostEnvironment()).appSkinInfo.panelBackgroundColor.color.red,
    184,
  );
});

test("a changed theme is told, and the new colours are there by then", () => {
  // CSI THEME_COLOR_CHANGED_EVENT
  const { page, panel } = panelOf();
  const seen = [];
  page.__adobe_cep__.addEventListener(THEME_COLOR_CHANGED, () =>
    seen.push(JSON.parse(page.__adobe_cep__.getHostEnvironment()).appSkinInfo.panelBackgroundColor.color.red),
  );

  panel.setTheme("dark");

  assert.deepEqual(seen, [50]);
});

test("a removed listener hears nothing", () => {
  const { page, panel } = panelOf();
  const listener = () => assert.fail("heard");
  page.__adobe_cep__.addEventListener(THEME_COLOR_CHANGED, listener);
  page.__adobe_cep__.removeEventListener(THEME_COLOR_CHANGED, listener);

  panel.setTheme("dark");
});

test("an event of a script comes after the script, its JSON as an object", async () => {
  // CCB "Listen for and Dispatch CSEvent"
  const { page, premiere } = panelOf();
  const heard = [];
  page.__adobe_cep__.addEventListener("ningbgm.progress", (event) => heard.push(event.data));

  premiere.run(
    "new ExternalObject('lib:\\\\PlugPlugExternalObject'); var e = new CSXSEvent(); e.type = 'ningbgm.progress'; e.data = '{\"at\": 3}'; e.dispatch(); e.data = 'plain'; e.dispatch()",
  );

  assert.deepEqual(heard, []);
  await soon();
  assert.deepEqual(heard, [{ at: 3 }, "plain"]);
});

test("paths are URIs of the system", () => {
  // CSI getSystemPath
  assert.equal(panelOf().page.__adobe_cep__.getSystemPath("extension"), "file:///ext/ningbgm");
  assert.match(
    panelOf({ os: "windows" }, { root: "C:\\Adobe\\CEP\\ning bgm" }).page.__adobe_cep__.getSystemPath(
      "extension",
    ),
    /^file:\/\/\/C:\/Adobe\/CEP\/ning%20bgm$/,
  );
});

test("the version of CEP follows Premiere's", () => {
  // nle.md 2.1
  assert.equal(JSON.parse(panelOf({ version: "24.6" }).page.__adobe_cep__.getCurrentApiVersion()).major, 11);
  assert.equal(JSON.parse(panelOf({ version: "25.0" }).page.__adobe_cep__.getCurrentApiVersion()).major, 12);
});

test("extensions are listed, all or by id", () => {
  // CSI getExtensions
  const { page } = panelOf();

  assert.equal(JSON.parse(page.__adobe_cep__.getExtensions(undefined))[0].id, "com.ningbgm.panel");
  assert.deepEqual(JSON.parse(page.__adobe_cep__.getExtensions('["other"]')), []);
  assert.equal(page.__adobe_cep__.getExtensionId(), "com.ningbgm.panel");
});

test("only addresses of four kinds open in a browser", () => {
  // CEE openURLInDefaultBrowser
  const { page, panel } = panelOf();

  assert.equal(page.cep.util.openURLInDefaultBrowser("http://127.0.0.1:1/").err, 0);
  assert.equal(page.cep.util.openURLInDefaultBrowser("127.0.0.1").err, 201);
  assert.deepEqual(panel.urls, ["http://127.0.0.1:1/"]);
});

test("cep.fs answers with error numbers", () => {
  const { page, premiere } = panelOf();
  const path = join(mkdtempSync(join(tmpdir(), "premiere-")), "x.txt");

  assert.equal(page.cep.fs.writeFile(path, "é").err, 0);
  assert.equal(page.cep.fs.readFile(path).data, "é");
  assert.equal(page.cep.fs.readFile("/no/such").err, 3);
  premiere.hands.fillDisk();
  assert.equal(page.cep.fs.writeFile(path, "x").err, 7);
});

test("a script that goes through windows as CSInterface does finds what it calls", () => {
  // the calls of CSI, in its words
  const { page } = panelOf({ os: "windows" });
  const context = vm.createContext(page);

  const found = vm.runInContext(
    `(function () {
      var adobe = window.__adobe_cep__;
      var os = navigator.platform == "Win32" && navigator.userAgent.indexOf("Windows NT 10") > -1;
      return [typeof adobe.evalScript, typeof adobe.dispatchEvent, typeof adobe.invokeSync, typeof adobe.getScaleFactor,
        typeof adobe.getNetworkPreferences, typeof adobe.initResourceBundle, typeof adobe.closeExtension, os].join();
    })()`,
    context,
  );

  assert.equal(found, "function,function,function,function,function,function,function,true");
});

test("closing, titles and menus are noted", () => {
  const { page, panel } = panelOf();

  page.__adobe_cep__.invokeSync("setPanelFlyoutMenu", "<Menu/>");
  page.__adobe_cep__.closeExtension();

  assert.deepEqual(panel.invoked, [["setPanelFlyoutMenu", "<Menu/>"]]);
  assert.equal(panel.closed, true);
});

test("a page gets its files with the environment in front, and its calls are carried", async () => {
  const folder = mkdtempSync(join(tmpdir(), "panel-"));
  writeFileSync(join(folder, "index.html"), "<!doctype html><html><head><title>x</title></head></html>");
  const { panel } = panelOf();
  const served = await panel.serve({ folder, expose: { ask: async (what) => `${what}!` } });
  const post = async (door, given) =>
    (
      await (
        await fetch(`${served.url}__cep__/${door}`, { method: "POST", body: JSON.stringify(given) })
      ).json()
    ).result;

  const html = await (await fetch(served.url)).text();
  const inject = await (await fetch(`${served.url}__cep__/inject.js`)).text();

  assert.match(html, /<head><script src="\/__cep__\/inject.js"><\/script><title>/);
  assert.doesNotThrow(() => new vm.Script(inject));
  assert.equal(await post("evalScript", ["1 + 1"]), "2");
  assert.equal(await post("call", ["ask", "who"]), "who!");
  assert.equal((await fetch(`${served.url}../../etc/passwd`)).status, 404);
  await served.close();
});
