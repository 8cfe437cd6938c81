/**
 * `app.project`, its bins and its footage, as scripts see them.
 *
 * Sources: PSG docs/general/project.md, docs/item/projectitem.md, collections; TYPES; PJ.
 */

import { secondsOfTicks } from "../ticks.js";
import { markersOf } from "./small_faces.js";
import { List, Moment } from "./state.js";
import { ticksOfArgument } from "./times.js";

/** `ProjectItemType`: PJ compares bins with 2; the other numbers [inference]. */
export const ITEM_TYPES = { CLIP: 1, BIN: 2, ROOT: 3, FILE: 4 };

const NUMBERS = {
  root: ITEM_TYPES.ROOT,
  bin: ITEM_TYPES.BIN,
  clip: ITEM_TYPES.CLIP,
  sequence: ITEM_TYPES.CLIP,
};

/** The face of `app.project`. */
export function projectFace(world) {
  const { film } = world;
  return {
    name: "Project",
    reads: {
      activeSequence: () => film.active ?? 0, // PSG: "or 0 if no sequence is currently active"
      documentID: () => film.id,
      isCloudProject: () => false,
      name: () => film.name,
      path: () => film.path,
      rootItem: () => film.root,
      sequences: () => new List("SequenceCollection", () => film.sequences),
    },
    writes: {
      activeSequence: (_, sequence) => world.activate(sequence),
    },
    calls: {
      importFiles: (_, paths, suppressUI, bin) =>
        world.importing.files(Array.from(paths), bin, Boolean(suppressUI)),
      getInsertionBin: () => film.insertionBin,
      createNewSequence: (_, name) => world.newSequence(String(name)),
      deleteSequence: (_, sequence) => world.deleteSequence(sequence),
      openSequence: (_, id) => {
        const found = film.sequence(id);
        if (found) world.activate(found);
        return found !== null;
      },
      save: () => {
        film.dirty = false;
        return 0;
      },
      exportFinalCutProXML: (_, path) => (world.exporting.finalCut(film.active, path) ? 0 : 1),
      ...(world.traps.noSequenceById ? {} : { getSequenceByID: (_, id) => film.sequence(id) ?? undefined }),
    },
  };
}

/** The face of a project item. */
export function itemFace(world) {
  const isBin = (item) => item.kind === "bin" || item.kind === "root";
  return {
    name: "ProjectItem",
    reads: {
      children: (item) => (isBin(item) ? new List("ProjectItemCollection", () => item.children) : undefined),
      name: (item) => item.name,
      nodeId: (item) => item.id,
      treePath: (item) => world.treePath(item),
      type: (item) => NUMBERS[item.kind],
      getAudioChannelMapping: (item) =>
        item.media ? { audioChannelsType: 1, audioClipsNumber: 1 } : undefined,
      interpretedTimebase: (item) => (item.media ? String(item.media.timebase) : ""),
    },
    writes: {
      name: (item, value) => {
        item.name = String(value);
        world.changed(null, {});
      },
    },
    calls: {
      canChangeMediaPath: (item) => item.kind === "clip",
      changeMediaPath: (item, path) => world.importing.relink(item, path),
      createBin: (item, name) => (isBin(item) ? world.newBin(item, String(name)) : 0),
      deleteBin: (item) => world.deleteBin(item),
      moveBin: (item, bin) => world.moveItem(item, bin),
      renameBin: (item, name) => {
        if (!isBin(item)) return 1;
        item.name = String(name);
        return 0;
      },
      select: (item) => {
        if (!isBin(item)) return 1;
        world.film.insertionBin = item;
        return 0;
      },
      findItemsMatchingMediaPath: (item, path) => {
        const found = [...item.all()].filter(
          (each) => each.media && world.matchesPath(each.media.path, path),
        );
        return found.length ? found : 0; // PSG: "or 0 if no project items … were found"
      },
      getMediaPath: (item) => (item.media ? world.traps.pathSpelling(item.media.path) : ""),
      isOffline: (item) => item.offline,
      isSequence: (item) => item.kind === "sequence",
      isMergedClip: () => false,
      isMulticamClip: () => false,
      getColorLabel: (item) => item.label,
      setColorLabel: (item, label) => {
        item.label = Number(label);
        return 0;
      },
      getMarkers: (item) => markersOf(item, world),
      getInPoint: (item) => new Moment(item.marks.in ?? 0n),
      getOutPoint: (item) => new Moment(item.marks.out ?? world.durationOf(item)),
      setInPoint: (item, time) => {
        item.marks.in = ticksOfArgument(time, world.traps.itemStringTimes);
        return 0;
      },
      setOutPoint: (item, time) => {
        item.marks.out = ticksOfArgument(time, world.traps.itemStringTimes);
        return 0;
      },
      clearInPoint: (item) => {
        item.marks.in = null;
        return 0;
      },
      clearOutPoint: (item) => {
        item.marks.out = null;
        return 0;
      },
      refreshMedia: () => 0,
      getFootageInterpretation: (item) =>
        item.media ? { frameRate: 1 / secondsOfTicks(item.media.timebase), pixelAspectRatio: 1 } : 0,
      getProjectMetadata: () => "",
      getXMPMetadata: () => "",
    },
  };
}
