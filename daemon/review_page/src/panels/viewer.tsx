/** The picture, the clock under it, and the transport. */
import { effect, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { Picture } from "../api/shapes";
import { Follower } from "../picture/follower";
import { complain } from "../state/notices";
import type { Room } from "../state/room";
import { timecode } from "../time/timecode";
import { nextHit } from "../state/hits";
import { errorWords } from "../lanes/hits_lane";

export function Viewer({ room }: { room: Room }) {
  const { review } = room;
  const picture = useSignal<Picture | null>(null);
  const video = useRef<HTMLVideoElement>(null);
  const edition = review.edition.value;
  const shape = pictureKey(room);
  useEffect(() => {
    if (edition === null) return undefined;
    let asked = true;
    const ask = async () => {
      const told = await room.door.json<Picture>(review.address("picture", edition));
      if (!asked) return;
      picture.value = told;
      if (told.state === "making") setTimeout(() => asked && void ask().catch(complain), 700);
    };
    void ask().catch(complain);
    return () => (asked = false);
  }, [shape]);
  const url = picture.value?.state === "ready" ? room.door.media(picture.value.url) : null;
  useEffect(() => {
    if (url === null || !video.current) return undefined;
    const { num, den } = review.transport.rate.peek();
    const follower = new Follower(video.current, review.player, room.drift, den / num, () => review.transport.speed.peek());
    const stop = effect(() => follower.attend(lastFrame(room)));
    let turning = requestAnimationFrame(function turn() {
      follower.attend(lastFrame(room, true));
      turning = requestAnimationFrame(turn);
    });
    return () => {
      stop();
      cancelAnimationFrame(turning);
      follower.stop();
    };
  }, [url]);
  return (
    <div class="viewer">
      <div class="screen">
        {url !== null && <video ref={video} key={url} src={url} muted playsInline preload="auto" aria-label="The film" />}
        {picture.value !== null && url === null && <PictureState picture={picture.value} />}
        <Heard room={room} />
      </div>
      <Transport room={room} />
    </div>
  );
}

/** Editions whose edits are the same share one picture. */
function pictureKey(room: Room): string {
  const axis = room.review.axis.value;
  if (axis === null) return "";
  return `${axis.title}|${axis.duration_frames}|${axis.rate.join("/")}|${axis.cuts.map((cut) => cut.frame).join(",")}`;
}

function lastFrame(room: Room, now = false): number {
  const { frame, duration } = room.review.transport;
  return Math.min(now ? frame.peek() : frame.value, duration.peek() - 1);
}

function PictureState({ picture }: { picture: Picture }) {
  return (
    <div class="picture-state" role="status">
      <p>{picture.sentence || (picture.state === "making" ? "The picture is being made ready." : "No picture.")}</p>
      {picture.state === "making" && <progress value={picture.share} max={1} aria-label="Picture being made" />}
    </div>
  );
}

/** What is heard, in plain words over the picture, while two are compared. */
function Heard({ room }: { room: Room }) {
  const { editions, heard, axis } = room.review;
  if (editions.value.B === null) return null;
  const edition = editions.value[heard.value]!;
  const variations = axis.value?.variations ?? 1;
  return (
    <div class={`heard side-${heard.value}`} role="status">
      <b>{heard.value}</b> revision {edition.revision}{variations > 1 && ` · variation ${edition.variation}`}
    </div>
  );
}

function Transport({ room }: { room: Room }) {
  const { transport } = room.review;
  const playing = transport.playing.value;
  const speed = transport.speed.value;
  return (
    <div class="transport" role="toolbar" aria-label="Transport">
      <button type="button" aria-label="To the start" title="To the start (Home)" onClick={() => transport.seek(0)}><Icon path="M3 3h2v10H3zM13 3v10L6 8z" /></button>
      <button type="button" aria-label="Hit before" title="Hit before (↑)" onClick={() => nextHit(room.review, -1)}><Icon path="M9 3v10L2 8zM14 3v10L9 8.6z" /></button>
      <button type="button" class="play" aria-label={playing ? "Pause" : "Play"} title="Play or pause (Space)" onClick={() => transport.toggle()}>
        <Icon path={playing ? "M4 3h3v10H4zM9 3h3v10H9z" : "M4 2.5v11l9-5.5z"} />
      </button>
      <button type="button" aria-label="Next hit" title="Next hit (↓)" onClick={() => nextHit(room.review, 1)}><Icon path="M7 3v10l7-5zM2 3v10l5-4.4z" /></button>
      <button type="button" aria-label="To the end" title="To the end (End)" onClick={() => transport.seek(transport.duration.value)}><Icon path="M11 3h2v10h-2zM3 3v10l7-5z" /></button>
      <Clock room={room} />
      {speed !== 1 && <span class="speed">{speed > 0 ? "" : "−"}{Math.abs(speed)}×{speed > 2 || speed < 0 ? " silent" : ""}</span>}
      <span class="spring" />
      <HitReadout room={room} />
      <Meter room={room} />
    </div>
  );
}

/** Timecode of the playhead; written past the virtual tree, as it changes with every picture. */
function Clock({ room }: { room: Room }) {
  const text = useRef<HTMLOutputElement>(null);
  useEffect(() => effect(() => {
    const { frame, rate } = room.review.transport;
    const start = room.review.axis.value?.start_frame ?? 0;
    if (text.current) text.current.textContent = timecode(frame.value + start, rate.value);
  }), [room]);
  return <output class="clock" ref={text} aria-label="Timecode" aria-live="off" />;
}

/** The selected hit and how far its onset is from its frame. */
function HitReadout({ room }: { room: Room }) {
  const { review } = room;
  const hit = review.cue.value?.hits.find((other) => other.frame === review.hitFrame.value);
  if (!hit) return null;
  const { num, den } = review.transport.rate.value;
  const frames = Math.abs(((hit.error_ms ?? 0) / 1000) * num) / den;
  return <span class={`readout ${frames <= 1 ? "good" : "bad"}`} title={hit.reason}>{hit.kind} hit {errorWords(hit, num / den)}</span>;
}

function Meter({ room }: { room: Room }) {
  const bar = useRef<HTMLDivElement>(null);
  useEffect(() => {
    let shown = -1;
    let turning = requestAnimationFrame(function turn() {
      const playing = room.review.transport.playing.peek();
      const peak = playing ? room.review.player.desk.peak() : 0;
      const db = 20 * Math.log10(Math.max(peak, 1e-4));
      const share = Math.max(0, (db + 54) / 54, shown - 0.02);
      if (bar.current && Math.abs(share - shown) > 0.002) bar.current.style.transform = `scaleX(${share.toFixed(3)})`;
      shown = share;
      turning = requestAnimationFrame(turn);
    });
    return () => cancelAnimationFrame(turning);
  }, [room]);
  return <div class="meter" aria-hidden="true"><div ref={bar} /></div>;
}

export function Icon({ path }: { path: string }) {
  return <svg viewBox="0 0 16 16" aria-hidden="true"><path d={path} /></svg>;
}
