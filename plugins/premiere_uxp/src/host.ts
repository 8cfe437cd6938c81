/** Premiere through UXP: one undoable transaction for the timeline, seen afterwards. */

import { HostError, type CarriedOut, type EditText, type Host, type OnShare, type Theme } from "../../premiere_cep/src/host";
import type { LaidTimeline, PlacementPlan } from "../../premiere_cep/src/placement";
import { activeFacts } from "../../premiere_cep/src/premiere/lying";
import { ReaderHost } from "../../premiere_cep/src/premiere/reader_host";
import type { Facts } from "../../premiere_cep/src/premiere/reading";
import { endOfAll } from "../../premiere_cep/src/premiere/span";
import { ticksAt } from "../../premiere_cep/src/premiere/ticks";
import { exportedNatively, type Scratch } from "./exporting";
import type { Premiere } from "./ppro";
import { guarded, UxpReader } from "./reader";
import { Stage } from "./stage";
import { remembered } from "./tracks";

const USUAL: Theme = { background: "#232323", text: "#d6d6d6", accent: "#2d8ceb", fontSizePx: 12 };
/** A change is told at most so often. */
const PACE_MS = 500;

/** What is used of UXP itself; `surroundings` in `main.tsx` is the real one. */
export interface Surroundings {
  /** Version of Premiere. */
  readonly version: string;
  /** Files for a moment; null where none can be made. */
  readonly scratch: Scratch | null;
  openUrl(url: string): Promise<void>;
  theme(): Theme | null;
  onThemeChanged(listener: () => void): () => void;
}

/** The host of the UXP panel. */
export class UxpHost extends ReaderHost implements Host {
  readonly name = "Premiere Pro (UXP)";
  private readonly uxp: UxpReader;

  constructor(
    private readonly ppro: Premiere,
    private readonly around: Surroundings,
  ) {
    const reader = new UxpReader(ppro);
    super(reader);
    this.uxp = reader;
  }

  /** Premiere's own export where there is one (26.2), else the walk. */
  override async readEdit(onShare: OnShare, signal?: AbortSignal): Promise<EditText> {
    const facts = await activeFacts(this.reader);
    const native = await exportedNatively(this.ppro, this.uxp, facts, this.around.scratch);
    return native === null ? super.readEdit(onShare, signal) : { otio: native, name: facts.name };
  }

  async carryOut(plan: PlacementPlan, planned: LaidTimeline, onShare: OnShare): Promise<CarriedOut> {
    const lying = await this.asPlanned(planned);
    const project = await this.uxp.project();
    if (project === null) {
      throw new HostError("NO_SEQUENCE", "No project is open; open one.");
    }
    const end = await endOfAll(this.reader, lying.facts);
    return new Stage(this.ppro, project, this.uxp, lying, end, onShare).carryOut(plan);
  }

  onChanged(listener: () => void): () => void {
    const events = this.ppro.EventManager;
    let timer: ReturnType<typeof setTimeout> | null = null;
    const heard = () => {
      timer ??= setTimeout(() => {
        timer = null;
        listener();
      }, PACE_MS);
    };
    const { SequenceEvent, AudioTrackEvent, VideoTrackEvent, ProjectEvent } = this.ppro.Constants;
    const names = [SequenceEvent, AudioTrackEvent, VideoTrackEvent, ProjectEvent].flatMap((one) => Object.values(one ?? {}));
    names.forEach((name) => events?.addGlobalEventListener(name, heard));
    return () => {
      names.forEach((name) => events?.removeGlobalEventListener(name, heard));
      if (timer !== null) {
        clearTimeout(timer);
      }
    };
  }

  theme(): Theme {
    return this.around.theme() ?? USUAL;
  }

  onThemeChanged(listener: () => void): () => void {
    return this.around.onThemeChanged(listener);
  }

  async openUrl(url: string): Promise<void> {
    if (!/^https?:\/\//.test(url)) {
      throw new HostError("NOT_SUPPORTED", "Only http addresses are opened.");
    }
    await guarded(() => this.around.openUrl(url));
  }

  soundUrl(path: string): string {
    const slashed = path.replace(/\\/g, "/");
    const escaped = slashed.split("/").map(encodeURIComponent).join("/").replace(/^([A-Za-z])%3A/, "$1:");
    return escaped.startsWith("//") ? `file:${escaped}` : `file://${escaped.startsWith("/") ? "" : "/"}${escaped}`;
  }

  protected async about(): Promise<{ readonly version: string; readonly project: string }> {
    const project = await this.uxp.project();
    return { version: this.around.version, project: project?.name ?? "" };
  }

  protected remembered(facts: Facts): Promise<ReadonlyMap<string, string>> {
    return remembered(this.ppro, this.uxp, facts);
  }

  protected async putPlayhead(facts: Facts, frame: number): Promise<void> {
    const time = this.ppro.TickTime.createWithTicks(String(ticksAt(frame, facts.timebase)));
    await guarded(async () => this.uxp.sequence(facts).setPlayerPosition(time));
  }
}
