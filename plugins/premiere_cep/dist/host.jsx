/*
 * NingBGM inside Premiere: what the panel asks for by evalScript, a small step at a time.
 *
 * ExtendScript is ES3: no JSON, no indexOf, no keys. Ticks stay text here, as a number cannot hold all of them;
 * the panel counts with them. Nothing here decides anything: each call reads or changes one thing, and the
 * panel reads again what became of it.
 */

$._ningbgm = { calls: {} };

/** A value as JSON in ASCII. */
$._ningbgm.text = function (value) {
  var parts = [], key, i;
  if (value === null || value === undefined) {
    return "null";
  }
  if (typeof value === "string") {
    return $._ningbgm.quoted(value);
  }
  if (typeof value === "number") {
    return isFinite(value) ? String(value) : "null";
  }
  if (typeof value === "boolean") {
    return value ? "true" : "false";
  }
  if (value instanceof Array) {
    for (i = 0; i < value.length; i++) {
      parts.push($._ningbgm.text(value[i]));
    }
    return "[" + parts.join(",") + "]";
  }
  for (key in value) {
    if (value.hasOwnProperty(key) && typeof value[key] !== "function") {
      parts.push($._ningbgm.quoted(key) + ":" + $._ningbgm.text(value[key]));
    }
  }
  return "{" + parts.join(",") + "}";
};

/** A text between quotes; all that is not plain ASCII is written by its number. */
$._ningbgm.quoted = function (text) {
  var said = '"', i, code, four;
  for (i = 0; i < text.length; i++) {
    code = text.charCodeAt(i);
    if (code === 34 || code === 92) {
      said += "\\" + text.charAt(i);
    } else if (code < 32 || code > 126) {
      four = "000" + code.toString(16);
      said += "\\u" + four.substring(four.length - 4);
    } else {
      said += text.charAt(i);
    }
  }
  return said + '"';
};

/** Does a call by its name; the answer is {"ok": ...} or {"error": "..."}, whatever happens. */
$._ningbgm.call = function (name, given) {
  try {
    return $._ningbgm.text({ ok: $._ningbgm.calls[name].apply(null, given) });
  } catch (error) {
    return $._ningbgm.text({ error: String(error && error.message ? error.message : error) });
  }
};

/* Sequences: which there are, which one is open, and what is true of one as a whole. */

/** The sequence of that id, active or not. */
$._ningbgm.sequence = function (id) {
  var all = app.project.sequences, active = app.project.activeSequence, i;
  if (active && active.sequenceID === id) {
    return active;
  }
  for (i = 0; i < all.numSequences; i++) {
    if (all[i].sequenceID === id) {
      return all[i];
    }
  }
  throw new Error("the sequence is gone");
};

/** Ticks of a time, as text; null where there is none. */
$._ningbgm.ticks = function (time) {
  return time && time.ticks !== undefined ? String(time.ticks) : null;
};

/** A time of so many ticks. */
$._ningbgm.time = function (ticks) {
  var time = new Time();
  time.ticks = ticks;
  return time;
};

/** What is open; `sequence` is its id. */
$._ningbgm.calls.about = function () {
  var project = app.project, active = project ? project.activeSequence : null;
  return {
    version: String(app.version || ""),
    project: project ? String(project.name || "") : "",
    sequence: active ? String(active.sequenceID) : ""
  };
};

/** A sequence as a whole. */
$._ningbgm.calls.facts = function (id) {
  var sequence = $._ningbgm.sequence(id), settings = null;
  try {
    settings = sequence.getSettings();
  } catch (error) {
    settings = null;
  }
  return {
    id: String(sequence.sequenceID),
    name: String(sequence.name),
    timebase: String(sequence.timebase),
    zero: String(sequence.zeroPoint),
    display: Number(settings && settings.videoDisplayFormat ? settings.videoDisplayFormat : sequence.videoDisplayFormat),
    "in": $._ningbgm.ticks(sequence.getInPointAsTime()),
    out: $._ningbgm.ticks(sequence.getOutPointAsTime()),
    video: sequence.videoTracks.numTracks,
    audio: sequence.audioTracks.numTracks
  };
};

/** From where to where each selected clip lies, in ticks from the first frame. */
$._ningbgm.calls.selection = function (id) {
  var chosen = $._ningbgm.sequence(id).getSelection(), spans = [], i;
  if (typeof chosen === "string") {
    return []; // "Connection to object lost", right after another sequence was opened
  }
  for (i = 0; chosen && i < chosen.length; i++) {
    spans.push([$._ningbgm.ticks(chosen[i].start), $._ningbgm.ticks(chosen[i].end)]);
  }
  return spans;
};

/** Sequences from the one of that number on: id, name, and the id of their item in the project. */
$._ningbgm.calls.sequences = function (from, count) {
  var all = app.project.sequences, found = [], i;
  for (i = from; i < all.numSequences && i < from + count; i++) {
    found.push({
      id: String(all[i].sequenceID),
      name: String(all[i].name),
      item: all[i].projectItem ? String(all[i].projectItem.nodeId) : ""
    });
  }
  return { total: all.numSequences, rows: found };
};

