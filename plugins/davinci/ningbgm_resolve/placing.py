"""Carries out a plan. No answer of a call is believed (5): each change is seen, and can be taken back."""

import os

from .edition import can
from .errors import PluginError
from .keeping import held
from .marking import TRACK, identity, lying, markers_of, placed_cues
from .scope import frames_of, rate_of

BIN = "NingBGM"
_COLOUR, _MARKER_COLOUR = "Teal", "Mint"  # clips and markers have other lists of colours


class Stage:
    """A timeline for the time of one plan."""

    def __init__(self, edition, project, timeline, desk):
        self._edition, self._timeline, self._desk = edition, timeline, desk
        self._pool, self._zero, self._undo = project.GetMediaPool(), timeline.GetStartFrame(), []

    def carry_out(self, plan):
        """Do all of it, or take it back and raise PluginError with what is left."""
        try:
            clips = self._imported(sorted({path for cue in plan.place for _, path in cue.stems}))
            tracks = {stem: self._track(TRACK % stem) for cue in plan.place for stem, _ in cue.stems}
            self._take_away(plan.remove)
            for placed in plan.unmark:
                self._unmark(placed)
            self._put_down(
                [(cue, stem, clips[path], tracks[stem]) for cue in plan.place for stem, path in cue.stems]
            )
            for cue in plan.place:
                self._mark(plan.score, cue, {stem: clips[path].GetUniqueId() for stem, path in cue.stems})
        except BaseException as error:
            said = str(error) if isinstance(error, PluginError) else f"Resolve failed: {error!r}"
            for _ in range(2):  # what one step cannot take back another may: a bin goes with its sounds
                left = [name for name, undone, undo in reversed(self._undo) if not held(undone, undo)]
            raise PluginError(said, left) from error
        if not held(lambda: self._dropped(plan.drop), lambda: None):
            plan.told.append("Empty tracks may be left: {}.".format(", ".join(sorted(plan.drop))))

    def _change(self, name, holds, bring_about, undone, undo):
        """Bring something about; how to take it back is noted before the first try."""
        self._undo.append((name, undone, undo))
        for _ in range(2):
            if not holds():
                bring_about()
        if not holds():
            raise PluginError(f"Resolve did not do it: {name}")

    def _imported(self, paths):
        """{path: pool clip}, in the bin NingBGM/<timeline>; clips that are there already are used again."""
        lost = [path for path in paths if not os.path.isfile(path)]
        if lost:
            raise PluginError(f"the sound {lost[0]} is not there")
        folder = self._pool.GetRootFolder()
        for name in (BIN, self._timeline.GetName()) if paths else ():
            folder = self._bin(folder, name)
        known = {clip.GetUniqueId() for clip in folder.GetClipList()} if paths else ()

        def missing():
            there = _files(folder)
            return [path for path in paths if _plain(path) not in there]

        def new():
            return [clip for clip in folder.GetClipList() if clip.GetUniqueId() not in known]

        def import_missing():  # always into the open bin
            self._pool.SetCurrentFolder(folder)
            if self._pool.GetCurrentFolder().GetUniqueId() == folder.GetUniqueId():
                self._pool.ImportMedia(
                    [{"FilePath": path} if self._edition.version >= (21, 1) else path for path in missing()]
                )

        if paths:
            self._change(
                f"sounds in the bin {self._timeline.GetName()}",
                lambda: not missing(),
                import_missing,
                lambda: not new(),
                lambda: self._pool.DeleteClips(new()),
            )
        return {path: _files(folder)[_plain(path)] for path in paths}

    def _bin(self, parent, name):
        def named():
            return [folder for folder in parent.GetSubFolderList() if folder.GetName() == name]

        if not named():
            self._change(
                f"the bin {name}",
                named,
                lambda: self._pool.AddSubFolder(parent, name),
                lambda: not named(),
                lambda: self._pool.DeleteFolders(named()),
            )
        return named()[0]

    def _track(self, name):
        """Index of a stereo track of that name; a new one goes to the end, where it moves no other."""
        timeline, count, added = self._timeline, self._count("audio"), []
        for index in range(1, count + 1):
            if timeline.GetTrackName("audio", index) == name and (
                not can(timeline, "GetTrackSubType") or timeline.GetTrackSubType("audio", index) == "stereo"
            ):
                self._desk.unlock(index)
                return index

        def add():
            if timeline.GetTrackCount("audio") == count:
                added.append(name)
                timeline.AddTrack("audio", "stereo")  # without the word it would be mono
            if timeline.GetTrackCount("audio") == count + 1:
                timeline.SetTrackName("audio", count + 1, name)

        self._change(
            f"the track {name} (A{count + 1})",
            lambda: timeline.GetTrackName("audio", count + 1) == name,
            add,
            lambda: not added or timeline.GetTrackCount("audio") <= count,
            lambda: self._drop_track("audio", count + 1),
        )
        return count + 1

    def _take_away(self, clips):
        def place(one):
            return one.clip, one.index, one.start, one.frames

        def missing():
            there = set(map(place, lying(self._timeline)))
            return [one for one in clips if place(one) not in there]

        def bring_back():
            self._append(
                [
                    (pooled[one.clip], int(pooled[one.clip].GetClipProperty("Frames")), one.index, one.start)
                    for one in missing()
                ]
            )
            for one in lying(self._timeline):
                if place(one) in looks:
                    _dress(one.item, *looks[place(one)])

        pooled = {one.clip: one.item.GetMediaPoolItem() for one in clips}
        looks = {place(one): (one.item.GetName(), one.item.GetClipColor()) for one in clips}
        if clips:
            self._change(
                "gaps on {}, where earlier music lay".format(", ".join(sorted({one.track for one in clips}))),
                lambda: not self._still(clips),
                lambda: self._delete(clips),
                lambda: not missing(),
                bring_back,
            )

    def _put_down(self, parts):
        """parts: (cue, stem, pool clip, track index)."""
        rate = rate_of(self._timeline.GetSetting("timelineFrameRate"))
        known = {one.uid for one in lying(self._timeline)}
        ours = {(clip.GetUniqueId(), cue.start): (cue, stem, clip, index) for cue, stem, clip, index in parts}

        def new():
            return [
                one for one in lying(self._timeline) if one.uid not in known and (one.clip, one.start) in ours
            ]

        def missing():
            there = {(one.clip, one.start, one.index): one.frames for one in new()}
            for (uid, start), (cue, _, clip, index) in ours.items():
                own = rate_of(clip.GetClipProperty("FPS"))
                # A sound has whole frames of its own rate, and then whole frames of the timeline's (3).
                short = 1 if own == rate else 2 + int(rate / own)
                if not 0 <= cue.frames - there.get((uid, start, index), -1) <= short:
                    yield clip, frames_of(cue.samples, own), index, start

        if parts:
            self._change(
                "clips of " + ", ".join(f"{cue.cue} {stem}" for cue, stem, _, _ in parts),
                lambda: not list(missing()),
                lambda: self._append(list(missing())),
                lambda: not new(),
                lambda: self._delete(new()),
            )
        for one in new():
            _dress(one.item, f"{ours[one.clip, one.start][0].cue} {ours[one.clip, one.start][1]}", _COLOUR)

    def _append(self, parts):
        """parts: (pool clip, frames in the clip's own rate, exclusive (2, 3), track index, frame)."""
        version, count = self._edition.version, self._count("video")
        needed = max(index for _, _, index, _ in parts) if version < (20, 2, 2) else 0

        def as_before():
            return self._timeline.GetTrackCount("video") <= count

        def drop():
            for index in range(needed, count, -1):
                self._drop_track("video", index)

        if needed > count:  # these look for the track among those of video (6)
            self._undo.append(("empty video tracks", as_before, drop))
        for _ in range(count, needed):
            self._timeline.AddTrack("video")
        if version < (20, 3, 2) and can(self._pool, "SetSelectedClip") and not self._pool.GetSelectedClips():
            self._pool.SetSelectedClip(parts[0][0])  # these append nothing while nothing is selected (6)
        self._pool.AppendToTimeline(
            [
                {
                    "mediaPoolItem": clip,
                    "startFrame": 0,
                    "endFrame": frames,
                    "mediaType": 2,
                    "trackIndex": index,
                    "recordFrame": self._zero + frame,
                }
                for clip, frames, index, frame in parts
            ]
        )  # absolute (1)
        if needed > count and not held(as_before, drop):
            raise PluginError("Resolve keeps video tracks that it needed for a moment")

    def _mark(self, score, cue, clips):
        timeline, taken = self._timeline, [frame for frame, _ in markers_of(self._timeline)]
        lengths = {one.clip: one.frames for one in lying(timeline) if one.start == cue.start}
        told = identity(
            score, cue, dict(cue.kept, **{stem: [clip, lengths[clip]] for stem, clip in clips.items()})
        )
        frame = next((at for at in range(cue.start, cue.start + cue.frames) if at not in taken), cue.start)
        self._change(
            f"the marker of {cue.cue}",
            lambda: self._marked(told),
            lambda: timeline.AddMarker(frame, _MARKER_COLOUR, cue.cue, "NingBGM: " + cue.purpose, 1, told),
            lambda: not self._marked(told),
            lambda: timeline.DeleteMarkerAtFrame(self._marked(told)[0]),
        )

    def _unmark(self, placed):
        data, old, timeline = placed.data, placed.marker, self._timeline
        self._change(
            f"no marker at {placed.cue}",
            lambda: not self._marked(data),
            lambda: timeline.DeleteMarkerAtFrame(self._marked(data)[0]),
            lambda: self._marked(data),
            lambda: timeline.AddMarker(
                placed.frame, old["color"], old["name"], old["note"], old["duration"], data
            ),
        )

    def _marked(self, data):
        return [one.frame for one in placed_cues(self._timeline) if one.data == data]

    def _still(self, clips):
        gone = {one.uid for one in clips}
        return [one for one in lying(self._timeline) if one.uid in gone]

    def _delete(self, clips):
        self._desk.to_edit_page()
        for index in {one.index for one in clips if one.track.startswith(BIN)}:
            self._desk.unlock(index)
        self._timeline.DeleteClips([one.item for one in self._still(clips)], False)

    def _dropped(self, names):
        """Delete the tracks of these names on which nothing lies any more."""
        for index in range(self._count("audio"), 0, -1) if names else ():
            if self._timeline.GetTrackName("audio", index) in names and self._drop_track("audio", index):
                self._desk.dropped(index)
        return not names or not names & {
            self._timeline.GetTrackName("audio", index)
            for index in range(1, self._count("audio") + 1)
            if not self._timeline.GetItemListInTrack("audio", index)
        }

    def _drop_track(self, kind, index):
        """Delete a track, if nothing lies on it; asked twice, as what lies there would go with it."""
        empty = all(self._timeline.GetItemListInTrack(kind, index) == [] for _ in range(2))
        return empty and self._timeline.DeleteTrack(kind, index)

    def _count(self, kind):
        """Number of tracks; asked twice, as a wrong one would lead to the user's tracks."""
        count = self._timeline.GetTrackCount(kind)
        if count != self._timeline.GetTrackCount(kind):
            raise PluginError("Resolve does not say how many tracks there are")
        return count


def pooled_clips(folder, inside=False):
    """Ids of all pool clips in the bin NingBGM."""
    found = {clip.GetUniqueId() for clip in folder.GetClipList()} if inside else set()
    for inner in folder.GetSubFolderList():
        found |= pooled_clips(inner, True) if inside or inner.GetName() == BIN else set()
    return found


def _dress(item, name, colour):
    """Name and colour of a clip on the timeline."""
    item.SetClipColor(colour)
    if can(item, "SetName"):
        item.SetName(name)


def _files(folder):
    return {_plain(clip.GetClipProperty("File Path")): clip for clip in folder.GetClipList()}


def _plain(path):
    return os.path.normcase(os.path.realpath(path))
