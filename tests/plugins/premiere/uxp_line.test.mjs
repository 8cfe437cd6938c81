/** The UXP panel's line to the daemon, and the built panel in a realm without Node. */

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { FakeUxp } from "../../fakes/premiere/uxp/host.js";
import { FakePremiere } from "../../fakes/premiere/world.js";
import { PANEL, plugin } from "./bundled.mjs";
import { daemon, Desk, DOOR } from "./desk.mjs";

const UXP = join(PANEL, "..", "premiere_uxp");

function wire(fetched, doorman = { find: async () => DOOR, start: async () => undefined }) {
  return new plugin.HttpWire(doorman, fetched, 5);
}

test("what the daemon refuses has its own reason", async () => {
  await assert.rejects(daemon().score("scores/none"), { name: "DaemonError", reason: "NOT_FOUND" });
});

test("a line that breaks is told, and found again", async () => {
  let broken = true;
  const told = [];
  const one = wire((url, how) => (broken ? Promise.reject(new Error("refused")) : fetch(url, how)));
  one.onLine((line) => told.push(line));

  await assert.rejects(one.call("SystemService.GetStatus", {}), { reason: "LOST" });
  broken = false;
  const status = await one.call("SystemService.GetStatus", {});

  assert.equal(status.version, "0.1.0");
  assert.deepEqual(told, ["looking", "open", "lost", "looking", "open"]);
});

test("a daemon that was started anew is found again", async () => {
  const doors = [{ ...DOOR, token: "of the one before" }, DOOR];
  const one = wire(fetch, { find: async () => doors.shift(), start: async () => undefined });

  await assert.rejects(one.call("SystemService.GetStatus", {}), { reason: "LOST" });

  assert.equal((await one.call("SystemService.GetStatus", {})).version, "0.1.0");
});

test("where no daemon runs and none can be started the person is told what to run", async () => {
  const ground = { files: { readFile: async () => JSON.stringify({ command: ["ningbgm"], discovery: "/gone" }) } };
  const doorman = new plugin.Doorman(new plugin.UxpGround(ground.files, { homedir: () => "/Users/editor" }));

  await assert.rejects(wire(fetch, doorman).call("SystemService.GetStatus", {}), {
    reason: "NOT_STARTED",
    message: /ningbgm daemon start/,
  });
});

test("the discovery file is found in the user's own folder", async () => {
  const asked = [];
  const files = { readFile: async (path) => (asked.push(path), "{}") };
  const ground = new plugin.UxpGround(files, { homedir: () => "/Users/editor" });

  await ground.readDiscovery("~/run/daemon.json");
  await ground.readDiscovery("C:\\Users\\editor\\daemon.json");

  assert.deepEqual(asked, ["file:///Users/editor/run/daemon.json", "file:///C:/Users/editor/daemon.json"]);
});

test("an answer that is cut off is no answer", async () => {
  const one = wire(async () => ({ status: 200, text: async () => '{"vers' }));

  await assert.rejects(one.call("SystemService.GetStatus", {}), { reason: "LOST" });
});

test("only http addresses are opened, and a refusal is told", async () => {
  const desk = new Desk({ door: "uxp" });

  await desk.host.openUrl("http://127.0.0.1:1/review");
  await assert.rejects(desk.host.openUrl("file:///etc/passwd"), { reason: "NOT_SUPPORTED" });

  assert.deepEqual(desk.uxp.opened, ["http://127.0.0.1:1/review"]);
});

test("changes are told, and not more often than twice a second", async () => {
  const desk = new Desk({ door: "uxp" });
  let heard = 0;
  const end = desk.host.onChanged(() => (heard += 1));

  desk.hands.delete(desk.sequence, desk.shots[0]);
  desk.hands.delete(desk.sequence, desk.shots[1]);
  for (let look = 0; look < 100 && heard === 0; look++) await new Promise((resolve) => setTimeout(resolve, 25));
  end();

  assert.equal(heard, 1);
});

test("the built panel loads without Node and offers itself", { skip: !existsSync(join(UXP, "dist", "panel.js")) }, () => {
  const uxp = new FakeUxp(new FakePremiere());
  let offered = null;
  uxp.require("uxp").entrypoints = { setup: (entries) => (offered = entries) };

  uxp.load(join(UXP, "dist", "panel.js"));

  assert.deepEqual(Object.keys(offered.panels), ["ningbgm"]);
});
