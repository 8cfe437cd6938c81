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
