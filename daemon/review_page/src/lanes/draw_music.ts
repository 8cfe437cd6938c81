/** The lanes that show the music: tempo, harmony, notes and sound. */
import type { Bar, Cue } from "../api/shapes";
import { SAMPLE_RATE, fps } from "../time/frames";
import { firstFrom } from "../time/view";
import { stemColour } from "./colours";
import { TILE_PAIRS, peakLevel, samplesAt, tilesOf } from "./levels";
import { BOLD, type Pen } from "./pen";

/** Narrowest cue of which more than a block is drawn. */
const LEAST_PX = 24;

/** Height by size of a sample, 0 to 127: quiet sound is drawn larger than it is, so that it can be seen. */
const SEEN = Array.from({ length: 129 }, (_, size) => Math.min(1, size / 127) ** 0.6);

/** The cues that are on the screen. */
function shown(pen: Pen): Cue[] {
  return pen.axis.cues.filter((cue) => cue.end >= pen.from && cue.start <= pen.to);
}

/** Bars with their numbers, and the tempo as a line. */
export function drawTempo(pen: Pen): void {
  const { ctx, height, colours } = pen;
  for (const cue of shown(pen)) {
    const bars = cue.bars;
    if (bars.length === 0 || width(pen, cue) < LEAST_PX) continue;
    const tempi = bars.map((bar) => bar[4]);
    const low = Math.min(...tempi);
    const span = Math.max(Math.max(...tempi) - low, 2);
    const y = (bpm: number) => height - 6 - ((height - 20) * (bpm - low)) / span;
    const first = Math.max(0, firstFrom(bars, firstSample(pen, cue), startOf) - 1);
    const apart = ((bars.at(-1)![0] - bars[0]![0]) / Math.max(1, bars.length - 1)) || SAMPLE_RATE;
    const every = Math.max(1, 2 ** Math.ceil(Math.log2(26 / Math.max(pen.xs(apart) - pen.xs(0), 0.01))));
    ctx.beginPath();
    for (let index = first; index < bars.length; index++) {
      const [start, number, , , bpm] = bars[index]!;
      const x = pen.xs(cue.start_sample + start);
      const next = pen.xs(cue.start_sample + (bars[index + 1]?.[0] ?? cue.sample_count));
      if (x > pen.width) break;
      ctx.moveTo(x, y(bpm));
      ctx.lineTo(next, y(bpm));
      if (number % every !== 0 && every > 1 && number !== 1) continue;
      ctx.fillStyle = colours.line;
      ctx.fillRect(Math.round(x), 0, 1, height);
      pen.text(String(number), x + 3, 10, Math.max(next - x, 24), colours.soft);
      if (next - x > 74) pen.text(`${bpm.toFixed(1)}`, x + 22, 10, 44, colours.dim);
      beats(pen, bars[index]!, x, next);
    }
    ctx.strokeStyle = colours.arousal;
    ctx.lineWidth = 1.4;
    ctx.stroke();
  }
}

function beats(pen: Pen, bar: Bar, left: number, right: number): void {
  if (right - left < 60) return;
  pen.ctx.fillStyle = pen.colours.faint;
  for (let beat = 1; beat < bar[2]; beat++) {
    pen.ctx.fillRect(Math.round(left + ((right - left) * beat) / bar[2]), pen.height - 6, 1, 6);
  }
}

/** Sections above, chords below. */
export function drawHarmony(pen: Pen): void {
  const { ctx, height, colours } = pen;
  for (const cue of shown(pen)) {
    if (width(pen, cue) < LEAST_PX) continue;
    for (const section of cue.sections) {
      const left = pen.xs(cue.start_sample + section.start_sample);
      const right = pen.xs(cue.start_sample + section.end_sample);
      if (right < 0 || left > pen.width) continue;
      ctx.fillStyle = colours.harmony;
      ctx.globalAlpha = 0.22 + 0.35 * (section.intensity ?? 0.4);
      ctx.fillRect(left, 1, right - left - 1, 15);
      ctx.globalAlpha = 1;
      const name = [section.name, section.theme].filter(Boolean).join(" · ");
      pen.text(name, Math.max(left, 0) + 5, 12, right - Math.max(left, 0) - 8, colours.text, BOLD);
    }
    cue.chords.forEach(([start, name], index) => {
      const left = pen.xs(cue.start_sample + start);
      const right = pen.xs(cue.start_sample + (cue.chords[index + 1]?.[0] ?? cue.sample_count));
      if (right < 0 || left > pen.width) return;
      ctx.fillStyle = colours.line;
      if (right - left > 6) ctx.fillRect(Math.round(left), 18, 1, height - 18);
      pen.text(name, left + 4, height - 6, right - left - 5, colours.soft);
    });
  }
}

