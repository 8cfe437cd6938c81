/** The licences of what is inside the bundles. */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { PANEL } from "./places.mjs";

/** One text: each package with its version and licence. */
export function notices(metafiles) {
  const inputs = metafiles.flatMap((one) => Object.keys(one.inputs));
  const names = new Set(inputs.map(packageOf).filter((name) => name !== null));
  return [...names].sort().map(notice).join(`\n${"-".repeat(80)}\n\n`);
}

function packageOf(path) {
  const found = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path.replaceAll("\\", "/"));
  return found ? found[1] : null;
}

function notice(name) {
  const folder = join(PANEL, "node_modules", name);
  const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf-8"));
  const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
  return `${name} ${version}: ${license}\n\n${file ? readFileSync(join(folder, file), "utf-8").trim() : ""}\n`;
}
