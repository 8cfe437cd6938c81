/**
 * A Premiere in memory, CEP's Node, and a way into both for a page in a real browser: one process for a test.
 *
 *     node premiere_stage.mjs EXTENSION_FOLDER    prints its address; ends when its input is closed
 *
 * The page is the panel's own, opened from its file as CEP does, and not served: only so may it play files.
 * `--enable-nodejs` gives such a page a `require`, which a browser has not: calls of `node.js` come here.
 */

import { createServer } from "node:http";
import { createRequire } from "node:module";

import { installCep } from "../../fakes/premiere/cep/page.js";
import { FakePanel } from "../../fakes/premiere/cep/panel.js";
import { FakePremiere, meanwhile } from "../../fakes/premiere/world.js";

const folder = process.argv[2];
const { open } = createRequire(import.meta.url)(`${folder}/node.js`);
const pages = new Set();
let premiere = null;
let panel = null;
let node = null;

const routes = {
  /** A new Premiere with the panel in it; gives what the page has to run first. */
  "/premiere": async ({ theme, ...like }) => {
    premiere = new FakePremiere({ ...like, os: "mac" });
    premiere.load(`${folder}/host.jsx`);
    panel = new FakePanel(premiere, { id: "org.ningbgm.premiere.panel", root: folder, theme: theme ?? "darkest" });
    panel._hearers.add((event, environment) => tell("cep", JSON.stringify({ event, environment })));
    const facts = JSON.stringify(panel.facts());
    return { script: `(${inPage})(${installCep}, ${facts}, ${JSON.stringify(address())});` };
  },
  "/evalScript": async ([text]) => premiere.evalScript(text),
  "/sync": async (given) => panel.sync(...given),
  /** `require("…/node.js").open(…)`; Node of an earlier page went with it. */
  "/node/open": async () => {
    node?.close();
    node = open((text) => tell("node", text), folder);
  },
  "/node/send": async ([text]) => node.send(text),
  /** The user's hands, and a look at what is there. */
  "/do": async ({ code, given }) => {
    const act = new Function("premiere", "panel", "hands", "sequence", "film", "meanwhile", "given", code);
    return act(premiere, panel, premiere.hands, premiere.sequence, premiere.film, meanwhile, given);
  },
};

/** Runs in the page, as text. */
function inPage(installCep, facts, stage) {
  for (const [name, value] of Object.entries(facts.navigator)) {
    Object.defineProperty(navigator, name, { get: () => value, configurable: true });
  }
  const ask = async (path, given) => (await fetch(stage + path, { method: "POST", body: JSON.stringify(given) })).json();
  const hear = installCep(window, facts, {
    evalScript: (text) => ask("/evalScript", [text]),
    sync: (...given) => {
      const request = new XMLHttpRequest();
      request.open("POST", `${stage}/sync`, false);
      request.send(JSON.stringify(given));
      return JSON.parse(request.responseText);
    },
  });
  const events = new EventSource(`${stage}/events`);
  events.addEventListener("cep", ({ data }) => {
    const { event, environment } = JSON.parse(data);
    hear(event, environment);
  });
  let last = new Promise((resolve) => events.addEventListener("open", resolve, { once: true }));
  const open = (tell) => {
    events.addEventListener("node", ({ data }) => tell(data));
    last = last.then(() => ask("/node/open", []));
    return {
      send: (text) => {
        last = last.then(() => ask("/node/send", [text]));
      },
      close: () => events.close(),
    };
  };
  window.cep_node = { require: () => ({ open }) };
}

function tell(event, text) {
  for (const page of pages) page.write(`event: ${event}\ndata: ${text}\n\n`);
}

function address() {
  return `http://127.0.0.1:${server.address().port}`;
}

const server = createServer(async (request, response) => {
  response.setHeader("Access-Control-Allow-Origin", "*");
  if (request.url === "/events") {
    response.writeHead(200, { "Content-Type": "text/event-stream" });
    response.write(": open\n\n");
    pages.add(response);
    return request.on("close", () => pages.delete(response));
  }
  try {
    const pieces = [];
    for await (const piece of request) pieces.push(piece);
    const answer = (await routes[request.url](JSON.parse(Buffer.concat(pieces).toString()))) ?? null;
    response.end(JSON.stringify(answer, (_, value) => (typeof value === "bigint" ? String(value) : value)));
  } catch (error) {
    response.writeHead(500).end(String(error?.stack ?? error));
  }
});
server.listen(0, "127.0.0.1", () => console.log(address()));
process.stdin.on("end", () => process.exit(0)).resume();
