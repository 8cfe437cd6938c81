/** The messages of the contract for gRPC: between bytes and the JSON mapping, made from the proto files. */

import descriptor from "contract:descriptor";
import Long from "long";
import * as protobuf from "protobufjs/light";

import { Fields } from "../line/fields";
import { readFailure } from "../line/reading";
import type { Failure } from "../contract";
import type { Json, Method } from "../line/wire";

protobuf.util.Long = Long;
protobuf.configure();

const PLAIN = { longs: String, enums: String, arrays: true } as const;
const ROOT = protobuf.Root.fromJSON(descriptor).resolveAll();
const ERROR_INFO = ROOT.lookupType("google.rpc.ErrorInfo");
const STATUS = ROOT.lookupType("google.rpc.Status");

/** One method of the contract, as gRPC carries it. */
export interface WireMethod {
  /** `/ningbgm.v1.ScoreService/GetScore`. */
  readonly path: string;
  write(request: Json): Buffer;
  read(bytes: Buffer): Json;
}

/** The method of this name. */
export function wireMethod(name: Method): WireMethod {
  const [service = "", called = ""] = name.split(".");
  const method = ROOT.lookupService(`ningbgm.v1.${service}`).methods[called];
  if (!method?.resolvedRequestType || !method.resolvedResponseType) throw new Error(`the contract has no ${name}`);
  const { resolvedRequestType: asked, resolvedResponseType: answered } = method;
  return {
    path: `/ningbgm.v1.${service}/${called}`,
    write: (request) => Buffer.from(asked.encode(asked.fromObject(request)).finish()),
    read: (bytes) => opened(toPlain(answered, bytes)) as Json,
  };
}

/** The status in `grpc-status-details-bin`; null where it says nothing. */
export function readStatusDetails(bytes: Uint8Array): Failure | null {
  const failure = readFailure(new Fields(opened(toPlain(STATUS, bytes))));
  return failure.reason ? failure : null;
}

/** Opens every `Any` that holds an ErrorInfo, as the gateway does. */
function opened(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(opened);
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return value;
  const any = value as { type_url?: string; value?: Uint8Array };
  if (any.type_url?.endsWith("/google.rpc.ErrorInfo") && any.value) return toPlain(ERROR_INFO, any.value);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, opened(inner)]));
}

function toPlain(type: protobuf.Type, bytes: Uint8Array): { [field: string]: unknown } {
  return type.toObject(type.decode(bytes), PLAIN);
}
