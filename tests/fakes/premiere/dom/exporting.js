/**
 * What Premiere writes: FCP7 XML of a sequence, a project file.
 *
 * The XML is enough for a reader of that format: rate, start timecode, tracks, clips, files, markers. Where Premiere
 * keeps the custom properties in it nobody says (PSG sequence.md: "visible if/when the sequence is exported to FCP
 * XML"): here each is a `property` in `custom` [inference]. A full disk leaves half a file and gives false [inference].
 */

import { writeFileSync } from "node:fs";
import { TICKS_PER_SECOND } from "../ticks.js";

/** Exports for one world. */
export class Exporting {
  constructor(world) {
    this.world = world;
  }

  /** `Sequence.exportAsFinalCutProXML`. */
  finalCut(sequence, path) {
    if (!sequence) return false;
    return this.write(path, xml(sequence, this.world));
  }

  /** `Sequence.exportAsProject`. */
  project(sequence, path) {
    return this.write(path, `<?xml version="1.0"?><PremiereData Sequence="${escaped(sequence.name)}"/>`);
  }

  /** Writes a file the way Premiere would: whole, or half on a full disk. */
  write(path, text) {
    const { paths, disk } = this.world.engine;
    try {
      if (disk.full) {
        writeFileSync(paths.real(path), text.slice(0, Math.floor(text.length / 2)));
        return false;
      }
      writeFileSync(paths.real(path), text);
      disk.writes += 1;
      return true;
    } catch {
      return false;
    }
  }
}

function xml(sequence, world) {
  const seen = new Set();
  return `<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE xmeml>\n<xmeml version="4">${sequenceXml(sequence, world, seen)}</xmeml>\n`;
}

function sequenceXml(sequence, world, seen) {
  const rate = rateOf(sequence.timebase);
  const frames = (ticks) => (ticks / sequence.timebase).toString();
  const clip = (each) => {
    const { item } = each;
    const source = item?.sequence
      ? once(seen, "sequence", item.sequence.id, () => sequenceXml(item.sequence, world, seen))
      : fileXml(item, rate, frames, seen);
    return (
      `<clipitem id="clipitem-${each.id}"><name>${escaped(each.name)}</name>` +
      `<enabled>${yes(!each.disabled)}</enabled><duration>${frames(item ? world.durationOf(item) : 0n)}</duration>${rate}` +
      `<start>${frames(each.start)}</start><end>${frames(each.end)}</end>` +
      `<in>${frames(each.inPoint)}</in><out>${frames(each.outPoint)}</out>${source}${speedXml(each)}</clipitem>`
    );
  };
  const track = (each) =>
    `<track>${each.ordered().map(clip).join("")}<enabled>${yes(!each.muted)}</enabled></track>`;
  const marker = (each) =>
    `<marker><name>${escaped(each.name)}</name><comment>${escaped(each.comments)}</comment>` +
    `<in>${frames(each.start)}</in><out>${each.end > each.start ? frames(each.end) : -1}</out></marker>`;
  const properties = Object.entries(sequence.properties).map(
    ([id, value]) => `<property id="${escaped(id)}">${escaped(value)}</property>`,
  );
  const drop = sequence.display === 102 || sequence.display === 106 ? "DF" : "NDF";
  return (
    `<sequence id="${sequence.id}"><name>${escaped(sequence.name)}</name>` +
    `<duration>${frames(sequence.end())}</duration>${rate}` +
    `<timecode>${rate}<frame>${frames(sequence.zeroPoint)}</frame><displayformat>${drop}</displayformat></timecode>` +
    `<media><video>${sequence.video.map(track).join("")}</video><audio>${sequence.audio.map(track).join("")}</audio></media>` +
    `${world.ordered(sequence.markers).map(marker).join("")}<custom>${properties.join("")}</custom></sequence>`
  );
}

function rateOf(timebase) {
  const nominal = Math.round(Number(TICKS_PER_SECOND) / Number(timebase));
  return `<rate><timebase>${nominal}</timebase><ntsc>${yes(TICKS_PER_SECOND % timebase !== 0n)}</ntsc></rate>`;
}

function fileXml(item, rate, frames, seen) {
  if (!item?.media) return "";
  const { media } = item;
  const path = media.path.replace(/\\/g, "/").replace(/^([A-Z]:)/i, "/$1");
  const kinds = `${media.picture ? "<video/>" : ""}${media.channels ? "<audio/>" : ""}`;
  return once(
    seen,
    "file",
    `file-${item.id}`,
    () =>
      `<file id="file-${item.id}"><name>${escaped(item.name)}</name>` +
      `<pathurl>${escaped(`file://localhost${encodeURI(path)}`)}</pathurl>${rate}` +
      `<duration>${frames(media.duration)}</duration><media>${kinds}</media></file>`,
  );
}

/** A retimed clip carries the filter `timeremap` of FCP7 XML. */
function speedXml(clip) {
  if (clip.speed === 1 && !clip.reversed) return "";
  const parameter = (id, value) =>
    `<parameter><parameterid>${id}</parameterid><name>${id}</name><value>${value}</value></parameter>`;
  return (
    "<filter><effect><name>Time Remap</name><effectid>timeremap</effectid><effectcategory>motion</effectcategory>" +
    `<effecttype>motion</effecttype><mediatype>${clip.kind}</mediatype>${parameter("variablespeed", 0)}` +
    `${parameter("speed", clip.speed * 100)}${parameter("reverse", yes(clip.reversed))}</effect></filter>`
  );
}

/** The whole element the first time, its id alone later. */
function once(seen, kind, id, whole) {
  if (seen.has(id)) return `<${kind} id="${id}"/>`;
  seen.add(id);
  return whole();
}

function yes(value) {
  return value ? "TRUE" : "FALSE";
}

function escaped(text) {
  return String(text)
    .replace(/&/g, "&amp;")
    .replace(/</g, "&lt;")
    .replace(/>/g, "&gt;")
    .replace(/"/g, "&quot;");
}
