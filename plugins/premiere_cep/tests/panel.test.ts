/** What each button does, on an editing program and a daemon in memory. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import type { CueDecision, ReviseOrder, ScoreOrder } from "../src/contract";
import { DaemonError } from "../src/daemon";
import { HostError } from "../src/host";
import type { PlacementQuestion } from "../src/placement";
import { hasAdvice } from "../src/panel/advice";
import { Panel } from "../src/panel/panel";
import { StandInDaemon } from "./stand_in_daemon";
import { REEL, StandInHost } from "./stand_in_host";

declare const REPOSITORY: string;

class Shelf {
  readonly #kept = new Map<string, string>();
  getItem = (key: string): string | null => this.#kept.get(key) ?? null;
  setItem = (key: string, value: string): void => void this.#kept.set(key, value);
  removeItem = (key: string): void => void this.#kept.delete(key);
}

async function opened(host = new StandInHost(), daemon = new StandInDaemon(), shelf = new Shelf()) {
  const panel = new Panel(host, daemon, shelf);
  await panel.start();
  return { host, daemon, shelf, panel, state: () => panel.store.state };
}

/** With a score on the sequence. */
async function scored() {
  const daemon = new StandInDaemon();
  daemon.lies = true;
  return opened(new StandInHost(), daemon);
}

const REWRITTEN: CueDecision = {
  cueId: "1m1",
  kind: "KIND_RESCORE",
  before: { start: 100, end: 350 },
  after: { start: 100, end: 300 },
  reason: "its last shot is shorter",
};

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((go) => setTimeout(go, 5));
}

const placements = (daemon: StandInDaemon) =>
  daemon.given<PlacementQuestion>("planPlacement").filter((one) => one.intent !== "INTENT_LOOK");

