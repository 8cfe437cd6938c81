/** Builds both plugins: into their `dist`, or `node build/build.mjs FOLDER` into folders in there. */

import { build } from "esbuild";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

import { contract } from "./contract.mjs";
import { notices } from "./notices.mjs";
import { PANEL, UXP } from "./places.mjs";

const COMMON = {
  absWorkingDir: PANEL,
  bundle: true,
  minify: true,
  legalComments: "none",
  charset: "utf8",
  metafile: true,
  logLevel: "warning",
  nodePaths: [join(PANEL, "node_modules")],
  plugins: [contract()],
};

/** In CEP's mixed context the page's timers hide those of Node, which gRPC counts on. */
const NODES_OWN_TIMERS =
  "const{setTimeout,clearTimeout,setInterval,clearInterval,setImmediate,clearImmediate}=require('timers');";

const asked = process.argv[2];
await buildCep(asked ? join(resolve(asked), "premiere_cep") : join(PANEL, "dist"));
await buildUxp(asked ? join(resolve(asked), "premiere_uxp") : join(UXP, "dist"));

async function buildCep(folder) {
  empty(folder);
  // Premiere Pro 22 has Chromium 88 and Node 15.9 (CEP 11), 25 and newer Chromium 99 and Node 17.7 (CEP 12).
  const node = { platform: "node", format: "cjs", target: "node15", banner: { js: NODES_OWN_TIMERS } };
  const built = [
    await bundle("src/cep/main.tsx", folder, "panel.js", { format: "iife", target: "chrome88" }),
    await bundle("src/view/panel.css", folder, "panel.css", { target: "chrome88" }),
    await bundle("src/node/side.ts", folder, "node.js", node),
  ];
  cpSync(join(PANEL, "static"), folder, { recursive: true });
  writeFileSync(join(folder, "host.jsx"), hostScript());
  writeFileSync(join(folder, "THIRD_PARTY.txt"), notices(built));
}

async function buildUxp(folder) {
  empty(folder);
  const external = ["premierepro", "uxp", "fs", "os"];
  const main = join(UXP, "src", "main.tsx");
  const built = [
    await bundle(main, folder, "panel.js", { format: "iife", target: "es2020", external, platform: "browser" }),
    await bundle("src/view/panel.css", folder, "panel.css", { target: "chrome88" }),
  ];
  cpSync(join(UXP, "static"), folder, { recursive: true });
  writeFileSync(join(folder, "THIRD_PARTY.txt"), notices(built));
}

function empty(folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
}

/** Gives what esbuild says of the bundle: esbuild's metafile. */
async function bundle(entry, folder, name, options) {
  const given = { ...COMMON, ...options, entryPoints: [resolve(PANEL, entry)], outfile: join(folder, name) };
  return (await build(given)).metafile;
}

/** The files of `host/` in the order of their names: one script for ExtendScript. */
function hostScript() {
  const names = readdirSync(join(PANEL, "host")).filter((name) => name.endsWith(".jsx")).sort();
  return names.map((name) => readFileSync(join(PANEL, "host", name), "utf-8")).join("\n");
}
