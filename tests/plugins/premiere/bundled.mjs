/** The plugin's sources as the tests run them, bundled for this Node. */

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const HERE = dirname(fileURLToPath(import.meta.url));
const PLUGINS = join(HERE, "..", "..", "..", "plugins");
export const PANEL = join(PLUGINS, "premiere_cep");
const { build } = createRequire(join(PANEL, "package.json"))("esbuild");
const { contract } = await import(pathToFileURL(join(PANEL, "build", "contract.mjs")));
const FOLDER = mkdtempSync(join(tmpdir(), "ningbgm-premiere-"));
process.on("exit", () => rmSync(FOLDER, { recursive: true, force: true }));

/** What `entry.ts` names. */
export const plugin = await (async () => {
  const outfile = join(FOLDER, "plugin.mjs");
  await build({
    entryPoints: [join(HERE, "entry.ts")],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    logLevel: "error",
    nodePaths: [join(PANEL, "node_modules")],
    plugins: [contract()],
  });
  return import(pathToFileURL(outfile));
})();

/** The host script, put together as the build does it; its path. */
export const hostScript = (() => {
  const folder = join(PANEL, "host");
  const parts = readdirSync(folder).filter((name) => name.endsWith(".jsx")).sort();
  const path = join(FOLDER, "host.jsx");
  writeFileSync(path, parts.map((name) => readFileSync(join(folder, name), "utf-8")).join("\n"));
  return path;
})();
