/** What both doors into Premiere do the same way: all that is only read. */

import { HostError, type EditText, type HostState, type OnShare, type Playhead, type ScoredRange } from "../host";
import type { LaidTimeline } from "../placement";
import { described } from "./describing";
import { activeFacts, playheadFrame, readLying, sameLying, type Lying } from "./lying";
import { otioOf } from "./otio";
import type { Facts, Reader } from "./reading";
import { endOfAll, rangeOf } from "./span";
import { walk } from "./walk";

/** The reading half of a host. */
export abstract class ReaderHost {
  readonly playhead: Playhead = {
    get: () => this.playheadAt(),
    set: (frame) => this.putPlayheadSeen(frame),
  };

  constructor(protected readonly reader: Reader) {}

  /** Version of the program and name of the project; empty where none is told. */
  protected abstract about(): Promise<{ readonly version: string; readonly project: string }>;

  /** Which empty tracks are ours: id to name. */
  protected abstract remembered(facts: Facts): Promise<ReadonlyMap<string, string>>;

  /** Puts the playhead on a frame of the active sequence. */
  protected abstract putPlayhead(facts: Facts, frame: number): Promise<void>;

  async describe(): Promise<HostState> {
    try {
      const { version, project } = await this.about();
      const facts = await this.reader.active();
      return described(version, project, facts, facts === null ? 0n : await endOfAll(this.reader, facts));
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error);
      return { version: "", project: "", sequence: null, missing: [said] };
    }
  }

  async range(): Promise<ScoredRange> {
    return rangeOf(this.reader, await activeFacts(this.reader));
  }

  async readEdit(onShare: OnShare, signal?: AbortSignal): Promise<EditText> {
    const facts = await activeFacts(this.reader);
    const [walked, nested] = await walk(this.reader, facts, onShare, signal);
    return { otio: otioOf(walked, nested), name: facts.name };
  }

  async lying(): Promise<LaidTimeline> {
    return (await this.read()).laid;
  }

  /** The sequence as it lies, if it lies as it was planned for. */
  protected async asPlanned(planned: LaidTimeline): Promise<Lying> {
    const lying = await this.read();
    if (!sameLying(planned, lying.laid)) {
      const said = "The sequence changed in the meantime, or another one is open; try again.";
      throw new HostError("TIMELINE_CHANGED", said);
    }
    return lying;
  }

  protected async read(): Promise<Lying> {
    const facts = await activeFacts(this.reader);
    return readLying(this.reader, facts, await this.remembered(facts));
  }

  private async playheadAt(): Promise<number> {
    const facts = await activeFacts(this.reader);
    return playheadFrame(this.reader, facts, await endOfAll(this.reader, facts));
  }

  private async putPlayheadSeen(frame: number): Promise<void> {
    await this.putPlayhead(await activeFacts(this.reader), frame);
    if ((await this.playheadAt()) !== frame) {
      throw new HostError("HOST_REFUSED", "Premiere did not move the playhead.");
    }
  }
}
