"""Sounds on tracks: how each build of Resolve wants them put down, and whether they lie as wanted."""

from collections import namedtuple
from fractions import Fraction

from .edition import PluginError, can
from .keeping import held
from .laid import lying

Sound = namedtuple("Sound", "id index start frames clip end short name colour")
"""`clip`: the pool's; `end`: exclusive, in its own frames (2, 3); `short`: how many of `frames` may lack."""


def wanted_sound(part, clip, index, rate):
    """What the daemon wants; a sound has whole frames of its own rate, and then of the timeline's (3)."""
    rate, own, frames = _rate(rate), _rate(clip.GetClipProperty("FPS")), int(part["frameCount"])
    end, short = int(Fraction(int(part["sampleCount"]), 48000) * own + Fraction(1, 2)), 2 + int(rate / own)
    place = (clip.GetUniqueId(), index, int(part["frame"]), frames)
    return Sound(*place, clip, end, 1 if own == rate else short, part["clipName"], "Teal")


def lying_sound(one):
    """The same of a clip that lies there, to bring it back."""
    clip, item = one.item.GetMediaPoolItem(), one.item
    place, end = (one.clip, one.index, one.start, one.frames), int(clip.GetClipProperty("Frames"))
    return Sound(*place, clip, end, 0, item.GetName(), item.GetClipColor())


def missing(sounds, clips):
    """Which sounds are not among the clips, or not in their length."""
    there = {(one.clip, one.index, one.start): one.frames for one in clips}
    return [one for one in sounds if not 0 <= one.frames - there.get(one[:3], -1) <= one.short]


def append(sounds, version, timeline, pool, undo):
    """Put sounds down and dress them; what a failure has to take back is added to `undo` first."""
    count = timeline.GetTrackCount("video")
    needed = max(one.index for one in sounds) if version < (20, 2, 2) else 0

    def as_before():
        return timeline.GetTrackCount("video") <= count

    def drop():
        for index in range(needed, count, -1):
            drop_track(timeline, "video", index)

    if needed > count:  # these look for the track among those of video (6)
        undo.append(("empty video tracks", as_before, drop))
    for _ in range(count, needed):
        timeline.AddTrack("video")
    if version < (20, 3, 2) and can(pool, "SetSelectedClip") and not pool.GetSelectedClips():
        pool.SetSelectedClip(sounds[0].clip)  # these append nothing while nothing is selected (6)
    zero, infos = timeline.GetStartFrame(), []
    for one in sounds:
        what = {"mediaPoolItem": one.clip, "startFrame": 0, "endFrame": one.end, "mediaType": 2}
        infos.append(dict(what, trackIndex=one.index, recordFrame=zero + one.start))  # absolute (1)
    pool.AppendToTimeline(infos)
    if needed > count and not held(as_before, drop):
        raise PluginError("Resolve keeps video tracks that it needed for a moment")
    looks = {one[:3]: one for one in sounds}
    for one in lying(timeline):
        look = looks.get((one.clip, one.index, one.start))
        if look:
            one.item.SetClipColor(look.colour)
            if can(one.item, "SetName"):
                one.item.SetName(look.name)


def drop_track(timeline, kind, index):
    """Delete a track, if nothing lies on it; asked twice, as what lies there would go with it."""
    empty = all(timeline.GetItemListInTrack(kind, index) == [] for _ in range(2))
    return empty and timeline.DeleteTrack(kind, index)


def _rate(setting):
    """A frame rate as Resolve tells it, 23.976 or "29.97 DF", as the fraction that it is."""
    value = float(str(setting).split()[0])
    whole = int(value + 0.5)
    return Fraction(whole) if abs(value - whole) < 0.005 else Fraction(whole * 1000, 1001)
