/** Starts the page. */
import { render } from "preact";
import { Door } from "./api/door";
import { enter, leave } from "./api/session";
import { App, Lost, lost, room } from "./app";
import { Jobs } from "./state/jobs";
import { keepLook } from "./state/preferences";

/** What tests and measurements may read. */
interface Told {
  readonly drift: object;
  readonly reading: () => object;
}

declare global {
  interface Window {
    ningbgm: Told;
  }
}

async function start(): Promise<void> {
  keepLook();
  const page = document.getElementById("page")!;
  const session = await enter().catch(() => null);
  if (session === null) return render(<Lost />, page);
  const door = new Door(session, () => {
    leave();
    lost.value = true;
  });
  render(<App door={door} jobs={new Jobs(door)} />, page);
}

window.ningbgm = {
  get drift() {
    return room.peek()?.drift.read() ?? {};
  },
  reading: () => {
    const here = room.peek();
    if (here === null) return {};
    const { transport, player } = here.review;
    return {
      frame: transport.frame.peek(), sample: transport.sample.peek(), playing: transport.playing.peek(),
      peak: player.desk.peak(), heard: here.review.heard.peek(), edition: here.review.edition.peek(),
      sounds: player.sounds, sound_bytes: player.kept, supply: here.supply.sizes, view: here.review.view.peek(),
    };
  },
};

void start();
