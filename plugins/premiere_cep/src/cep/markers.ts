/** Markers of ours: written, and taken away. */

import { HostError } from "../host";
import type { CueMarker } from "../placement";
import type { Ledger } from "../premiere/ledger";
import { commentOf, MARKER_COLOUR } from "../premiere/marking";
import type { Facts, Marker } from "../premiere/reading";
import { frameAt, secondsOf, ticksAt } from "../premiere/ticks";
import type { CepReader } from "./reader";
import type { Script } from "./script";

/** The markers of one sequence for the time of one plan. */
export class Markers {
  constructor(
    private readonly script: Script,
    private readonly reader: CepReader,
    private readonly facts: Facts,
    private readonly ledger: Ledger,
  ) {}

  /** Takes a marker away. */
  async remove(marker: Marker): Promise<void> {
    await this.ledger.bring({
      name: `the marker ${marker.name} is still there`,
      holds: async () => !(await this.there()).some((one) => one.id === marker.id),
      act: () => this.script.call("deleteMarker", this.facts.id, marker.id),
      undone: async () => (await this.there()).some((one) => same(one, marker)),
      undo: () => this.make(frameAt(marker.start, this.facts.timebase), marker.name, marker.comment, marker.colour),
    });
  }

  /** Writes a marker, on the next free frame where another one stands already; `data` as it is to be read again. */
  async write(marker: CueMarker, data: string): Promise<void> {
    const comment = commentOf(marker.note, data);
    const before = await this.there();
    const taken = new Set(before.map((one) => frameAt(one.start, this.facts.timebase)));
    let frame = marker.frame;
    while (taken.has(frame) && frame + 1 < marker.endFrame) {
      frame += 1;
    }
    const fresh = async () => this.unknown(before, frame);
    await this.ledger.bring({
      name: `the marker ${marker.name}`,
      holds: async () => (await fresh()).some((one) => one.name === marker.name && one.comment === comment),
      act: () => this.make(frame, marker.name, comment, MARKER_COLOUR, before),
      undone: async () => (await fresh()).length === 0,
      undo: async () => {
        for (const one of await fresh()) {
          await this.script.call("deleteMarker", this.facts.id, one.id);
        }
      },
    });
  }

  /** Makes a marker, or fills one that a first try left empty. */
  private async make(
    frame: number,
    name: string,
    comment: string,
    colour: number | null,
    before?: readonly Marker[],
  ): Promise<void> {
    const [begun] = before === undefined ? [] : await this.unknown(before, frame);
    const known = await this.there();
    if (begun === undefined) {
      await this.script.call("createMarker", this.facts.id, secondsOf(ticksAt(frame, this.facts.timebase)));
    }
    const [made] = begun === undefined ? await this.unknown(known, frame) : [begun];
    if (made === undefined) {
      throw new HostError("HOST_REFUSED", "no marker came");
    }
    await this.script.call("writeMarker", this.facts.id, made.id, name, comment, colour);
  }

  /** Markers on a frame that were not there before and hold nothing of anybody else's. */
  private async unknown(before: readonly Marker[], frame: number): Promise<readonly Marker[]> {
    const known = new Set(before.map((one) => one.id));
    return (await this.there()).filter(
      (one) => !known.has(one.id) && frameAt(one.start, this.facts.timebase) === frame,
    );
  }

  private there(): Promise<readonly Marker[]> {
    return this.reader.markers(this.facts);
  }
}

function same(a: Marker, b: Marker): boolean {
  return a.start === b.start && a.name === b.name && a.comment === b.comment;
}
