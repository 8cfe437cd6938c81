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