/** A piano roll over the range that is used. */
export function drawNotes(pen: Pen): void {
  const { ctx, height, colours } = pen;
  for (const cue of shown(pen)) {
    if (width(pen, cue) < LEAST_PX * 2) {
      block(pen, cue, colours.faint);
      continue;
    }
    const notes = pen.supply.notesOf(pen.address(`notes/${cue.cue_id}`));
    if (!notes) continue;
    const pitches = notes.parts.flatMap((part) => (part.stem === "drums" ? [] : part.notes.map((note) => note[2])));
    const low = Math.min(...pitches, 60) - 1;
    const span = Math.max(...pitches, 61) + 1 - low;
    const tall = Math.max(1.5, Math.min(5, (height - 6) / span));
    octaves(pen, cue, low, span);
    const from = firstSample(pen, cue);
    const end = (pen.to * SAMPLE_RATE) / fps(pen.rate) - cue.start_sample;
    for (const part of notes.parts) {
      ctx.fillStyle = stemColour(colours, part.stem);
      for (const [start, length, pitch, velocity] of part.notes) {
        if (start > end || start + length < from) continue;
        const x = pen.xs(cue.start_sample + start);
        const y = height - 3 - ((height - 6) * (pitch - low)) / span;
        ctx.globalAlpha = 0.35 + (0.65 * velocity) / 127;
        ctx.fillRect(x, Math.min(Math.max(y - tall / 2, 0), height - tall), Math.max(1.2, pen.xs(cue.start_sample + start + length) - x - 0.5), tall);
      }
    }
    ctx.globalAlpha = 1;
  }
}

function octaves(pen: Pen, cue: Cue, low: number, span: number): void {
  const { ctx, height, colours } = pen;
  const left = Math.max(pen.x(cue.start), 0);
  const right = Math.min(pen.x(cue.end), pen.width);
  for (let pitch = Math.ceil(low / 12) * 12; pitch < low + span; pitch += 12) {
    const y = Math.round(height - 3 - ((height - 6) * (pitch - low)) / span);
    ctx.fillStyle = colours.faint;
    ctx.fillRect(left, y, right - left, 1);
    pen.text(`C${pitch / 12 - 1}`, left + 3, y - 1, 30, colours.dim);
  }
}

/** The sound of a stem, as high as it is loud. */
export function drawWave(pen: Pen, stem: string): void {
  const colour = stemColour(pen.colours, stem);
  for (const cue of shown(pen)) {
    if (!cue.stems.includes(stem)) continue;
    if (width(pen, cue) < LEAST_PX) block(pen, cue, colour, 0.4);
    else wave(pen, cue, stem, colour);
  }
}

function wave(pen: Pen, cue: Cue, stem: string, colour: string): void {
  const { ctx, height, view } = pen;
  const perPx = (view.perPx * SAMPLE_RATE) / fps(pen.rate);
  const level = peakLevel(perPx);
  const size = samplesAt(level);
  const count = Math.ceil(cue.sample_count / size);
  const from = Math.max(0, firstSample(pen, cue) / size - 1);
  const end = Math.min(count, ((pen.to * SAMPLE_RATE) / fps(pen.rate) - cue.start_sample) / size + 2);
  const address = pen.address(`peaks/${cue.cue_id}/${stem}`);
  const middle = height / 2;
  ctx.fillStyle = pen.colours.faint;
  const left = Math.max(pen.x(cue.start), 0);
  ctx.fillRect(left, Math.round(middle), Math.min(pen.x(cue.end), pen.width) - left, 1);
  ctx.fillStyle = colour;
  ctx.beginPath();
  for (const tile of tilesOf(from, end, TILE_PAIRS, count)) {
    const pairs = pen.supply.peakTile(address, level, tile);
    if (!pairs) continue;
    const first = Math.max(0, Math.floor(from - tile * TILE_PAIRS));
    const last = Math.min(pairs.length / 2, Math.ceil(end - tile * TILE_PAIRS));
    columns(pen, cue, pairs, first, last, tile * TILE_PAIRS, size);
  }
  ctx.fill();
}

/** One column a pixel, of the least and the greatest of the pairs in it. */
function columns(pen: Pen, cue: Cue, pairs: Int8Array, first: number, last: number, base: number, size: number): void {
  const { ctx, height } = pen;
  const middle = height / 2;
  const room = height / 2 - 2;
  const perPair = pen.xs(size) - pen.xs(0);
  const origin = pen.xs(cue.start_sample + base * size);
  const step = Math.max(1, 1 / perPair);
  for (let at = first; at < last; at += step) {
    let low = 0;
    let high = 0;
    for (let index = Math.floor(at); index < Math.min(last, Math.floor(at + step)); index++) {
      low = Math.min(low, pairs[index * 2]!);
      high = Math.max(high, pairs[index * 2 + 1]!);
    }
    const top = middle - Math.max(SEEN[high]! * room, 0.4);
    ctx.rect(origin + at * perPair, top, Math.max(perPair, 1), middle + Math.max(SEEN[-low]! * room, 0.4) - top);
  }
}

function block(pen: Pen, cue: Cue, colour: string, alpha = 1): void {
  const { ctx, height } = pen;
  const left = pen.x(cue.start);
  ctx.globalAlpha = alpha;
  ctx.fillStyle = colour;
  ctx.fillRect(left, height * 0.3, Math.max(1, pen.x(cue.end) - left - 1), height * 0.4);
  ctx.globalAlpha = 1;
}

function width(pen: Pen, cue: Cue): number {
  return (cue.end - cue.start) / pen.view.perPx;
}

function firstSample(pen: Pen, cue: Cue): number {
  return (pen.from * SAMPLE_RATE) / fps(pen.rate) - cue.start_sample;
}

function startOf(bar: Bar): number {
  return bar[0];
}
