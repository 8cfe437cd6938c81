/** Premiere through CEP: everything by ExtendScript, nothing of it believed. */

import { HostError, type CarriedOut, type Host, type OnShare, type Theme } from "../host";
import type { LaidTimeline, PlacementPlan } from "../placement";
import { ReaderHost } from "../premiere/reader_host";
import type { Facts } from "../premiere/reading";
import { endOfAll } from "../premiere/span";
import { ticksAt } from "../premiere/ticks";
import { cepBridge, type CepBridge } from "./bridge";
import { CepReader, type About } from "./reader";
import { Script } from "./script";
import { Stage } from "./stage";
import { themeOf } from "./theme";
import { remembered } from "./tracks";

export { cepBridge };

const THEME_CHANGED = "com.adobe.csxs.events.ThemeColorChanged";
const LOOK_MS = 500;

/** The host of the CEP panel. */
export class CepHost extends ReaderHost implements Host {
  readonly name = "Premiere Pro (CEP)";
  private readonly script: Script;
  private readonly cep: CepReader;

  /** `patienceMs`: how long one step may take. */
  constructor(
    private readonly bridge: CepBridge,
    patienceMs?: number,
  ) {
    const script = new Script(bridge, patienceMs);
    const reader = new CepReader(script);
    super(reader);
    this.script = script;
    this.cep = reader;
  }

  async carryOut(plan: PlacementPlan, planned: LaidTimeline, onShare: OnShare): Promise<CarriedOut> {
    const lying = await this.asPlanned(planned);
    const end = await endOfAll(this.reader, lying.facts);
    return new Stage(this.script, this.cep, lying, end, onShare).carryOut(plan);
  }

  /** Asked twice a second for a number: events come to scripts, and not to panels. */
  onChanged(listener: () => void): () => void {
    let last: string | null = null;
    let ended = false;
    const look = async () => {
      const now = await this.script.call<string>("changes").catch(() => last);
      if (!ended && last !== null && now !== last) {
        listener();
      }
      last = now;
      if (!ended) {
        timer = setTimeout(look, LOOK_MS);
      }
    };
    let timer = setTimeout(look, 0);
    return () => {
      ended = true;
      clearTimeout(timer);
    };
  }

  theme(): Theme {
    return themeOf(this.bridge.hostEnvironment());
  }

  onThemeChanged(listener: () => void): () => void {
    this.bridge.addEventListener(THEME_CHANGED, listener);
    return () => this.bridge.removeEventListener(THEME_CHANGED, listener);
  }

  async openUrl(url: string): Promise<void> {
    if (!/^https?:\/\//.test(url)) {
      throw new HostError("NOT_SUPPORTED", "Only http addresses are opened.");
    }
    this.bridge.openUrl(url);
  }

  soundUrl(path: string): string {
    const slashed = path.replace(/\\/g, "/");
    const escaped = slashed.split("/").map(encodeURIComponent).join("/").replace(/^([A-Za-z])%3A/, "$1:");
    return escaped.startsWith("//") ? `file:${escaped}` : `file://${escaped.startsWith("/") ? "" : "/"}${escaped}`;
  }

  protected about(): Promise<About> {
    return this.cep.about();
  }

  protected remembered(facts: Facts): Promise<ReadonlyMap<string, string>> {
    return remembered(this.script, facts);
  }

  protected putPlayhead(facts: Facts, frame: number): Promise<void> {
    return this.script.call("setPlayhead", facts.id, String(ticksAt(frame, facts.timebase)));
  }
}
