/** The timeline: lanes over one time axis, drawn on canvases, with buttons where something can be done. */
import { batch, effect, useComputed } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { rateOf } from "../api/shapes";
import { lookVersion } from "../state/preferences";
import type { Room } from "../state/room";
import { framesOf } from "../time/frames";
import { following, frameOfX, kept, whole, xOf } from "../time/view";
import { type Colours, coloursNow } from "./colours";
import { CuesLane } from "./cues_lane";
import { drawFeeling, drawFilm, drawRuler, drawScenes, drawSpeech } from "./draw_film";
import { drawHarmony, drawNotes, drawTempo, drawWave } from "./draw_music";
import { listen } from "./gestures";
import { HitsLane } from "./hits_lane";
import { LevelHead, StemHead } from "./heads";
import { Minimap } from "./minimap";
import { Painter } from "./painter";
import { Pen } from "./pen";
import { Tools } from "./tools";

type Draw = (pen: Pen) => void;

export function Timeline({ room }: { room: Room }) {
  const { review, supply } = room;
  const lanes = useRef<HTMLDivElement>(null);
  const tracks = useRef<HTMLDivElement>(null);
  const colours = useRef<Colours | null>(null);
  const seen = useRef(false);
  const painter = useMemo(() => new Painter(() => supply.begin(), () => supply.flush()), [supply]);

  useEffect(() => effect(() => {
    lookVersion.value;
    colours.current = coloursNow();
    painter.request();
  }), [painter]);
  useEffect(() => effect(() => {
    void [review.view.value, review.width.value, review.axis.value, review.edition.value, supply.version.value];
    void [review.cueId.value, review.recordIndex.value];
    painter.request();
  }), [painter, review, supply]);
  useEffect(() => effect(() => {
    const duration = review.transport.duration.value;
    if (review.axis.value !== null && review.width.peek() > 0) {
      review.view.value = seen.current ? kept(review.view.peek(), duration, review.width.peek()) : whole(duration, review.width.peek());
      seen.current = true;
    }
  }), [review]);
  useEffect(() => listen(lanes.current!, review), [review]);
  useEffect(() => {
    const scrolled = () => painter.request();
    lanes.current!.addEventListener("scroll", scrolled, { passive: true });
    addEventListener("scroll", scrolled, { passive: true });
    const sizes = new ResizeObserver(() => {
      if (!lanes.current || !tracks.current) return;
      const width = lanes.current.clientWidth - lanes.current.querySelector<HTMLElement>(".head")!.offsetWidth;
      tracks.current.style.width = `${width}px`;
      fitWidth(room, width, painter, !seen.current);
    });
    sizes.observe(lanes.current!);
    return () => {
      sizes.disconnect();
      removeEventListener("scroll", scrolled);
    };
  }, [room, painter]);

  const draw = (kind: Draw) => (ctx: CanvasRenderingContext2D, width: number, height: number) => {
    const axis = review.axis.peek();
    if (axis === null || colours.current === null) return;
    const edition = review.edition.peek();
    kind(new Pen(ctx, width, height, review.view.peek(), axis, rateOf(axis), colours.current, supply,
      (rest) => review.address(rest, edition), review.cueId.peek()));
  };
  const lane = (name: string, note: string, style: string, kind: Draw | null, children?: ComponentChildren, head?: ComponentChildren) => (
    <Lane key={name} name={name} note={note} style={style} painter={painter} draw={kind && draw(kind)} head={head}>{children}</Lane>
  );
  const axis = review.axis.value;
  const record = useComputed(() => review.recordIndex.value);
  return (
    <section class="timeline" aria-label="Timeline">
      <Tools room={room} />
      <div class="mini-row"><div class="head"><small>whole film</small></div><Minimap review={review} /></div>
      <div class="stage"><div class="lanes" ref={lanes}>
        {lane("", "", "ruler", drawRuler)}
        {lane("Picture", axis ? `${axis.cuts.length} cuts` : "", "film", drawFilm)}
        {lane("Speech", axis && axis.speech.length > 0 ? `${axis.speech.length} stretches` : "none", "speech", drawSpeech, null,
          <LevelHead name="Film sound" level={review.mixer.film} muted={review.mixer.filmMuted} />)}
        {lane("Scenes", axis ? `${axis.records.length} records` : "", "scenes", (pen) => drawScenes(pen, record.peek()),
          <SceneTargets room={room} />)}
        {lane("Feeling", "tension · valence · arousal", "feeling", drawFeeling, null, <FeelingHead />)}
        {lane("Cues", axis ? `${axis.cues.length}` : "", "cues", null, <CuesLane review={review} />)}
        {lane("Hit points", axis ? `${axis.cues.reduce((sum, cue) => sum + cue.hits.length, 0)}` : "", "hits", null, <HitsLane review={review} />)}
        {lane("Tempo, bars", "", "tempo", drawTempo)}
        {lane("Harmony", "", "harmony", drawHarmony)}
        {lane("Notes", "", "notes", drawNotes)}
        {review.stems.value.map((stem) =>
          lane(stem, "", "wave", (pen) => drawWave(pen, stem), null, <StemHead stem={stem} review={review} />))}
      </div><div class="over" ref={tracks}><Over room={room} /></div></div>
    </section>
  );
}

