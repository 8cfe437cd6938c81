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
