/** The panel in CEP: Premiere behind ExtendScript, the daemon behind gRPC in CEP's Node. */

import { ContractDaemon } from "../line/contract_daemon";
import type { NodeSide } from "../line/messages";
import { NodeWire } from "../line/node_wire";
import { mount } from "../view/mount";
import { cepBridge } from "./bridge";
import { CepHost } from "./host";
import { takeKeys } from "./keys";

/** What `node.js` gives, see `node/side.ts`. */
interface NodeModule {
  open(tell: (text: string) => void, folder: string): NodeSide;
}

/** Node's `require`: a global of the page with `--mixed-context`, inside `cep_node` without. */
interface NodePage {
  readonly cep_node?: { require(path: string): NodeModule };
  readonly require?: (path: string) => NodeModule;
}

const bridge = cepBridge();
const folder = bridge.extensionPath();
const page = globalThis as unknown as NodePage;
const load = page.cep_node?.require ?? page.require;
const element = document.getElementById("panel");

if (!load || !element) {
  document.body.textContent = "This panel needs CEP with Node: run `ningbgm plugins install premiere` again.";
} else {
  const wire = new NodeWire((tell) => load(`${folder}/node.js`).open(tell, folder));
  mount(element, new CepHost(bridge), new ContractDaemon(wire), window.localStorage);
  takeKeys();
}
