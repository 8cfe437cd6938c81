/** The lanes that show the film: ruler, pictures, scenes, speech and feeling. */
import { fps } from "../time/frames";
import { stepsFor, ticks } from "../time/ticks";
import { timecode } from "../time/timecode";
import { firstFrom } from "../time/view";
import { STRIP_PICTURES, STRIP_WIDTH, stripLevel } from "./levels";
import { BOLD, type Pen } from "./pen";

/** Timecode above lines. */
export function drawRuler(pen: Pen): void {
  const { ctx, height, colours, rate, axis } = pen;
  const steps = stepsFor(pen.view.perPx, rate);
  ctx.fillStyle = colours.line;
  for (const frame of ticks(pen.from, pen.to, steps.minor, rate, axis.start_frame)) {
    ctx.fillRect(Math.round(pen.x(frame)), height - 5, 1, 5);
  }
  const base = steps.major * 1.2;
  for (const frame of ticks(pen.from - base, pen.to, steps.major, rate, axis.start_frame)) {
    const x = Math.round(pen.x(frame));
    ctx.fillStyle = colours.dim;
    ctx.fillRect(x, height - 11, 1, 11);
    pen.text(timecode(frame + axis.start_frame, rate), x + 4, 12, 200, colours.soft);
  }
  for (const marker of axis.markers) {
    const x = pen.x(marker.frame);
    if (x < -6 || x > pen.width + 6) continue;
    ctx.fillStyle = colours.fair;
    ctx.beginPath();
    ctx.moveTo(x - 4, height - 9);
    ctx.lineTo(x + 4, height - 9);
    ctx.lineTo(x, height - 1);
    ctx.fill();
  }
}

/** Small pictures side by side, and the cuts over them. */
export function drawFilm(pen: Pen): void {
  const { ctx, height, axis, colours } = pen;
  const pictureWidth = pictureWidthOf(pen);
  const rate = fps(pen.rate);
  const level = stripLevel(pen.view.perPx / rate, pictureWidth);
  const seconds = 2 ** level;
  const last = Math.min(pen.to, axis.duration_frames);
  for (let index = Math.max(0, Math.floor(pen.from / rate / seconds)); index * seconds * rate < last; index++) {
    const strip = pen.supply.strip(pen.address(`strip/${level}/${Math.floor(index / STRIP_PICTURES)}`));
    const left = pen.x(index * seconds * rate);
    const right = Math.min(pen.x((index + 1) * seconds * rate), pen.x(axis.duration_frames));
    if (!strip) {
      ctx.fillStyle = colours.faint;
      ctx.fillRect(left, 0, right - left + 1, height);
      continue;
    }
    const source = strip.width / STRIP_PICTURES;
    for (let x = left; x < right; x += pictureWidth) {
      if (x + pictureWidth < 0 || x > pen.width) continue;
      const shown = Math.min(pictureWidth, right - x);
      const part = (shown / pictureWidth) * source;
      ctx.drawImage(strip, (index % STRIP_PICTURES) * source, 0, part, strip.height, x, 0, shown, height);
    }
  }
  drawCuts(pen);
}

/** Width of a picture of the film lane. */
function pictureWidthOf(pen: Pen): number {
  const strip = pen.supply.strip(pen.address("strip/0/0"));
  const shape = strip ? strip.width / STRIP_PICTURES / strip.height : STRIP_WIDTH / 90;
  return Math.max(20, pen.height * shape);
}

function drawCuts(pen: Pen): void {
  const { ctx, height, axis, colours } = pen;
  const first = firstFrom(axis.cuts, pen.from, (cut) => cut.frame);
  let last = -10;
  for (let index = first; index < axis.cuts.length; index++) {
    const cut = axis.cuts[index]!;
    if (cut.frame > pen.to) break;
    const x = Math.round(pen.x(cut.frame));
    if (x - last < 2) continue;
    last = x;
    ctx.fillStyle = colours.cut;
    if (cut.kind === "cut" || cut.kind === "hard" || cut.kind === "") ctx.fillRect(x, 0, 1.5, height);
    else for (let y = 0; y < height; y += 6) ctx.fillRect(x, y, 1.5, 3);
  }
}