test("score selection scores the range with the wish, and puts the music down", async () => {
  const { panel, host, daemon, state } = await opened();
  panel.setForm({ wish: " calm piano ", palette: "palettes/ambient", variations: 2 });

  await panel.score();

  const [order] = daemon.given<ScoreOrder>("createScore");
  assert.deepEqual(order?.range, { start: 100, end: 350 });
  assert.deepEqual([order?.wish, order?.palette, order?.variations], ["calm piano", "palettes/ambient", 2]);
  assert.match(order?.requestId ?? "", /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.deepEqual(placements(daemon).map(({ intent, score, job }) => ({ intent, score, job })), [
    { intent: "INTENT_SCORE", score: "scores/s1", job: "jobs/j1" },
  ]);
  assert.equal(host.carriedOut.length, 1);
  assert.equal(state().notice?.tone, "good");
  assert.equal(state().chosen, "scores/s1");
});

test("the whole sequence is scored without a range, and the marker's wish counts where none is typed", async () => {
  const { panel, host, daemon } = await opened();
  host.scored = { start: 0, end: 1000, from: "sequence", wish: "no drums" };

  await panel.score();

  const [order] = daemon.given<ScoreOrder>("createScore");
  assert.equal(order?.range, undefined);
  assert.equal(order?.wish, "no drums");
});

test("a locked cue in the range stops before anything is read or ordered", async () => {
  const { panel, host, daemon, state } = await opened();
  daemon.refusals = [{ reason: "REASON_LOCKED", sentence: "1m1 lies in the range and is locked", clipIds: [] }];

  await panel.score();

  assert.equal(host.reads, 0);
  assert.deepEqual(daemon.given("createScore"), []);
  assert.equal(state().notice?.sentence, "1m1 lies in the range and is locked.");
  assert.equal(state().notice?.advice, "Unlock that cue first, or choose another range.");
});

test("a sequence that changed in the meantime is planned for again", async () => {
  const { panel, host, daemon, state } = await opened();
  host.failures = [new HostError("TIMELINE_CHANGED", "changed"), new HostError("TIMELINE_CHANGED", "changed")];

  await panel.score();

  assert.equal(placements(daemon).length, 3);
  assert.equal(state().notice?.tone, "good");
});

test("music that could not be put down is kept, and can be put down later", async () => {
  const { panel, host, state } = await opened();
  host.failures = [new HostError("HOST_REFUSED", "Premiere did not do it", ["1m1 melody on A2"])];

  await panel.score();

  assert.equal(state().unplaced?.score, "scores/s1");
  assert.deepEqual(state().notice?.details, ["Still on the sequence: 1m1 melody on A2."]);

  await panel.putDown();

  assert.equal(state().unplaced, null);
  assert.equal(host.carriedOut.length, 1);
});

test("music waits for its sequence to be opened again", async () => {
  const { panel, host, daemon, state } = await opened();
  daemon.quick = false;
  const scoring = panel.score();
  await until(() => daemon.jobs.size > 0);

  host.open({ ...REEL, id: "other", name: "Other" });
  daemon.finish("jobs/j1");
  await until(() => state().work?.sentence.includes("Open Reel 1 again") ?? false);

  assert.equal(host.carriedOut.length, 0);
  host.open(REEL);
  await scoring;
  assert.equal(host.carriedOut.length, 1);
});

test("cancel ends the job, and nothing is put down", async () => {
  const { panel, host, daemon, state } = await opened();
  daemon.quick = false;
  const scoring = panel.score();
  await until(() => state().work?.share === 0.5);

  panel.cancel();
  await scoring;

  assert.deepEqual(daemon.given("cancelJob"), ["jobs/j1"]);
  assert.equal(host.carriedOut.length, 0);
  assert.equal(state().notice?.sentence, "Cancelled; nothing was changed.");
  assert.equal(state().unplaced, null);
});

test("a job that fails is told with its reason's advice", async () => {
  const { panel, daemon, state } = await opened();
  daemon.quick = false;
  const scoring = panel.score();
  await until(() => daemon.jobs.size > 0);

  const error = { reason: "MEDIA_UNREADABLE", sentence: "a.mov cannot be read", facts: {} };
  daemon.end("jobs/j1", { state: "STATE_FAILED", error });
  await scoring;

  assert.equal(state().notice?.sentence, "A.mov cannot be read.");
  assert.equal(state().notice?.advice, "Relink or replace that clip, and try again.");
});

test("one thing at a time", async () => {
  const { panel, daemon } = await opened();
  daemon.quick = false;
  const scoring = panel.score();
  await until(() => daemon.jobs.size > 0);

  await panel.score();
  await panel.undo();

  assert.equal(daemon.jobs.size, 1);
  assert.deepEqual(daemon.given("rollbackScore"), []);
  daemon.finish("jobs/j1");
  await scoring;
});

test("an update shows its plan and does nothing before it is accepted", async () => {
  const { panel, host, daemon, state } = await scored();
  daemon.plan = { decisions: [REWRITTEN], conflicts: [], sentences: [] };

  await panel.update();

  assert.deepEqual(state().pending?.decisions, [REWRITTEN]);
  assert.deepEqual(
    daemon.given<ReviseOrder>("reviseScore").map((one) => one.planOnly),
    [true],
  );
  assert.equal(host.carriedOut.length, 0);

  panel.keepInUpdate("1m1", true);
  await panel.acceptUpdate();

  const last = daemon.given<ReviseOrder>("reviseScore").at(-1);
  assert.deepEqual([last?.planOnly, last?.keepCueIds], [false, ["1m1"]]);
  assert.equal(host.carriedOut.length, 1);
  assert.equal(state().pending, null);
});

test("a plan that the user leaves changes nothing", async () => {
  const { panel, host, daemon, state } = await scored();
  daemon.plan = { decisions: [REWRITTEN], conflicts: [], sentences: [] };
  await panel.update();

  panel.dismissUpdate();

  assert.equal(state().pending, null);
  assert.equal(host.carriedOut.length, 0);
});

test("an edit that changed while its plan was shown is planned for again", async () => {
  const { panel, host, daemon, state } = await scored();
  daemon.plan = { decisions: [REWRITTEN], conflicts: [], sentences: [] };
  await panel.update();

  host.edit = "edit 2";
  await panel.acceptUpdate();

  assert.equal(host.carriedOut.length, 0);
  assert.equal(state().pending?.edit.otio, "edit 2");
  assert.match(state().notice?.sentence ?? "", /this is the new plan/);

  await panel.acceptUpdate();

  assert.equal(host.carriedOut.length, 1);
});

test("where the music still fits no revision is made", async () => {
  const { panel, daemon, state } = await scored();
  daemon.plan = { decisions: [{ ...REWRITTEN, kind: "KIND_KEEP" }], conflicts: [], sentences: [] };

  await panel.update();

  assert.deepEqual(
    daemon.given<ReviseOrder>("reviseScore").map((one) => one.planOnly),
    [true],
  );
  assert.equal(state().pending, null);
  assert.ok(state().notice?.details.includes("The music still fits the edit."));
});

test("undo, another version and an earlier revision put down what they made present", async () => {
  const { panel, daemon, host } = await scored();

  await panel.undo();
  await panel.chooseVariation(2);
  await panel.goBack(1);

  assert.deepEqual(daemon.given("rollbackScore"), [
    { score: "scores/s1", revisionNumber: 0 },
    { score: "scores/s1", revisionNumber: 1 },
  ]);
  assert.deepEqual(daemon.given("chooseVariation"), [{ score: "scores/s1", variation: 2 }]);
  assert.equal(host.carriedOut.length, 3);
});

test("a cue is locked and unlocked, and shown so at once", async () => {
  const { panel, state } = await scored();
  const cue = () => state().scores[0]?.cues[0];

  await panel.toggleLock(cue()!);
  assert.equal(cue()?.locked, true);

  await panel.toggleLock(cue()!);
  assert.equal(cue()?.locked, false);
});

test("a cue keeps its wish unless another one is typed", async () => {
  const { panel, daemon, state } = await scored();
  const cue = state().scores[0]!.cues[0]!;

  await panel.regenerate(cue);
  await panel.regenerate(cue, "warmer");

  const orders = daemon.given<{ wish?: string }>("regenerateCue");
  assert.deepEqual(
    orders.map((order) => ["wish" in order, order.wish]),
    [
      [false, undefined],
      [true, "warmer"],
    ],
  );
});

test("removing asks first, and then takes the score away", async () => {
  const { panel, daemon, state } = await scored();

  panel.askToRemove(true);
  assert.equal(state().askingToRemove, true);
  await panel.remove();

  assert.deepEqual(placements(daemon).map((one) => [one.intent, one.score]), [["INTENT_REMOVE", "scores/s1"]]);
  assert.equal(state().chosen, "");
});

test("a panel that is closed during a job goes on with it when it is opened again", async () => {
  const { panel, host, daemon, shelf } = await opened();
  daemon.quick = false;
  void panel.score();
  await until(() => daemon.jobs.size > 0 && shelf.getItem("ningbgm.unplaced") !== null);

  const again = new Panel(host, daemon, shelf);
  const starting = again.start();
  await until(() => again.store.state.work !== null);
  daemon.finish("jobs/j1");
  await starting;

  assert.equal(again.store.state.notice?.tone, "good");
});

test("music that was finished while the panel was closed is offered, not put down", async () => {
  const { host, daemon, shelf } = await opened();
  daemon.jobs.set("jobs/j1", (await daemon.createScore({} as ScoreOrder)) && daemon.finish("jobs/j1"));
  const kept = { intent: "INTENT_SCORE", score: "", job: "jobs/j1", sequenceId: "reel", sequenceName: "Reel 1", ready: false };
  shelf.setItem("ningbgm.unplaced", JSON.stringify(kept));

  const again = await opened(host, daemon, shelf);

  assert.equal(host.carriedOut.length, 0);
  assert.equal(again.state().unplaced?.score, "scores/s1");
});

test("another sequence shows its own music", async () => {
  const { host, daemon, state } = await scored();
  assert.equal(state().chosen, "scores/s1");

  daemon.lies = false;
  host.open({ ...REEL, id: "other" });
  await until(() => state().chosen === "");

  assert.deepEqual(state().scores, []);
});

test("a daemon that does not start is told with what to do, and the panel stays", async () => {
  const daemon = new StandInDaemon();
  daemon.failing = new DaemonError("NOT_STARTED", "the daemon does not start: no disk");

  const { state } = await opened(new StandInHost(), daemon);

  assert.equal(state().notice?.sentence, "The daemon does not start: no disk.");
  assert.match(state().notice?.advice ?? "", /ningbgm doctor/);
});

test("without a sequence the panel says what to open", async () => {
  const host = new StandInHost();
  host.sequence = null;

  const { panel, state } = await opened(host);
  await panel.score();

  assert.equal(state().range, null);
  assert.equal(state().notice?.advice, "Open a project and a sequence.");
});

test("every reason of the contract has its advice", () => {
  const text = readFileSync(join(REPOSITORY, "docs", "daemon.md"), "utf-8");
  const rows = text.split("\n").filter((line) => /^\| `[A-Z_]+`/.test(line) && !line.includes("HTTP only"));
  const reasons = rows.flatMap((row) => [...(row.split("|")[1] ?? "").matchAll(/`([A-Z_]+)`/g)].map((found) => found[1] ?? ""));

  assert.ok(reasons.length >= 14, `found ${reasons.join(", ")}`);
  const without = reasons.filter((reason) => !hasAdvice(reason) && reason !== "FAILED" && reason !== "ACCESS_DENIED");
  assert.deepEqual(without, []);
});
