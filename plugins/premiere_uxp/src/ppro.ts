/**
 * The part of Premiere's UXP interface that is used, as AdobeDocs/uxp-premiere-pro documents it.
 *
 * Some getters give a promise and some do not, and versions differ: all of them are awaited.
 */

export type Later<T> = T | Promise<T>;

export interface TickTime {
  readonly ticks: string;
}

/** What a transaction carries out; made inside `lockedAccess` alone (26.3). */
export interface Action {
  readonly action?: never;
}

export interface CompoundAction {
  addAction(action: Action): boolean;
}

export interface Guid {
  toString(): string;
}

export interface ProjectItem {
  readonly name: string;
}

export interface FolderItem extends ProjectItem {
  getItems(): Later<readonly ProjectItem[]>;
  createBinAction(name: string, makeUnique: boolean): Action;
  createRemoveItemAction(item: ProjectItem): Action;
}

export interface ClipProjectItem extends ProjectItem {
  getMediaFilePath(): Later<string>;
  isSequence(): Later<boolean>;
  getSequence(): Later<Sequence | null>;
  isMulticamClip?(): Later<boolean>;
  createSetInOutPointsAction(first: TickTime, last: TickTime): Action;
  createClearInOutPointsAction(): Action;
}

export interface TrackItem {
  getName(): Later<string>;
  getStartTime(): Later<TickTime>;
  getEndTime(): Later<TickTime>;
  getInPoint(): Later<TickTime>;
  getOutPoint(): Later<TickTime>;
  getSpeed(): Later<number>;
  isSpeedReversed(): Later<number | boolean>;
  isDisabled(): Later<boolean>;
  isAdjustmentLayer(): Later<boolean>;
  getProjectItem(): Later<ProjectItem | null>;
}

export interface Track {
  readonly name: string;
  readonly id: number;
  getTrackItems(kind: number, empty: boolean): Later<readonly TrackItem[]>;
  isMuted(): Later<boolean>;
  /** From 26.3 on. */
  createSetNameAction?(name: string): Action;
}

export interface TrackItemSelection {
  addItem(item: TrackItem, skipDuplicateCheck: boolean): boolean;
  getTrackItems(): Later<readonly TrackItem[]>;
}

export interface Sequence {
  readonly guid: Guid;
  readonly name: string;
  getTimebase(): Later<string>;
  getZeroPoint(): Later<TickTime>;
  getInPoint(): Later<TickTime>;
  getOutPoint(): Later<TickTime>;
  getPlayerPosition(): Later<TickTime>;
  setPlayerPosition(time: TickTime): Later<boolean>;
  getSequenceVideoTimeDisplayFormat(): Later<{ readonly type: number }>;
  getVideoTrackCount(): Later<number>;
  getAudioTrackCount(): Later<number>;
  getVideoTrack(index: number): Later<Track>;
  getAudioTrack(index: number): Later<Track>;
  getSelection(): Later<TrackItemSelection>;
}

export interface Project {
  readonly name: string;
  getActiveSequence(): Later<Sequence | null>;
  getRootItem(): Later<FolderItem>;
  importFiles(paths: readonly string[], suppressUI: boolean, bin: ProjectItem, stills: boolean): Later<boolean>;
  lockedAccess(act: () => void): void;
  executeTransaction(act: (compound: CompoundAction) => void, name: string): boolean;
}

export interface Marker {
  readonly guid?: Guid;
  getName(): Later<string>;
  getComments(): Later<string>;
  getStart(): Later<TickTime>;
  getDuration(): Later<TickTime>;
  getColorIndex(): Later<number>;
}

export interface Markers {
  getMarkers(): Later<readonly Marker[]>;
  createAddMarkerAction(name: string, type: string, start: TickTime, duration: TickTime, comments: string): Action;
  createRemoveMarkerAction(marker: Marker): Action;
}

export interface SequenceEditor {
  createInsertProjectItemAction(
    item: ProjectItem,
    time: TickTime,
    video: number,
    audio: number,
    limitShift: boolean,
  ): Action;
  createOverwriteItemAction(item: ProjectItem, time: TickTime, video: number, audio: number): Action;
  createRemoveItemsAction(selection: TrackItemSelection, ripple: boolean, kind: Guid, shift: boolean): Action;
}

export interface Properties {
  getValue(name: string): Later<string>;
  hasValue(name: string): Later<boolean>;
  createSetValueAction(name: string, value: string, flag: unknown): Action;
}

/** What `require("premierepro")` gives. */
export interface Premiere {
  readonly Project: { getActiveProject(): Later<Project | null> };
  readonly TickTime: { createWithTicks(ticks: string): TickTime };
  readonly FolderItem: { cast(item: ProjectItem): FolderItem | null };
  readonly ClipProjectItem: { cast(item: ProjectItem): ClipProjectItem | null };
  readonly SequenceEditor: { getEditor(sequence: Sequence): SequenceEditor };
  readonly TrackItemSelection: { createEmptySelection(use: (selection: TrackItemSelection) => void): boolean };
  readonly Markers: { getMarkers(owner: Sequence): Later<Markers> };
  readonly Properties: { getProperties(owner: Sequence): Later<Properties> };
  /** Exports from 26.2 on. */
  readonly ProjectConverter?: {
    exportAsOpenTimelineIO?(sequence: Sequence, path: string, suppressUI: boolean): Later<boolean>;
  };
  readonly EventManager?: {
    addGlobalEventListener(event: string, listener: () => void): void;
    removeGlobalEventListener(event: string, listener: () => void): void;
  };
  readonly Constants: {
    readonly TrackItemType: { readonly CLIP: number; readonly TRANSITION?: number };
    readonly MediaType: { readonly AUDIO: Guid };
    readonly PropertyType?: { readonly PERSISTENT?: unknown };
    readonly MarkerType?: { readonly COMMENT?: string };
    readonly SequenceEvent?: Readonly<Record<string, string>>;
    readonly AudioTrackEvent?: Readonly<Record<string, string>>;
    readonly VideoTrackEvent?: Readonly<Record<string, string>>;
    readonly ProjectEvent?: Readonly<Record<string, string>>;
  };
}
