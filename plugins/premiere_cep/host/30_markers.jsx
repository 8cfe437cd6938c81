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
