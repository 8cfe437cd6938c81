/** The page: the list of scores, one score, or the word that its session is over. */
import { effect, signal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Door } from "./api/door";
import { Timeline } from "./lanes/timeline";
import { Help } from "./panels/help";
import { Notices } from "./panels/notices";
import { Scores } from "./panels/scores";
import { Side } from "./panels/side";
import { Splitter } from "./panels/splitter";
import { TopBar } from "./panels/top_bar";
import { Viewer } from "./panels/viewer";
import type { Jobs } from "./state/jobs";
import { press, watchFocus } from "./state/keys";
import { complain } from "./state/notices";
import { readPlace, writePlace } from "./state/place";
import { Room } from "./state/room";

/** Whether the daemon no longer knows this page. */
export const lost = signal(false);
/** The score that is open. */
export const room = signal<Room | null>(null);

export function App({ door, jobs }: { door: Door; jobs: Jobs }) {
  useEffect(() => {
    void jobs.refresh().catch(complain);
    const place = readPlace(location.hash);
    if (place.score !== null) enterRoom(door, jobs, place.score);
  }, [door, jobs]);
  if (lost.value) return <Lost />;
  return (
    <>
      {room.value === null ? <Scores door={door} jobs={jobs} open={(id) => enterRoom(door, jobs, id)} /> : <Reviewing key={room.value.review.id} room={room.value} />}
      <Notices />
    </>
  );
}

/** What is shown where nobody is let in. */
export function Lost() {
  return (
    <main class="lost">
      <h1>This page is no longer connected.</h1>
      <p>The daemon was started anew, or the page was open for longer than twelve hours. Nothing is lost. Run this again:</p>
      <pre>ningbgm review</pre>
    </main>
  );
}

function Reviewing({ room: here }: { room: Room }) {
  useEffect(() => {
    const key = (event: KeyboardEvent) => {
      if (!event.defaultPrevented && press(here, event)) event.preventDefault();
    };
    addEventListener("keydown", key);
    const forget = keepPlace(here);
    const unwatch = watchFocus();
    let turning = requestAnimationFrame(function turn() {
      here.review.transport.tick();
      turning = requestAnimationFrame(turn);
    });
    return () => {
      removeEventListener("keydown", key);
      forget();
      unwatch();
      cancelAnimationFrame(turning);
    };
  }, [here]);
  return (
    <div class="reviewing">
      <TopBar room={here} scores={() => leaveRoom()} />
      <main class="upper"><Viewer room={here} /><Side room={here} /></main>
      <Splitter />
      <Timeline room={here} />
      <Help room={here} />
    </div>
  );
}

function enterRoom(door: Door, jobs: Jobs, id: string): void {
  const opened = new Room(door, jobs, id);
  const place = readPlace(location.hash);
  const known = place.score === id ? place : { score: id, revision: null, variation: 1, frame: 0 };
  room.value = opened;
  opened.review.open(known).catch((error: unknown) => {
    complain(error);
    leaveRoom();
  });
}

function leaveRoom(): void {
  const here = room.value;
  here?.review.transport.pause();
  void here?.review.player.close();
  room.value = null;
  history.replaceState(null, "", "#");
}

/** Keeps score, revision and frame in the address; written when the playhead rests. */
function keepPlace(here: Room): () => void {
  let waiting: ReturnType<typeof setTimeout> | undefined;
  const stop = effect(() => {
    const edition = here.review.edition.value;
    const frame = here.review.transport.frame.value;
    if (edition === null) return;
    clearTimeout(waiting);
    const present = edition.revision === here.review.presentRevision() ? null : edition.revision;
    const place = { score: here.review.id, revision: present, variation: edition.variation, frame };
    waiting = setTimeout(() => history.replaceState(null, "", writePlace(place)), 300);
  });
  return () => {
    clearTimeout(waiting);
    stop();
  };
}
