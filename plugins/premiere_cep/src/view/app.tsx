/** The whole panel, from top to bottom. */

import type { Panel } from "../panel/panel";
import type { PanelState } from "../panel/state";
import { Actions } from "./actions";
import { Doctor } from "./doctor";
import { Header } from "./header";
import { Music } from "./music";
import { NoticeStrip, UnplacedStrip } from "./notice";
import { OrderForm } from "./order";
import { PlanView } from "./plan";
import { Sound } from "./sound";
import { WorkStrip } from "./work";

/** What every part is given. */
export interface Props {
  readonly panel: Panel;
  readonly state: PanelState;
}

export function App({ panel, state }: Props) {
  const parts = { panel, state };
  return (
    <div class="panel">
      <Header {...parts} />
      <div class="strips" aria-live="polite">
        <WorkStrip {...parts} />
        <NoticeStrip {...parts} />
        <UnplacedStrip {...parts} />
      </div>
      <main class="body">
        {state.doctorShown && <Doctor {...parts} />}
        <OrderForm {...parts} />
        <PlanView {...parts} />
        <Music {...parts} />
      </main>
      <Actions {...parts} />
      <Sound {...parts} />
    </div>
  );
}
