/** Premiere's own OpenTimelineIO (26.2), without our music and our markers. */

import { dataOf } from "../../premiere_cep/src/premiere/marking";
import { samePath } from "../../premiere_cep/src/premiere/paths";
import type { Facts } from "../../premiere_cep/src/premiere/reading";
import { frameAt, rateOf } from "../../premiere_cep/src/premiere/ticks";
import type { Premiere } from "./ppro";
import type { UxpReader } from "./reader";

/** Files for a moment. */
export interface Scratch {
  /** The path of a file of that name in a folder of our own. */
  path(name: string): Promise<string>;
  read(name: string): Promise<string>;
  remove(name: string): Promise<void>;
}

type Node = { [key: string]: unknown };

/** The text; null where this version exports none, or not as it should: then the sequence is read clip by clip. */
export async function exportedNatively(
  ppro: Premiere,
  reader: UxpReader,
  facts: Facts,
  scratch: Scratch | null,
): Promise<string | null> {
  const converter = ppro.ProjectConverter;
  if (converter?.exportAsOpenTimelineIO === undefined || scratch === null) {
    return null;
  }
  try {
    const name = `ningbgm-${facts.id.replace(/[^\w-]/g, "")}.otio`;
    const done = await converter.exportAsOpenTimelineIO(reader.sequence(facts), await scratch.path(name), true);
    const document = JSON.parse(await scratch.read(name)) as Node;
    await scratch.remove(name).catch(() => undefined);
    if (!done || document["OTIO_SCHEMA"] !== "Timeline.1") {
      return null;
    }
    const ours = [...(await reader.ourSounds())];
    // What it says of the zero point nobody knows (4).
    const start = { OTIO_SCHEMA: "RationalTime.1", ...startOf(facts) };
    const told = { ...(document["metadata"] as Node), NingBGM: { drop_frame: facts.dropFrame } };
    return JSON.stringify({ ...(without(document, ours) as Node), metadata: told, global_start_time: start });
  } catch {
    return null;
  }
}

function startOf(facts: Facts): { readonly rate: number; readonly value: number } {
  return { rate: rateOf(facts.timebase), value: frameAt(facts.zero, facts.timebase) };
}

/** The tree with gaps where our sounds lie, and without markers of ours and the one named `wish`. */
function without(node: unknown, ours: readonly string[]): unknown {
  if (Array.isArray(node)) {
    return node.filter((one) => !isOurMarker(one)).map((one) => without(one, ours));
  }
  if (typeof node !== "object" || node === null) {
    return node;
  }
  const at = node as Node;
  if (String(at["OTIO_SCHEMA"]).startsWith("Clip.") && playsOurs(at, ours)) {
    return { OTIO_SCHEMA: "Gap.1", source_range: at["source_range"] };
  }
  return Object.fromEntries(Object.entries(at).map(([key, value]) => [key, without(value, ours)]));
}

function isOurMarker(node: unknown): boolean {
  const at = node as Node | null;
  if (typeof at !== "object" || at === null || !String(at["OTIO_SCHEMA"]).startsWith("Marker.")) {
    return false;
  }
  const said = [at["comment"], ...strings(at["metadata"])].map(String);
  return String(at["name"]).trim().toLowerCase() === "wish" || said.some((text) => dataOf(text) !== "");
}

function playsOurs(clip: Node, ours: readonly string[]): boolean {
  const references = [clip["media_reference"], ...Object.values((clip["media_references"] ?? {}) as Node)];
  return references.some((one) => {
    const url = (one as Node | null)?.["target_url"];
    return typeof url === "string" && ours.some((path) => samePath(pathOf(url), path));
  });
}

function strings(node: unknown): string[] {
  if (typeof node === "string") {
    return [node];
  }
  return typeof node === "object" && node !== null ? Object.values(node).flatMap(strings) : [];
}

function pathOf(url: string): string {
  if (!/^file:/i.test(url)) {
    return url;
  }
  const path = decodeURIComponent(url.replace(/^file:\/\/(localhost)?/i, ""));
  return /^\/[A-Za-z]:/.test(path) ? path.slice(1) : path;
}