interface LaneProps {
  name: string;
  note: string;
  style: string;
  painter: Painter;
  draw: ((ctx: CanvasRenderingContext2D, width: number, height: number) => void) | null;
  head: ComponentChildren;
  children: ComponentChildren;
}

function Lane({ name, note, style, painter, draw, head, children }: LaneProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const newest = useRef(draw);
  newest.current = draw;
  useEffect(() => {
    if (!canvas.current) return undefined;
    return painter.add({ canvas: canvas.current, draw: (ctx, width, height) => newest.current?.(ctx, width, height) });
  }, [painter, draw === null]);
  return (
    <div class={`lane ${style}`} role="group" aria-label={name || "Timecode"}>
      <div class="head">{head ?? <><b>{name}</b><small>{note}</small></>}</div>
      <div class="track">{draw && <canvas ref={canvas} aria-hidden="true" />}{children}</div>
    </div>
  );
}

function FeelingHead() {
  return <><b>Feeling</b><small class="keys"><i class="tension">tension</i> <i class="valence">valence</i> <i class="arousal">arousal</i></small></>;
}

/** Presses on scene records. */
function SceneTargets({ room }: { room: Room }) {
  const { review } = room;
  const choose = (event: MouseEvent) => {
    const x = event.clientX - (event.currentTarget as HTMLElement).getBoundingClientRect().left;
    const frame = frameOfX(review.view.peek(), x);
    const index = review.axis.peek()?.records.findIndex((record) => record.start <= frame && frame < record.end) ?? -1;
    if (index < 0) return;
    review.recordIndex.value = index;
    room.tab.value = "scene";
  };
  return <div class="targets" onClick={choose} />;
}

/** What lies over all lanes: the playhead, the marks, the loop. */
function Over({ room }: { room: Room }) {
  const { review } = room;
  const head = useRef<HTMLDivElement>(null);
  useEffect(() => effect(() => {
    const { sample, rate, playing, duration } = review.transport;
    const frame = framesOf(sample.value, rate.value);
    if (playing.value) review.view.value = following(review.view.peek(), frame, duration.value, review.width.value);
    if (head.current) head.current.style.transform = `translateX(${xOf(review.view.value, frame).toFixed(2)}px)`;
  }), [review]);
  const { in: start, out: end } = review.marks.value;
  const loop = review.transport.loop.value;
  const rate = review.transport.rate.value;
  const view = review.view.value;
  const span = (name: string, from: number, to: number) => (
    <div class={name} style={{ transform: `translateX(${xOf(view, from)}px)`, width: `${Math.max((to - from) / view.perPx, 1)}px` }} />
  );
  return (
    <>
      {start !== null && end !== null && span("marked", start, end)}
      {start !== null && end === null && span("marked open", start, start)}
      {loop !== null && span("looped", framesOf(loop.from, rate), framesOf(loop.to, rate))}
      <div class="playhead" ref={head} />
    </>
  );
}

/** Keeps what is shown when the window changes its width; the first time, shows all. */
function fitWidth(room: Room, width: number, painter: Painter, first: boolean): void {
  const { review } = room;
  if (width > 0 && width !== review.width.peek()) {
    const duration = review.transport.duration.peek();
    batch(() => {
      review.width.value = width;
      review.view.value = first ? whole(duration, width) : kept(review.view.peek(), duration, width);
    });
  }
  painter.request();
}
