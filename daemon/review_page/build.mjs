// Builds the page into the daemon's folder, the same bytes every time; with --tests, the tests into build/test.
import { build } from "esbuild";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const shared = { bundle: true, format: "esm", target: "es2022", jsx: "automatic", jsxImportSource: "preact", logLevel: "warning", absWorkingDir: here };

/** The licences of what is bundled, as one text. */
function licences() {
  const bundled = ["preact", "@preact/signals", "@preact/signals-core"];
  return bundled.map((name) => `${name}\n\n${readFileSync(join(here, "node_modules", name, "LICENSE"), "utf8").trim()}\n`).join("\n\n");
}

async function page(out) {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const style = "src/styles/index.css";
  await build({ ...shared, entryPoints: { review: "src/main.tsx" }, outdir: out, minify: true, legalComments: "none" });
  await build({ ...shared, entryPoints: { review: style }, outdir: out, minify: true, legalComments: "none" });
  cpSync(join(here, "src/index.html"), join(out, "index.html"));
  writeFileSync(join(out, "licences.txt"), licences());
}

async function tests() {
  const out = join(here, "build/test");
  rmSync(out, { recursive: true, force: true });
  const entryPoints = readdirSync(join(here, "test")).filter((name) => name.endsWith(".test.ts")).map((name) => `test/${name}`);
  await build({ ...shared, entryPoints, outdir: out, outExtension: { ".js": ".mjs" }, platform: "node" });
}

const into = process.argv.indexOf("--out");
if (process.argv.includes("--tests")) await tests();
else await page(into > 0 ? process.argv[into + 1] : join(here, "../ningbgm_daemon/review/static"));