/** Brings a sequence to the front. */
$._ningbgm.calls.open = function (id) {
  return app.project.openSequence(id) !== false;
};

/** Where the playhead stands. */
$._ningbgm.calls.playhead = function (id) {
  return $._ningbgm.ticks($._ningbgm.sequence(id).getPlayerPosition());
};

/** Puts the playhead somewhere. */
$._ningbgm.calls.setPlayhead = function (id, ticks) {
  $._ningbgm.sequence(id).setPlayerPosition(ticks);
  return true;
};

/** A number that grows with each change that Premiere tells of, and what it does not tell. */
$._ningbgm.calls.changes = function () {
  var sequence = app.project ? app.project.activeSequence : null;
  if (!$._ningbgm.heard) {
    $._ningbgm.heard = 1;
    $._ningbgm.listen();
  }
  if (!sequence) {
    return String($._ningbgm.heard);
  }
  return [
    $._ningbgm.heard,
    sequence.sequenceID,
    $._ningbgm.ticks(sequence.getInPointAsTime()),
    $._ningbgm.ticks(sequence.getOutPointAsTime()),
    sequence.markers.numMarkers
  ].join(" ");
};

/** Counts what Premiere tells of. */
$._ningbgm.listen = function () {
  var names = [
    "onActiveSequenceStructureChanged",
    "onActiveSequenceTrackItemAdded",
    "onActiveSequenceTrackItemRemoved",
    "onActiveSequenceSelectionChanged",
    "onSequenceActivated"
  ], i;
  for (i = 0; i < names.length; i++) {
    try {
      app.bind(names[i], function () {
        $._ningbgm.heard += 1;
      });
    } catch (error) {
      continue; // this version does not know it
    }
  }
};

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

/* Markers of a sequence. */

/** A marker as a row: id, start, end, name, comments, colour, type. */
$._ningbgm.marker = function (marker) {
  var colour = null;
  try {
    colour = Number(marker.getColorByIndex());
  } catch (error) {
    colour = null;
  }
  return [
    String(marker.guid),
    $._ningbgm.ticks(marker.start),
    $._ningbgm.ticks(marker.end),
    String(marker.name || ""),
    String(marker.comments || ""),
    colour,
    String(marker.type || "")
  ];
};

/** Markers from the one of that number on, in order. */
$._ningbgm.calls.markers = function (id, from, count) {
  var all = $._ningbgm.sequence(id).markers, rows = [], at = 0, one = all.numMarkers ? all.getFirstMarker() : null;
  while (one && at < from + count) {
    if (at >= from) {
      rows.push($._ningbgm.marker(one));
    }
    at += 1;
    one = at < all.numMarkers ? all.getNextMarker(one) : null;
  }
  return { total: all.numMarkers, rows: rows };
};

/** The marker of that id. */
$._ningbgm.markerOf = function (id, guid) {
  var all = $._ningbgm.sequence(id).markers, one = all.numMarkers ? all.getFirstMarker() : null, at = 0;
  while (one && at < all.numMarkers) {
    if (String(one.guid) === guid) {
      return one;
    }
    at += 1;
    one = at < all.numMarkers ? all.getNextMarker(one) : null;
  }
  throw new Error("the marker is gone");
};

/** Makes a marker; returns its id. */
$._ningbgm.calls.createMarker = function (id, seconds) {
  var marker = $._ningbgm.sequence(id).markers.createMarker(seconds);
  return marker ? String(marker.guid) : "";
};

/** Writes into a marker. */
$._ningbgm.calls.writeMarker = function (id, guid, name, comments, colour) {
  var marker = $._ningbgm.markerOf(id, guid);
  marker.name = name;
  marker.comments = comments;
  if (typeof marker.setTypeAsComment === "function") {
    marker.setTypeAsComment();
  }
  if (colour !== null && typeof marker.setColorByIndex === "function") {
    marker.setColorByIndex(colour);
  }
  return true;
};

/** Takes a marker away. */
$._ningbgm.calls.deleteMarker = function (id, guid) {
  $._ningbgm.sequence(id).markers.deleteMarker($._ningbgm.markerOf(id, guid));
  return true;
};

/* Bins of the project, and the sounds in ours. A bin is named by its path: ["NingBGM", "Reel 1"]. */

/** Whether an item is a bin. */
$._ningbgm.isBin = function (item) {
  return item.type === (typeof ProjectItemType === "undefined" ? 2 : ProjectItemType.BIN);
};

/** The bin of a path; null where there is none. */
$._ningbgm.bin = function (path) {
  var at = app.project.rootItem, i, j, found;
  for (i = 0; i < path.length; i++) {
    found = null;
    for (j = 0; j < at.children.numItems && !found; j++) {
      if ($._ningbgm.isBin(at.children[j]) && at.children[j].name === path[i]) {
        found = at.children[j];
      }
    }
    if (!found) {
      return null;
    }
    at = found;
  }
  return at;
};

