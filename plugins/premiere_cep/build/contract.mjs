/** The contract for bundles: messages and services as JSON, and the routes of the HTTP door. */

import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import protobuf from "protobufjs";

import { HERE, PANEL, REPOSITORY } from "./places.mjs";

const FOLDERS = [join(REPOSITORY, "proto"), join(HERE, "protos"), join(PANEL, "node_modules", "protobufjs")];
const VERBS = ["get", "post", "put", "patch", "delete"];

/** An esbuild plugin that provides `contract:descriptor` and `contract:routes`. */
export function contract() {
  return {
    name: "contract",
    setup(build) {
      build.onResolve({ filter: /^contract:/ }, ({ path }) => ({ path, namespace: "contract" }));
      build.onLoad({ filter: /.*/, namespace: "contract" }, ({ path }) => {
        const root = loaded();
        const made = path === "contract:routes" ? routes(root) : descriptor(root);
        return { contents: JSON.stringify(made), loader: "json" };
      });
    },
  };
}

function loaded() {
  const root = new protobuf.Root();
  root.resolvePath = (_, target) => FOLDERS.map((folder) => join(folder, target)).find(existsSync) ?? target;
  const ours = readdirSync(join(REPOSITORY, "proto/ningbgm/v1")).sort();
  return root.loadSync(["google/rpc/error_details.proto", ...ours.map((name) => `ningbgm/v1/${name}`)]).resolveAll();
}

/** Without options: they are for those who read the files. */
function descriptor(root) {
  const drop = (key, value) => (key === "options" || key === "comment" ? undefined : value);
  return JSON.parse(JSON.stringify(root.toJSON(), drop));
}

function routes(root) {
  const found = {};
  for (const service of root.lookup("ningbgm.v1").nestedArray) {
    for (const method of service.methodsArray ?? []) {
      const verb = VERBS.find((one) => method.options?.[`(google.api.http).${one}`]);
      if (verb) {
        found[`${service.name}.${method.name}`] = [verb.toUpperCase(), method.options[`(google.api.http).${verb}`]];
      }
    }
  }
  return found;
}
