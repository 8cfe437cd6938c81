"""What is on the timeline: markers that hold a cue's identity, and clips of sound as they lie."""

import hashlib
import json
from collections import namedtuple

from .errors import PluginError

TRACK = "NingBGM %s"  # a stem's track; the daemon does not listen to tracks that are named so
Placed = namedtuple("Placed", "score cue hash start stems data frame marker")
"""A cue as its marker tells it. `start`: where its clips were put; `stems`: {stem: [pool clip, frames]}."""
Lying = namedtuple("Lying", "uid index track start frames clip item")
"""A clip of sound as it lies now, with its track's index and name; `clip` is its pool clip's id."""


def markers_of(timeline):
    """[(frame, marker)] in order."""
    found = timeline.GetMarkers()
    if not found and timeline.GetStartFrame() is None:
        raise PluginError("Resolve does not answer")
    return sorted(((int(frame), marker) for frame, marker in (found or {}).items()), key=lambda one: one[0])


def placed_cues(timeline):
    """Every cue that a marker of ours claims, in order."""
    found = []
    for frame, marker in markers_of(timeline):
        try:
            told = json.loads(marker["customData"])
            if told["ningbgm"] == 1:
                found.append(
                    Placed(
                        told["score"],
                        told["cue"],
                        told["hash"],
                        told["start"],
                        told["stems"],
                        marker["customData"],
                        frame,
                        marker,
                    )
                )
        except (ValueError, KeyError, TypeError):
            continue  # not ours
    return found


def identity(score, cue, stems):
    """A marker's custom data, which nobody sees."""
    told = {
        "ningbgm": 1,
        "score": score,
        "cue": cue.cue,
        "hash": cue.hash,
        "start": cue.start,
        "stems": stems,
    }
    return json.dumps(dict(told, stems=stems), sort_keys=True)


def hash_of(stems):
    """What a cue sounds like."""
    return hashlib.sha256("".join(sorted(stem["sha256"] for stem in stems)).encode("ascii")).hexdigest()[:16]


def lying(timeline):
    """Every clip of sound; unreal ones have no id (5), transitions are listed too and play no pool clip."""
    found, zero = [], timeline.GetStartFrame()
    for index in range(1, timeline.GetTrackCount("audio") + 1):
        track = timeline.GetTrackName("audio", index)
        for item in timeline.GetItemListInTrack("audio", index):
            pooled, uid = item.GetMediaPoolItem(), item.GetUniqueId()
            if uid:
                found.append(
                    Lying(
                        uid,
                        index,
                        track,
                        int(item.GetStart()) - zero,
                        int(item.GetDuration()),
                        pooled.GetUniqueId() if pooled else "",
                        item,
                    )
                )
    return found


def as_placed(placed, there, shifts=(0,)):
    """(how far all of a cue's clips were moved, those clips, stems that are gone); None: changed by hand.

    A cue that moved with its picture was not changed by hand: `shifts` are the distances that explain it.
    """
    same = {stem: [one for one in there if one.clip == clip] for stem, (clip, _) in placed.stems.items()}
    for shift in shifts:
        exact = {
            stem: [one for one in ones if (one.start, one.frames) == (placed.start + shift, frames)]
            for (stem, ones), (_, frames) in zip(same.items(), placed.stems.values())
        }
        if all(exact[stem] or not same[stem] for stem in same):
            return (
                shift,
                [ones[0] for ones in exact.values() if ones],
                [stem for stem in same if not same[stem]],
            )
    return None
