/* Tracks and what lies on them. Rows are read in pieces: a step that takes long stops Premiere. */

/** The tracks of a kind, "video" or "audio". */
$._ningbgm.tracks = function (id, kind) {
  var sequence = $._ningbgm.sequence(id);
  return kind === "video" ? sequence.videoTracks : sequence.audioTracks;
};

/** A track; one that is not there is an error, not nothing. */
$._ningbgm.track = function (id, kind, index) {
  var tracks = $._ningbgm.tracks(id, kind);
  if (index < 0 || index >= tracks.numTracks) {
    throw new Error("there is no " + kind + " track " + (index + 1));
  }
  return tracks[index];
};

/** What a yes-or-no method of a thing says; null where the thing has none. */
$._ningbgm.told = function (thing, method) {
  try {
    return typeof thing[method] === "function" ? !!Number(thing[method]()) : null;
  } catch (error) {
    return null;
  }
};

/** A track without what lies on it. */
$._ningbgm.calls.track = function (id, kind, index) {
  var track = $._ningbgm.track(id, kind, index);
  return {
    id: String(track.id),
    name: String(track.name || ""),
    muted: $._ningbgm.told(track, "isMuted") === true,
    targeted: $._ningbgm.told(track, "isTargeted"),
    locked: $._ningbgm.told(track, "isLocked"),
    clips: track.clips.numItems,
    transitions: track.transitions ? track.transitions.numItems : 0
  };
};

/** Whether an item of the project lies in our bin. */
$._ningbgm.ours = function (item) {
  return /^[\\\/]+[^\\\/]+[\\\/]+NingBGM[\\\/]/.test(String(item.treePath || ""));
};

/** A clip as a row; see `ClipRow` in `reading.ts`. */
$._ningbgm.clip = function (clip) {
  var item = clip.projectItem, nested = false, path = "";
  if (item) {
    nested = $._ningbgm.told(item, "isSequence") === true;
    path = nested ? "" : String(item.getMediaPath() || "");
  }
  return [
    String(clip.nodeId || ""),
    String(clip.name || ""),
    $._ningbgm.ticks(clip.start),
    $._ningbgm.ticks(clip.end),
    $._ningbgm.ticks(clip.inPoint),
    $._ningbgm.ticks(clip.outPoint),
    typeof clip.getSpeed === "function" ? Number(clip.getSpeed()) : 1,
    $._ningbgm.told(clip, "isSpeedReversed") === true,
    clip.disabled === true,
    path,
    item ? $._ningbgm.ours(item) : false,
    nested ? String(item.nodeId) : "",
    $._ningbgm.told(clip, "isAdjustmentLayer") === true,
    nested && $._ningbgm.told(item, "isMulticamClip") === true,
    item && !nested ? String(item.nodeId) : ""
  ];
};

/** Clips of a track from the one of that number on. */
$._ningbgm.calls.clips = function (id, kind, index, from, count) {
  var clips = $._ningbgm.track(id, kind, index).clips, rows = [], i;
  for (i = from; i < clips.numItems && i < from + count; i++) {
    rows.push($._ningbgm.clip(clips[i]));
  }
  return { total: clips.numItems, rows: rows };
};

/** The last clip of each sound track, null where nothing lies on it. */
$._ningbgm.calls.lastClips = function (id) {
  var tracks = $._ningbgm.tracks(id, "audio"), rows = [], i, clips;
  for (i = 0; i < tracks.numTracks; i++) {
    clips = tracks[i].clips;
    rows.push(clips.numItems > 0 ? $._ningbgm.clip(clips[clips.numItems - 1]) : null);
  }
  return rows;
};

/** Transitions of a track from the one of that number on: name, start, end. */
$._ningbgm.calls.transitions = function (id, kind, index, from, count) {
  var all = $._ningbgm.track(id, kind, index).transitions, rows = [], i;
  for (i = from; i < all.numItems && i < from + count; i++) {
    rows.push([String(all[i].name || ""), $._ningbgm.ticks(all[i].start), $._ningbgm.ticks(all[i].end)]);
  }
  return { total: all.numItems, rows: rows };
};

/** The clip of that id on a track. */
$._ningbgm.clipOf = function (id, index, clipId) {
  var clips = $._ningbgm.track(id, "audio", index).clips, i;
  for (i = 0; i < clips.numItems; i++) {
    if (String(clips[i].nodeId) === clipId) {
      return clips[i];
    }
  }
  throw new Error("the clip is gone");
};

/** Takes a clip away and leaves a gap. */
$._ningbgm.calls.remove = function (id, index, clipId) {
  $._ningbgm.clipOf(id, index, clipId).remove(false, false);
  return true;
};

/** Shifts a clip by so many ticks. */
$._ningbgm.calls.shift = function (id, index, clipId, ticks) {
  $._ningbgm.clipOf(id, index, clipId).move($._ningbgm.time(ticks));
  return true;
};

/** Names a clip. */
$._ningbgm.calls.nameClip = function (id, index, clipId, name) {
  $._ningbgm.clipOf(id, index, clipId).name = name;
  return true;
};

/** Puts an item of our bin on a track; what lies there already is overwritten. Seconds, not ticks (2). */
$._ningbgm.calls.overwrite = function (id, index, bins, itemId, seconds) {
  var item = $._ningbgm.itemOf(bins, itemId);
  $._ningbgm.track(id, "audio", index).overwriteClip(item, seconds);
  return true;
};

/** Makes exactly these sound tracks targets: an edit may go to targets instead of where it was sent (7). */
$._ningbgm.calls.target = function (id, wanted) {
  var i;
  for (i = 0; i < wanted.length; i++) {
    $._ningbgm.track(id, "audio", i).setTargeted(wanted[i], true);
  }
  return true;
};
