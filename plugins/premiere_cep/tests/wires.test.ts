/** Both wires against the real daemon: the same questions, the same answers. `NINGBGM_PYTHON` has NingBGM installed. */

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";

import { DaemonError, type Line } from "../src/daemon";
import { ContractDaemon } from "../src/line/contract_daemon";
import { Doorman } from "../src/line/doorman";
import type { NodeSide } from "../src/line/messages";
import { NodeWire } from "../src/line/node_wire";
import type { Wire } from "../src/line/wire";
import { NodeGround } from "../src/node/ground";
import { open } from "../src/node/side";
import { HttpWire } from "../../premiere_uxp/src/http_wire";

const PYTHON = process.env.NINGBGM_PYTHON ?? "python3";
const COMMAND = ["-m", "ningbgm_daemon.cli"];
const there = spawnSync(PYTHON, ["-c", "import ningbgm_daemon"]).status === 0;
const TIMELINE = { sequenceId: "s", rate: "25", startTimecode: "01:00:00:00", playhead: "0f", clips: [], markers: [] };
/** A wish alone, without film: two seconds of music. */
const ORDER = { source: { otio: "", displayName: "" }, palette: "", variations: 1, requestId: "" };

let folder = "";
let side: NodeSide | null = null;

before(() => {
  folder = mkdtempSync(join(tmpdir(), "ningbgm-wires-"));
  const environment = { NINGBGM_HOME: join(folder, "home") };
  const discovery = join(folder, "home", "run", "daemon.json");
  writeFileSync(join(folder, "installed.json"), JSON.stringify({ command: [PYTHON, ...COMMAND], discovery, environment }));
});

after(() => {
  const env = { ...process.env, NINGBGM_HOME: join(folder, "home") };
  if (there) spawnSync(PYTHON, [...COMMAND, "daemon", "stop"], { env });
  rmSync(folder, { recursive: true, force: true });
});

const WIRES: Readonly<Record<string, () => Wire>> = {
  gRPC: () => new NodeWire((tell) => (side = open(tell, folder))),
  HTTP: () => new HttpWire(new Doorman(new NodeGround(folder)), fetch),
};

for (const [name, made] of Object.entries(WIRES)) {
  describe(name, { skip: there ? false : `${PYTHON} has no ningbgm_daemon` }, () => {
    let daemon: ContractDaemon;
    const lines: Line[] = [];

    before(() => {
      daemon = new ContractDaemon(made());
      daemon.onLine((line) => lines.push(line));
    });

    after(() => {
      side?.close();
      side = null;
    });

    test("finds the daemon, or starts it, and is told what it is", async () => {
      const status = await daemon.status();

      assert.match(status.version, /^\d+\.\d+/);
      assert.equal(lines.at(-1), "open");
      assert.ok(status.engines.some((engine) => engine.available));
    });

    test("lists the palettes", async () => {
      const palettes = await daemon.palettes();

      assert.ok(palettes.length > 3);
      assert.ok(palettes.every((one) => one.name.startsWith("palettes/") && one.title !== ""));
    });

    test("tells the reason and the facts of an error", async () => {
      await assert.rejects(daemon.score("scores/nothing"), (error: unknown) => {
        assert.ok(error instanceof DaemonError);
        assert.equal(error.reason, "NOT_FOUND");
        assert.equal(error.facts.score, "nothing");
        return true;
      });
    });

    test("tells the error of a stream", async () => {
      const watching = daemon.watchJob("jobs/nothing", new AbortController().signal);

      await assert.rejects(watching.next(), (error: unknown) => {
        return error instanceof DaemonError && error.reason === "NOT_FOUND";
      });
    });

    test("plans for a timeline on which nothing lies", async () => {
      const plan = await daemon.planPlacement({ intent: "INTENT_LOOK", timeline: TIMELINE, range: { start: 0, end: 25 } });

      assert.equal(plan.refusal, null);
      assert.deepEqual([plan.cues, plan.scores, plan.putDown], [[], [], []]);
    });

    test("gives an address of the review page", async () => {
      assert.match(await daemon.openReview(""), /^http:\/\/127\.0\.0\.1:\d+\/review\//);
    });

    test("sees a job that cannot be done fail, with its reason", async () => {
      const source = { otio: '{"OTIO_SCHEMA": "Timeline.1", "tracks": null}', displayName: "broken" };
      const states: string[] = [];
      let reason = "";
      try {
        const job = await daemon.createScore({ ...ORDER, source, wish: "calm", requestId: crypto.randomUUID() });
        for await (const told of daemon.watchJob(job.name, new AbortController().signal)) {
          states.push(told.state);
          reason = told.error?.reason ?? "";
        }
      } catch (error) {
        reason = error instanceof DaemonError ? error.reason : String(error); // refused at the door already
      }

      assert.ok(["TIMELINE_UNREADABLE", "INPUT_INVALID"].includes(reason), `${reason} after ${states.join(", ")}`);
    });
  });
}
