/** The line to the daemon through Node, against a real gRPC server: found, started, lost, found again. */

import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";

import * as grpc from "@grpc/grpc-js";

import { DaemonError, type Line } from "../src/daemon";
import { ContractDaemon } from "../src/line/contract_daemon";
import type { NodeSide } from "../src/line/messages";
import { NodeWire } from "../src/line/node_wire";
import { open } from "../src/node/side";
import { Extension, GrpcStand, Refusal, type Servant } from "./grpc_stand";

const RUNNING = { name: "jobs/j1", state: "STATE_RUNNING", progress: { step: "STEP_SENSE", share: 0.25 } };
const DONE = { name: "jobs/j1", state: "STATE_SUCCEEDED", result: { score: "scores/s1", revision: "scores/s1/revisions/1" } };

let extension: Extension;
let side: NodeSide | null;
let stands: GrpcStand[];

beforeEach(() => {
  [extension, side, stands] = [new Extension().install(), null, []];
});

afterEach(() => {
  side?.close();
  for (const stand of stands) stand.kill();
  extension.remove();
});

/** A panel's daemon over the real Node side. */
function daemon(): ContractDaemon {
  const wire = new NodeWire((tell) => {
    side = open(tell, extension.folder);
    return side;
  });
  return new ContractDaemon(wire);
}

async function serving(servants: Readonly<Record<string, Servant>>): Promise<GrpcStand> {
  const stand = new GrpcStand(servants);
  stands.push(stand);
  await stand.open();
  stand.announce(extension.discovery);
  return stand;
}

function lines(of: ContractDaemon): { heard: Line[]; until(line: Line): Promise<void> } {
  const heard: Line[] = [];
  let wake = (): void => {};
  of.onLine((line) => {
    heard.push(line);
    wake();
  });
  const until = async (line: Line): Promise<void> => {
    while (heard.at(-1) !== line) await new Promise<void>((resolve) => (wake = resolve));
  };
  return { heard, until };
}

const reason = (expected: string) => (error: unknown) => error instanceof DaemonError && error.reason === expected;

test("an answer comes with its numbers as numbers and what is absent as nothing", async () => {
  const hits = [{ frame: 12, errorMs: 0 }, { frame: 90 }];
  const cues = [{ cueId: "1m1", span: { start: 0, end: 250 }, sampleCount: 480000, hits, loudnessLufs: -18.5 }];
  await serving({ "ScoreService.GetScore": () => ({ name: "scores/s1", seed: 7, cues, edit: { startFrame: 90000 } }) });

  const score = await daemon().score("scores/s1");

  assert.equal(score.seed, 7);
  assert.equal(score.edit.startFrame, 90000);
  assert.equal(score.cues[0]?.sampleCount, 480000);
  assert.deepEqual(
    score.cues[0]?.hits.map((hit) => hit.errorMs),
    [0, null],
  );
});

test("an order arrives whole", async () => {
  const stand = await serving({ "ScoreService.CreateScore": () => RUNNING });

  const job = await daemon().createScore({
    source: { otio: "{}", displayName: "Reel 1" },
    range: { start: 24, end: 72 },
    wish: "calm piano",
    palette: "palettes/ambient",
    variations: 3,
    requestId: "r",
  });

  assert.equal(job.progress.share, 0.25);
  assert.deepEqual(stand.asked[0]?.request, {
    source: { otio: "{}", displayName: "Reel 1" },
    range: { start: "24f", end: "72f" },
    wish: "calm piano",
    palette: "palettes/ambient",
    variations: 3,
    requestId: "r",
  });
});

test("an error comes with the reason and the facts of its ErrorInfo", async () => {
  await serving({
    "CueService.LockCue": () => {
      throw new Refusal(grpc.status.NOT_FOUND, "NOT_FOUND", "there is no cue '1m9'", { cue: "1m9" });
    },
  });

  await assert.rejects(daemon().lockCue("scores/s1/cues/1m9"), (error: unknown) => {
    assert.ok(error instanceof DaemonError);
    assert.deepEqual([error.reason, error.message, error.facts], ["NOT_FOUND", "there is no cue '1m9'", { cue: "1m9" }]);
    return true;
  });
});

test("a failed job tells its reason too", async () => {
  const { Any, Info } = { Any: "type.googleapis.com/google.rpc.ErrorInfo", Info: Buffer.from("\n\x10MEDIA_UNREADABLE") };
  const error = { code: 3, message: "a.mov cannot be read", details: [{ type_url: Any, value: Info }] };
  await serving({ "JobService.ListJobs": () => ({ jobs: [{ ...RUNNING, error }] }) });

  const [job] = await daemon().openJobs();

  assert.deepEqual(job?.error, { reason: "MEDIA_UNREADABLE", sentence: "a.mov cannot be read", facts: {} });
});

test("a method that an older daemon does not have says so", async () => {
  await serving({ "SystemService.GetStatus": () => ({ version: "0.0.9" }) });

  await assert.rejects(daemon().openReview("scores/s1"), reason("TOO_OLD"));
});

test("a watched job is told after every change until it is over", async () => {
  await serving({
    "JobService.WatchJob": async function* () {
      yield RUNNING;
      yield DONE;
    },
  });

  const states = [];
  for await (const job of daemon().watchJob("jobs/j1", new AbortController().signal)) states.push(job.state);

  assert.deepEqual(states, ["STATE_RUNNING", "STATE_SUCCEEDED"]);
});