/** The same; an error where there is none. */
$._ningbgm.binThere = function (path) {
  var bin = $._ningbgm.bin(path);
  if (!bin) {
    throw new Error("there is no bin " + path.join("/"));
  }
  return bin;
};

/** The item of that id in a bin, or in one inside it; null where there is none. */
$._ningbgm.itemIn = function (bin, itemId) {
  var i, item, found;
  for (i = 0; i < bin.children.numItems; i++) {
    item = bin.children[i];
    if (String(item.nodeId) === itemId) {
      return item;
    }
    found = $._ningbgm.isBin(item) ? $._ningbgm.itemIn(item, itemId) : null;
    if (found) {
      return found;
    }
  }
  return null;
};

/** The same of a bin by its path; an error where there is none. */
$._ningbgm.itemOf = function (path, itemId) {
  var found = $._ningbgm.itemIn($._ningbgm.binThere(path), itemId);
  if (!found) {
    throw new Error("the sound is not in the bin " + path.join("/"));
  }
  return found;
};

/** Whether a bin is there. */
$._ningbgm.calls.hasBin = function (path) {
  return $._ningbgm.bin(path) !== null;
};

/** Makes a bin inside another one, or in the project itself where that path is empty. */
$._ningbgm.calls.createBin = function (inside, name) {
  $._ningbgm.binThere(inside).createBin(name);
  return true;
};

/** What lies in a bin, from the one of that number on: id, whether it is a bin, name, file. */
$._ningbgm.calls.items = function (path, from, count) {
  var bin = $._ningbgm.binThere(path), rows = [], i, item, inner;
  for (i = from; i < bin.children.numItems && i < from + count; i++) {
    item = bin.children[i];
    inner = $._ningbgm.isBin(item);
    rows.push([String(item.nodeId), inner, String(item.name), inner ? "" : String(item.getMediaPath() || "")]);
  }
  return { total: bin.children.numItems, rows: rows };
};

/** Imports files into a bin, without a window. */
$._ningbgm.calls.importFiles = function (paths, into) {
  return app.project.importFiles(paths, true, $._ningbgm.binThere(into), false);
};

/** Moves an item from one bin into another. */
$._ningbgm.calls.moveItem = function (from, itemId, to) {
  $._ningbgm.itemOf(from, itemId).moveBin($._ningbgm.binThere(to));
  return true;
};

/** Forgets the in and out points of a sound: they would be placed, not the sound as it is (8). */
$._ningbgm.calls.clearMarks = function (path, itemId) {
  var item = $._ningbgm.itemOf(path, itemId);
  if (typeof item.clearInPoint === "function") {
    item.clearInPoint();
  }
  if (typeof item.clearOutPoint === "function") {
    item.clearOutPoint();
  }
  return true;
};

/** Says which part of a sound is placed: two times, in ticks. */
$._ningbgm.calls.setMarks = function (path, itemId, first, last) {
  var item = $._ningbgm.itemOf(path, itemId);
  item.setInPoint($._ningbgm.time(first), 4);
  item.setOutPoint($._ningbgm.time(last), 4);
  return true;
};

/** Deletes a bin with all that is in it. */
$._ningbgm.calls.deleteBin = function (path) {
  var bin = $._ningbgm.bin(path);
  if (bin && path.length) {
    bin.deleteBin();
  }
  return true;
};

/** What was kept under a name; empty where nothing was. */
$._ningbgm.calls.kept = function (name) {
  var kept = app.properties;
  return kept && kept.doesPropertyExist(name) ? String(kept.getProperty(name)) : "";
};

/** Keeps a text under a name, beyond this session. */
$._ningbgm.calls.keep = function (name, text) {
  app.properties.setProperty(name, text, true, true);
  return true;
};

/* Tracks are added, named and deleted by the undocumented QE alone, and on the active sequence alone (6). */

/** QE's view of the sequence; an error where that is not the active one. */
$._ningbgm.qe = function (id) {
  var active = app.project.activeSequence;
  if (!active || active.sequenceID !== id) {
    throw new Error("the sequence is not in front");
  }
  app.enableQE();
  return qe.project.getActiveSequence();
};

/** Adds a stereo sound track below all others. */
$._ningbgm.calls.addTrack = function (id) {
  $._ningbgm.qe(id).addTracks(0, 0, 1, 1, $._ningbgm.tracks(id, "audio").numTracks, 0, 0);
  return true;
};

/** Deletes a sound track; refused where anything lies on it. */
$._ningbgm.calls.removeTrack = function (id, index) {
  var sequence = $._ningbgm.qe(id);
  if ($._ningbgm.track(id, "audio", index).clips.numItems !== 0) {
    throw new Error("something lies on the track");
  }
  sequence.removeAudioTrack(index);
  return true;
};

/** Names a sound track, where this version can. */
$._ningbgm.calls.nameTrack = function (id, index, name) {
  $._ningbgm.qe(id).getAudioTrackAt(index).setName(name);
  return true;
};
