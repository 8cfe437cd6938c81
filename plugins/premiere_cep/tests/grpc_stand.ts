/** A real gRPC server of the contract in this process, and an extension folder that leads to it. */

import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import descriptor from "contract:descriptor";
import * as grpc from "@grpc/grpc-js";
import protobuf from "protobufjs";

const ROOT = protobuf.Root.fromJSON(descriptor).resolveAll();
const TOKEN = "the-token";

type Message = { readonly [field: string]: unknown };
/** Gives the answer, or each message of a stream; throws a `Refusal`. */
export type Servant = (request: Message, call: { readonly ended: AbortSignal }) => unknown;

/** A refusal as the daemon gives it. */
export class Refusal extends Error {
  constructor(
    readonly code: grpc.status,
    readonly reason: string,
    sentence: string,
    readonly facts: Readonly<Record<string, string>> = {},
  ) {
    super(sentence);
  }
}

/** A server with these methods and no others: `{ "ScoreService.GetScore": (request) => … }`. */
export class GrpcStand {
  readonly asked: { readonly method: string; readonly request: Message }[] = [];
  #server = new grpc.Server();
  #address = "";

  constructor(private readonly servants: Readonly<Record<string, Servant>>) {}

  async open(): Promise<void> {
    for (const [name, servant] of Object.entries(this.servants)) this.#offer(name, servant);
    const credentials = grpc.ServerCredentials.createInsecure();
    const port = await new Promise<number>((resolve, reject) => {
      this.#server.bindAsync("127.0.0.1:0", credentials, (error, bound) => (error ? reject(error) : resolve(bound)));
    });
    this.#address = `127.0.0.1:${port}`;
  }

  /** Ends at once, as if killed. */
  kill(): void {
    this.#server.forceShutdown();
  }

  /** Writes the discovery file of this server. */
  announce(file: string, mode = 0o600): void {
    writeFileSync(file, JSON.stringify({ grpc: this.#address, http: "http://127.0.0.1:1", token: TOKEN, pid: 1 }));
    chmodSync(file, mode);
  }

  #offer(name: string, servant: Servant): void {
    const [service = "", method = ""] = name.split(".");
    const { resolvedRequestType: asked, resolvedResponseType: answered } = ROOT.lookupService(
      `ningbgm.v1.${service}`,
    ).methods[method] as protobuf.Method;
    const streams = method === "WatchJob";
    const definition = {
      [method]: {
        path: `/ningbgm.v1.${service}/${method}`,
        requestStream: false,
        responseStream: streams,
        requestSerialize: (value: Buffer) => value,
        requestDeserialize: (bytes: Buffer) => asked?.toObject(asked.decode(bytes), { longs: Number, enums: String }),
        responseSerialize: (value: Message) => Buffer.from(answered?.encode(answered.fromObject(value)).finish() ?? []),
        responseDeserialize: (bytes: Buffer) => bytes,
      },
    } as unknown as grpc.ServiceDefinition;
    const unary: grpc.handleUnaryCall<Message, Message> = (call, answer) => {
      this.#carried(name, servant, call).then(
        (value) => answer(null, value as Message),
        (error: unknown) => answer(statusOf(error)),
      );
    };
    const stream: grpc.handleServerStreamingCall<Message, Message> = async (call) => {
      try {
        for await (const one of (await this.#carried(name, servant, call)) as AsyncIterable<Message>) call.write(one);
        call.end();
      } catch (error) {
        call.emit("error", statusOf(error));
      }
    };
    this.#server.addService(definition, { [method]: streams ? stream : unary });
  }

  async #carried(method: string, servant: Servant, call: grpc.ServerUnaryCall<Message, Message> | grpc.ServerWritableStream<Message, Message>) {
    if (call.metadata.get("authorization")[0] !== `Bearer ${TOKEN}`) {
      throw new Refusal(grpc.status.UNAUTHENTICATED, "TOKEN_REFUSED", "this is not the daemon's token");
    }
    this.asked.push({ method, request: call.request });
    const ended = new AbortController();
    call.on("cancelled", () => ended.abort());
    return servant(call.request, { ended: ended.signal });
  }
}

/** An extension's folder; `command` is what starts the daemon. */
export class Extension {
  readonly folder = mkdtempSync(join(tmpdir(), "ningbgm-panel-"));
  readonly discovery = join(this.folder, "daemon.json");

  install(command: readonly string[] = [process.execPath, "-e", "process.exit(3)"]): this {
    writeFileSync(join(this.folder, "installed.json"), JSON.stringify({ command, discovery: this.discovery }));
    return this;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function statusOf(error: unknown): grpc.StatusObject {
  if (!(error instanceof Refusal)) throw error;
  const metadata = new grpc.Metadata();
  const info = encoded("google.rpc.ErrorInfo", { reason: error.reason, domain: "ningbgm", metadata: error.facts });
  const details = [{ type_url: "type.googleapis.com/google.rpc.ErrorInfo", value: info }];
  const status = encoded("google.rpc.Status", { code: error.code, message: error.message, details });
  metadata.set("grpc-status-details-bin", Buffer.from(status));
  return { code: error.code, details: error.message, metadata };
}

function encoded(type: string, value: Message): Uint8Array {
  const found = ROOT.lookupType(type);
  return found.encode(found.create(value)).finish();
}