test("who stops watching lets the daemon's stream end", async () => {
  let ended = (): void => {};
  const gone = new Promise<void>((resolve) => (ended = resolve));
  await serving({
    "JobService.WatchJob": async function* (_: unknown, call: { ended: AbortSignal }) {
      call.ended.addEventListener("abort", () => ended());
      yield RUNNING;
      await gone;
    },
  });
  const stop = new AbortController();

  for await (const job of daemon().watchJob("jobs/j1", stop.signal)) {
    assert.equal(job.state, "STATE_RUNNING");
    stop.abort();
  }

  await gone;
});

test("a watch that is cut goes on with the next daemon", async () => {
  const first = await serving({
    "JobService.WatchJob": async function* () {
      yield RUNNING;
      await new Promise(() => undefined);
    },
  });
  const watched = daemon().watchJob("jobs/j1", new AbortController().signal)[Symbol.asyncIterator]();
  const before = await watched.next();

  first.kill();
  await serving({
    "JobService.WatchJob": async function* () {
      yield DONE;
    },
  });
  const after = await watched.next();

  assert.equal(before.value?.state, "STATE_RUNNING");
  assert.equal(after.value?.state, "STATE_SUCCEEDED");
});

test("a line that is lost is told, and a daemon that comes back is found without a call", async () => {
  const first = await serving({ "SystemService.GetStatus": () => ({ version: "1" }) });
  const ours = daemon();
  const { heard, until } = lines(ours);
  await ours.status();

  first.kill();
  await until("lost");
  await serving({ "SystemService.GetStatus": () => ({ version: "2" }) });
  await until("open");

  assert.deepEqual(heard, ["looking", "open", "lost", "open"]);
  assert.equal((await ours.status()).version, "2");
});

test("an order is sent again where the line broke, as its request_id makes it one order", async () => {
  const second = new GrpcStand({ "ScoreService.CreateScore": () => RUNNING });
  stands.push(second);
  await second.open();
  const first = await serving({
    "ScoreService.CreateScore": () => {
      second.announce(extension.discovery);
      first.kill();
      return RUNNING;
    },
  });

  const order = { source: { otio: "{}", displayName: "" }, wish: "", palette: "", variations: 1, requestId: "r" };
  const job = await daemon().createScore(order);

  assert.equal(job.name, "jobs/j1");
  assert.equal(second.asked.length, 1);
});

test("a step back is not sent again where the line broke, as it would be a second one", async () => {
  const first = await serving({
    "ScoreService.RollbackScore": () => {
      first.kill();
      return {};
    },
  });
  const second = new GrpcStand({ "ScoreService.RollbackScore": () => ({}) });
  stands.push(second);
  await second.open();

  await assert.rejects(daemon().rollbackScore("scores/s1", 0), reason("LOST"));
  assert.equal(second.asked.length, 0);
});

test("where no daemon runs its command starts one", async () => {
  const stand = await serving({ "SystemService.GetStatus": () => ({ version: "1" }) });
  const elsewhere = new Extension();
  stand.announce(elsewhere.discovery);
  const script = `require("fs").renameSync(${JSON.stringify(elsewhere.discovery)}, ${JSON.stringify(extension.discovery)})`;
  extension.remove();
  extension = new Extension();
  const moved = script.replace(/, ".*"\)$/, `, ${JSON.stringify(extension.discovery)})`);
  extension.install([process.execPath, "-e", moved]);
  const ours = daemon();
  const { heard } = lines(ours);

  const status = await ours.status();

  assert.equal(status.version, "1");
  assert.deepEqual(heard, ["looking", "starting", "open"]);
  elsewhere.remove();
});

test("two calls at once start one daemon", async () => {
  extension.install([process.execPath, "-e", `require("fs").appendFileSync(${JSON.stringify(extension.folder + "/count")}, "x")`]);
  const ours = daemon();

  const ends = await Promise.allSettled([ours.status(), ours.palettes()]);

  const { readFileSync } = await import("node:fs");
  assert.equal(readFileSync(`${extension.folder}/count`, "utf-8"), "x");
  assert.ok(ends.every((end) => end.status === "rejected" && reason("NOT_ANSWERING")(end.reason)));
});

test("a command that fails is told with what it said", async () => {
  extension.install([process.execPath, "-e", "console.error('the disk is full'); process.exit(1)"]);

  await assert.rejects(daemon().status(), (error: unknown) => {
    assert.ok(error instanceof DaemonError);
    assert.equal(error.reason, "NOT_STARTED");
    assert.match(error.message, /the disk is full/);
    return true;
  });
});

test("a command that is gone is told", async () => {
  extension.install(["/nowhere/python"]);

  await assert.rejects(daemon().status(), reason("NOT_STARTED"));
});

test("a panel that nobody installed says so", async () => {
  extension.remove();
  extension = new Extension();

  await assert.rejects(daemon().status(), reason("NOT_INSTALLED"));
});

test("a discovery file that others can read is not trusted", { skip: process.platform === "win32" }, async () => {
  const stand = await serving({ "SystemService.GetStatus": () => ({ version: "1" }) });
  stand.announce(extension.discovery, 0o644);

  await assert.rejects(daemon().status(), reason("NOT_STARTED"));
  assert.equal(stand.asked.length, 0);
});
