/**
 * The panel in a real browser: a server on 127.0.0.1 that gives its files and carries its calls.
 *
 *     const panel = new FakePanel(premiere, { id: "com.ningbgm.panel", root });
 *     const served = await panel.serve({ folder: root, expose: { ask: async (what) => … } });
 *     await page.goto(served.url);        // index.html, with __adobe_cep__ in it before any script of its own
 *     served.tell("progress", { at: 3 }); // window.__outside__.on("progress", …)
 *     await served.close();
 *
 * `expose` are functions of the test that the page calls as `await window.__outside__.call("ask", …)`: for what a real
 * panel does through Node (gRPC, files), which a browser has not. `scripts` are further texts to run first, to put
 * such a stand-in where the panel looks for it. The page's origin is http, a real panel's is file.
 */

import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { installCep } from "./page.js";

const KINDS = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
};

/** Serves `folder`; gives { url, tell, close }. */
export async function servePanel(panel, { folder, index = "index.html", expose = {}, scripts = [] }) {
  const streams = new Set();
  const send = (message) => {
    for (const stream of streams) stream.write(`data: ${JSON.stringify(message)}\n\n`);
  };
  const hear = (event, environment) => send({ event, environment });
  panel._hearers.add(hear);

  const server = createServer((request, response) => {
    answer(request, response).catch((error) => {
      response.writeHead(500, { "content-type": "text/plain" });
      response.end(String(error?.stack ?? error));
    });
  });

  async function answer(request, response) {
    const { pathname } = new URL(request.url, "http://127.0.0.1");
    if (pathname === "/__cep__/events") {
      response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
      response.write(": open\n\n");
      streams.add(response);
      request.on("close", () => streams.delete(response));
      return;
    }
    if (pathname === "/__cep__/inject.js") return give(response, ".js", injected(panel, scripts));
    if (request.method === "POST" && pathname.startsWith("/__cep__/")) {
      const given = JSON.parse(await body(request));
      const result = await called(pathname.slice("/__cep__/".length), given);
      return give(response, ".json", JSON.stringify({ result: result ?? null }));
    }
    if (pathname === "/favicon.ico") return response.writeHead(204).end();
    const file = join(
      folder,
      normalize(decodeURIComponent(pathname === "/" ? index : pathname)).replace(/^([.]{2}[/\\])+/, ""),
    );
    let text;
    try {
      text = await readFile(file);
    } catch {
      response.writeHead(404).end();
      return;
    }
    if (extname(file) === ".html") text = withScript(text.toString("utf8"));
    give(response, extname(file), text);
  }

  async function called(door, given) {
    if (door === "evalScript") return panel.premiere.evalScript(given[0]);
    if (door === "sync") return panel.sync(...given);
    const [name, ...args] = given;
    if (!(name in expose)) throw new Error(`nothing is exposed as ${name}`);
    return expose[name](...args);
  }

  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${server.address().port}/`,
    tell: (name, data) => send({ outside: { name, data } }),
    close: () =>
      new Promise((done) => {
        panel._hearers.delete(hear);
        for (const stream of streams) stream.end();
        server.close(done);
        server.closeAllConnections();
      }),
  };
}

function injected(panel, scripts) {
  return [
    `${installCep}`.replace(/^export /, ""),
    `(${inPage})(${JSON.stringify(panel.facts())});`,
    ...scripts,
  ].join("\n");
}

/** Runs in the page, as text. */
function inPage(facts) {
  for (const [name, value] of Object.entries(facts.navigator)) {
    Object.defineProperty(navigator, name, { get: () => value, configurable: true });
  }
  const post = async (door, given) => {
    const response = await fetch(`/__cep__/${door}`, { method: "POST", body: JSON.stringify(given) });
    if (!response.ok) throw new Error(await response.text());
    return (await response.json()).result;
  };
  const hear = installCep(window, facts, {
    evalScript: (text) => post("evalScript", [text]),
    sync: (...given) => {
      const request = new XMLHttpRequest();
      request.open("POST", "/__cep__/sync", false);
      request.send(JSON.stringify(given));
      return JSON.parse(request.responseText).result;
    },
  });
  const heard = {};
  window.__outside__ = {
    call: (name, ...given) => post("call", [name, ...given]),
    on: (name, listener) => (heard[name] = [...(heard[name] ?? []), listener]),
  };
  new EventSource("/__cep__/events").onmessage = ({ data }) => {
    const { event, environment, outside } = JSON.parse(data);
    if (event) hear(event, environment);
    if (outside) for (const listener of heard[outside.name] ?? []) listener(outside.data);
  };
}

function withScript(html) {
  const tag = '<script src="/__cep__/inject.js"></script>';
  return /<head[^>]*>/i.test(html) ? html.replace(/<head[^>]*>/i, (head) => head + tag) : tag + html;
}

function give(response, extension, content) {
  response.writeHead(200, {
    "content-type": `${KINDS[extension] ?? "application/octet-stream"}; charset=utf-8`,
  });
  response.end(content);
}

async function body(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString("utf8");
}
