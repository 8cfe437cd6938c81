/**
 * The whole state as plain values, to prove that nothing changed.
 *
 * `all`: everything, and where the user stands (sequence in front, playhead, in and out, selection). `user`: the same,
 * without what scripts made, however it stands between the user's own things.
 */

/** A snapshot; two of them are equal where nothing differs. */
export function snapshot(world, of = "all") {
  const { film } = world;
  const kept = (thing) => of === "all" || thing.madeBy === "user";
  return {
    project: { name: film.name, path: film.path, open: world.open },
    bins: item(film.root, kept),
    sequences: film.sequences.filter(kept).map((each) => sequence(each, kept, world)),
    desk: {
      active: film.active?.id ?? null,
      insertionBin: world.treePath(film.insertionBin),
      qe: of === "all" ? world.application.qe : null,
    },
  };
}

/** Where two snapshots differ, a line each: `sequences/0/audio/1/clips/0/start: "0" -> "10584000000"`. */
export function differences(before, after, path = "") {
  if (isList(before) && isList(after)) {
    const rows = Math.max(before.length, after.length);
    return Array.from({ length: rows }, (_, row) =>
      differences(before[row], after[row], `${path}/${row}`),
    ).flat();
  }
  if (isRecord(before) && isRecord(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((key) => differences(before[key], after[key], path ? `${path}/${key}` : key));
  }
  return before === after ? [] : [`${path}: ${JSON.stringify(before)} -> ${JSON.stringify(after)}`];
}

function item(each, kept) {
  return {
    id: each.id,
    kind: each.kind,
    name: each.name,
    path: each.media?.path ?? null,
    label: each.label,
    in: text(each.marks.in),
    out: text(each.marks.out),
    markers: each.markers.filter(kept).map(marker),
    children: each.children.filter(kept).map((child) => item(child, kept)),
  };
}

function sequence(each, kept, world) {
  return {
    id: each.id,
    name: each.name,
    timebase: text(each.timebase),
    zeroPoint: text(each.zeroPoint),
    in: text(each.inPoint),
    out: text(each.outPoint),
    player: text(each.player),
    properties: kept({ madeBy: "script" }) ? { ...each.properties } : {},
    selection: world
      .selection(each)
      .filter(kept)
      .map((clip) => clip.id),
    markers: world.ordered(each.markers).filter(kept).map(marker),
    video: each.video.filter(kept).map((track) => tracked(track, kept)),
    audio: each.audio.filter(kept).map((track) => tracked(track, kept)),
  };
}

function tracked(track, kept) {
  const { id, kind, name, channels, muted, locked, targeted } = track;
  return { id, kind, name, channels, muted, locked, targeted, clips: track.ordered().filter(kept).map(clip) };
}

function clip(each) {
  return {
    id: each.id,
    name: each.name,
    item: each.item?.id ?? null,
    start: text(each.start),
    end: text(each.end),
    in: text(each.inPoint),
    out: text(each.outPoint),
    speed: each.speed,
    reversed: each.reversed,
    disabled: each.disabled,
  };
}

function marker(each) {
  const { guid, name, comments, type, color } = each;
  return { guid, name, comments, type, color, start: text(each.start), end: text(each.end) };
}

function text(ticks) {
  return ticks === null ? null : String(ticks);
}

function isList(value) {
  return Array.isArray(value);
}

function isRecord(value) {
  return value !== null && typeof value === "object" && !isList(value);
}
