/** One gRPC channel to one door of the daemon. */

import * as grpc from "@grpc/grpc-js";

import type { Failure } from "../contract";
import type { Door } from "../line/doorman";
import { type Json, LOST, type Method } from "../line/wire";
import { readStatusDetails, wireMethod } from "./contract_types";

const READY_MS = 2_000;
const CALL_MS = 70_000;
const LARGEST_BYTES = 16 * 1024 ** 2;

/** Told of a call: each message, then its end; `failure` is null where all went well. */
export interface CallListener {
  message(message: Json): void;
  end(failure: Failure | null): void;
}

/** Open as long as the daemon behind it lives. */
export class Channel {
  readonly #client: grpc.Client;
  readonly #token = new grpc.Metadata();

  constructor(readonly door: Door) {
    this.#client = new grpc.Client(door.grpc, grpc.credentials.createInsecure(), {
      "grpc.max_send_message_length": LARGEST_BYTES,
      "grpc.max_receive_message_length": LARGEST_BYTES,
      "grpc.enable_http_proxy": 0,
    });
    this.#token.set("authorization", `Bearer ${door.token}`);
  }

  /** Whether somebody answers there. */
  ready(): Promise<boolean> {
    return new Promise((resolve) => {
      this.#client.waitForReady(Date.now() + READY_MS, (error) => resolve(!error));
    });
  }

  /** Calls `gone` once, when the connection is no longer open. */
  watch(gone: () => void): void {
    const channel = this.#client.getChannel();
    const { READY } = grpc.connectivityState;
    const look = (): void => {
      if (channel.getConnectivityState(false) !== READY) gone();
      else channel.watchConnectivityState(READY, Number.POSITIVE_INFINITY, (error) => error || look());
    };
    look();
  }

  call(method: Method, request: Json, listener: CallListener): () => void {
    const { path, write, read } = wireMethod(method);
    const deadline = { deadline: Date.now() + CALL_MS };
    const call = this.#client.makeUnaryRequest(path, write, read, request, this.#token, deadline, (error, answer) => {
      if (answer) listener.message(answer);
      listener.end(error && failureOf(error));
    });
    return () => call.cancel();
  }

  stream(method: Method, request: Json, listener: CallListener): () => void {
    const { path, write, read } = wireMethod(method);
    const call = this.#client.makeServerStreamRequest(path, write, read, request, this.#token);
    call.on("data", (message: Json) => listener.message(message));
    call.on("error", (error: grpc.ServiceError) => listener.end(failureOf(error)));
    call.on("end", () => listener.end(null));
    return () => call.cancel();
  }

  close(): void {
    this.#client.close();
  }
}

function failureOf(error: grpc.ServiceError): Failure {
  const [bytes] = error.metadata?.get("grpc-status-details-bin") ?? [];
  const told = bytes instanceof Uint8Array ? readStatusDetails(bytes) : null;
  return told ?? { reason: reasonOf(error.code), sentence: error.details || error.message, facts: {} };
}

/** What gRPC itself refuses comes without `ErrorInfo`. */
function reasonOf(code: grpc.status): string {
  if (code === grpc.status.UNAVAILABLE || code === grpc.status.CANCELLED) return LOST;
  if (code === grpc.status.UNIMPLEMENTED) return "TOO_OLD";
  if (code === grpc.status.RESOURCE_EXHAUSTED) return "TOO_LARGE";
  if (code === grpc.status.DEADLINE_EXCEEDED) return "TOO_SLOW";
  return "UNEXPECTED";
}