/** The records of the scene, each with its mood and role. */
export function drawScenes(pen: Pen, chosen: number | null): void {
  const { ctx, height, axis, colours } = pen;
  axis.records.forEach((record, index) => {
    if (record.end < pen.from || record.start > pen.to) return;
    const left = pen.x(record.start);
    const width = pen.x(record.end) - left;
    ctx.fillStyle = colours.record;
    ctx.globalAlpha = 0.35 + 0.5 * record.tension;
    ctx.fillRect(left, 1, width - 1, height - 2);
    ctx.globalAlpha = 1;
    ctx.fillStyle = record.valence >= 0 ? colours.valence : colours.tension;
    ctx.fillRect(left, 1, 2, height - 2);
    if (index === chosen) outline(pen, left, width);
    const inside = Math.max(left, 0);
    const room = left + width - inside - 10;
    pen.text(record.fields["mood"] ?? "", inside + 7, 14, room, colours.text, BOLD);
    pen.text([record.role, record.fields["subject"]].filter(Boolean).join(" · "), inside + 7, 28, room, colours.soft);
  });
}

/** Where somebody speaks, and where no music is wanted. */
export function drawSpeech(pen: Pen): void {
  const { ctx, height, axis, colours } = pen;
  for (const [start, end, words] of axis.speech) {
    if (end < pen.from || start > pen.to) continue;
    const left = pen.x(start);
    const width = Math.max(1, pen.x(end) - left - 1);
    ctx.fillStyle = colours.speech;
    ctx.fillRect(left, 3, width, height - 6);
    pen.text(words || "speech", Math.max(left, 0) + 5, height / 2 + 4, Math.min(width, pen.width) - 8, colours.text);
  }
  for (const [start, end] of axis.silences) hatch(pen, pen.x(start), pen.x(end));
}

/** Tension as a surface, valence and arousal as lines. */
export function drawFeeling(pen: Pen): void {
  const { ctx, height, axis, colours } = pen;
  ctx.fillStyle = colours.faint;
  ctx.fillRect(0, height / 2, pen.width, 1);
  const curves = axis.curves;
  curve(pen, curves.tension, curves.per_s, 0, 1, colours.tension, true);
  curve(pen, curves.valence, curves.per_s, -1, 1, colours.valence, false);
  curve(pen, curves.arousal, curves.per_s, -1, 1, colours.arousal, false, [4, 3]);
}

function curve(pen: Pen, values: number[], perS: number, low: number, high: number, colour: string, filled: boolean, dash: number[] = []): void {
  if (values.length === 0) return;
  const { ctx, height } = pen;
  const rate = fps(pen.rate);
  const perValue = rate / (perS || 1);
  const step = Math.max(1, Math.floor((pen.view.perPx * 2) / perValue));
  const y = (value: number) => height - 3 - ((height - 6) * (Math.min(Math.max(value, low), high) - low)) / (high - low);
  const first = Math.max(0, Math.floor(pen.from / perValue / step) * step - step);
  ctx.beginPath();
  let x = pen.x((first + 0.5) * perValue);
  const start = x;
  for (let index = first; index < values.length; index += step) {
    x = pen.x((index + 0.5) * perValue);
    if (index === first) ctx.moveTo(x, y(values[index]!));
    else ctx.lineTo(x, y(values[index]!));
    if (x > pen.width + 20) break;
  }
  ctx.strokeStyle = colour;
  ctx.lineWidth = 1.4;
  ctx.setLineDash(dash);
  ctx.stroke();
  ctx.setLineDash([]);
  if (!filled) return;
  ctx.lineTo(x, height);
  ctx.lineTo(start, height);
  ctx.globalAlpha = 0.16;
  ctx.fillStyle = colour;
  ctx.fill();
  ctx.globalAlpha = 1;
}

/** Slanted lines over a stretch without music. */
export function hatch(pen: Pen, left: number, right: number): void {
  const from = Math.max(left, 0);
  const to = Math.min(right, pen.width);
  if (to <= from) return;
  const { ctx, height, colours } = pen;
  ctx.save();
  ctx.beginPath();
  ctx.rect(from, 0, to - from, height);
  ctx.clip();
  ctx.strokeStyle = colours.dim;
  ctx.lineWidth = 1;
  ctx.beginPath();
  for (let x = Math.floor((from - height) / 7) * 7; x < to; x += 7) {
    ctx.moveTo(x, height);
    ctx.lineTo(x + height, 0);
  }
  ctx.stroke();
  ctx.restore();
}

function outline(pen: Pen, left: number, width: number): void {
  pen.ctx.strokeStyle = pen.colours.accent;
  pen.ctx.lineWidth = 1.5;
  pen.ctx.strokeRect(left + 0.75, 1.75, width - 2.5, pen.height - 3.5);
}
