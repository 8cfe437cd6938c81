/** Runs the tests: bundles each for this Node, then `node --test`. */

import { spawnSync } from "node:child_process";
import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

import { contract } from "./contract.mjs";
import { PANEL } from "./places.mjs";

const folder = join(PANEL, "node_modules", ".cache", `tests-${process.pid}`);
const asked = process.argv.slice(2);
const found = readdirSync(join(PANEL, "tests")).filter((name) => /\.test\.tsx?$/.test(name));
const chosen = found.filter((name) => asked.length === 0 || asked.some((part) => name.includes(part)));

await build({
  entryPoints: chosen.map((name) => join(PANEL, "tests", name)),
  outdir: folder,
  outExtension: { ".js": ".cjs" },
  bundle: true,
  platform: "node",
  format: "cjs",
  target: "node18",
  sourcemap: "inline",
  logLevel: "warning",
  define: { REPOSITORY: JSON.stringify(join(PANEL, "..", "..")) },
  plugins: [contract()],
});
const files = chosen.map((name) => join(folder, name.replace(/\.tsx?$/, ".cjs")));
const done = spawnSync(process.execPath, ["--enable-source-maps", "--test", ...files], { stdio: "inherit" });
rmSync(folder, { recursive: true, force: true });
process.exit(done.status ?? 1);
