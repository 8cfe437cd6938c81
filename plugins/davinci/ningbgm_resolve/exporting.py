"""The timeline as the daemon reads it: Resolve's own OTIO, with the markers that it leaves out."""

import json
import os
import tempfile

from .errors import PluginError
from .marking import markers_of, placed_cues

_LARGEST = 4000000  # longest timeline that is sent as text; a longer one is given by its path
_WISH = "wish"  # a marker of this name says in its note what the music shall be like


def exported(resolve, timeline, rate):
    """The edit as the daemon's `Source`."""
    handle, path = tempfile.mkstemp(prefix="ningbgm-", suffix=".otio")
    os.close(handle)
    text = ""
    try:
        # The constant has to be the live object's own: any other fails without a word.
        if not timeline.Export(path, resolve.EXPORT_OTIO) or not os.path.getsize(path):
            raise PluginError("Resolve could not export the timeline as OpenTimelineIO")
        with open(path, encoding="utf-8") as file:
            document = json.load(file)
        document["tracks"].setdefault("markers", []).extend(_markers(timeline, float(rate)))
        text = json.dumps(document)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
    finally:
        if len(text) <= _LARGEST:
            os.unlink(path)
    given = {"path": path} if len(text) > _LARGEST else {"otio": text}
    return dict(given, displayName=timeline.GetName())


def wish_of(timeline):
    """What the marker named `wish` says; empty without one."""
    return "".join(marker["note"] for _, marker in markers_of(timeline) if marker["name"].lower() == _WISH)


def _markers(timeline, rate):
    """The user's markers; Resolve exports none of a timeline's own."""
    ours = [one.frame for one in placed_cues(timeline)]
    for frame, marker in markers_of(timeline):
        if frame not in ours and marker["name"].lower() != _WISH:
            span = {
                "OTIO_SCHEMA": "TimeRange.1",
                "start_time": _time(frame, rate),
                "duration": _time(marker["duration"], rate),
            }
            yield {
                "OTIO_SCHEMA": "Marker.2",
                "name": marker["name"],
                "color": marker["color"].upper(),
                "comment": marker["note"],
                "metadata": {},
                "marked_range": span,
            }


def _time(frames, rate):
    return {"OTIO_SCHEMA": "RationalTime.1", "rate": rate, "value": float(frames)}
