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
