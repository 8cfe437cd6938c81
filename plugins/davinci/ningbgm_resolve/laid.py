"""What lies on the timeline, as the daemon wants it told."""

from collections import namedtuple

from .edition import PluginError, can

BIN = "NingBGM"
Lying = namedtuple("Lying", "uid index track start frames clip item")
"""A clip of sound as it lies, with its track's index and name; `clip` is its pool clip's id."""
_CLIP = ("clipId", "trackIndex", "trackName", "startFrame", "frameCount", "sourceId")
_MARKER = (("data", "customData"), ("name", "name"), ("note", "note"), ("colour", "color"))


def lying(timeline):
    """Every clip of sound; unreal ones have no id (5), transitions are listed too and play no pool clip."""
    found, zero = [], timeline.GetStartFrame()
    for index in range(1, timeline.GetTrackCount("audio") + 1):
        track = timeline.GetTrackName("audio", index)
        for item in timeline.GetItemListInTrack("audio", index):
            pooled, uid, start = item.GetMediaPoolItem(), item.GetUniqueId(), int(item.GetStart()) - zero
            clip = pooled.GetUniqueId() if pooled else ""
            found += [Lying(uid, index, track, start, int(item.GetDuration()), clip, item)] if uid else []
    return found


def markers_of(timeline):
    """[(frame, marker)] in order."""
    found = timeline.GetMarkers()
    if not found and timeline.GetStartFrame() is None:
        raise PluginError("Resolve does not answer")
    return sorted(((int(frame), marker) for frame, marker in (found or {}).items()), key=lambda one: one[0])


def laid(project, timeline):
    """(the daemon's `LaidTimeline`, {id: clip})."""
    clips, ours, markers = lying(timeline), _pooled(project.GetMediaPool().GetRootFolder()), []
    told = [dict(zip(_CLIP, one), ours=one.clip in ours, name=one.item.GetName()) for one in clips]
    for frame, marker in markers_of(timeline):
        texts = {ours: marker[theirs] for ours, theirs in _MARKER}
        markers.append(dict(texts, frame=frame, frameCount=int(marker["duration"])))
    line = {"rate": str(timeline.GetSetting("timelineFrameRate")), "clips": told, "markers": markers}
    line.update(startTimecode=timeline.GetStartTimecode(), playhead=timeline.GetCurrentTimecode())
    line["frameCount"] = timeline.GetEndFrame() - timeline.GetStartFrame()
    return line, {one.uid: one for one in clips}


def chosen(timeline):
    """What is selected and marked, as the daemon chooses by it what to score."""
    start = timeline.GetStartFrame()
    clips = timeline.GetSelectedClips() if can(timeline, "GetSelectedClips") else None
    marks = (timeline.GetMarkInOut() if can(timeline, "GetMarkInOut") else None) or {}
    marked, last = marks.get("video") or marks.get("audio"), timeline.GetEndFrame() - start - 1
    # Marks are relative already, and the frame of mark out belongs to the range.
    span = {"start": marked.get("in", 0), "end": marked.get("out", last) + 1} if marked else None
    spans = [{"start": one.GetStart() - start, "end": one.GetEnd() - start} for one in clips or ()]
    return {"range": span, "selected": spans}


def _pooled(folder, inside=False):
    """Ids of all pool clips in the bin NingBGM."""
    found = {clip.GetUniqueId() for clip in folder.GetClipList()} if inside else set()
    for inner in folder.GetSubFolderList():
        found |= _pooled(inner, True) if inside or inner.GetName() == BIN else set()
    return found
