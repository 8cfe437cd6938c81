"""Carries out a plan. No answer of a call is believed (5): each change is seen, and can be taken back."""

import json
import os

from .edition import PluginError, can
from .keeping import held
from .laid import BIN, lying, markers_of
from .sounds import append, drop_track, lying_sound, missing, wanted_sound


class Stage:
    """A timeline for the time of one plan."""

    def __init__(self, version, project, timeline, desk):
        self._version, self._timeline, self._desk = version, timeline, desk
        self._pool, self._undo = project.GetMediaPool(), []

    def carry_out(self, plan, going):
        """Do all of it, or take it back and raise PluginError with what is left; returns what to tell."""
        parts, names = plan["putDown"], set(plan["dropTracks"])
        try:
            clips = self._imported(sorted({part["path"] for part in parts})) if parts else {}
            tracks = {name: self._track(name) for name in dict.fromkeys(part["trackName"] for part in parts)}
            self._take_away(going)
            for told in plan["removeMarkers"]:
                self._unmark(told["cueId"], told["data"])
            self._put_down([(part, clips[part["path"]], tracks[part["trackName"]]) for part in parts])
            for told in plan["writeMarkers"]:
                self._mark(told, [(part, clips[part["path"]]) for part in parts])
        except BaseException as error:
            said = str(error) if isinstance(error, PluginError) else f"Resolve failed: {error!r}"
            for _ in range(2):  # what one step cannot take back another may: a bin goes with its sounds
                left = [name for name, undone, undo in reversed(self._undo) if not held(undone, undo)]
            raise PluginError(said, left) from error
        dropped = not names or held(lambda: self._dropped(names), lambda: None)
        return [] if dropped else ["Empty tracks may be left: {}.".format(", ".join(sorted(names)))]

    def _change(self, name, lacking, add, extra, drop):
        """Add what is lacking; how to take it back, to drop what is extra, is noted before the first try."""
        self._undo.append((name, lambda: not extra(), lambda: drop(extra())))
        for _ in range(2):
            lack = lacking()
            if lack:
                add(lack)
        if lacking():
            raise PluginError(f"Resolve did not do it: {name}")

    def _imported(self, paths):
        """{path: pool clip}, in the bin NingBGM/<timeline>; clips that are there already are used again."""
        pool, name = self._pool, self._timeline.GetName()
        folder = self._bin(self._bin(pool.GetRootFolder(), BIN), name)
        known = {clip.GetUniqueId() for clip in folder.GetClipList()}

        def files():
            found = {_plain(clip.GetClipProperty("File Path")): clip for clip in folder.GetClipList()}
            return {path: found[_plain(path)] for path in paths if _plain(path) in found}

        def add(lack):  # always into the open bin
            pool.SetCurrentFolder(folder)
            if pool.GetCurrentFolder().GetUniqueId() == folder.GetUniqueId():
                newest = self._version >= (21, 1)
                pool.ImportMedia([{"FilePath": path} if newest else path for path in lack])

        def new():
            return [clip for clip in folder.GetClipList() if clip.GetUniqueId() not in known]

        lacking = lambda: sorted(set(paths) - set(files()))  # noqa: E731
        self._change(f"sounds in the bin {name}", lacking, add, new, pool.DeleteClips)
        return files()

    def _bin(self, parent, name):
        def named():
            return [folder for folder in parent.GetSubFolderList() if folder.GetName() == name]

        if not named():
            add, drop = lambda _: self._pool.AddSubFolder(parent, name), self._pool.DeleteFolders
            self._change(f"the bin {name}", lambda: not named(), add, named, drop)
        return named()[0]

    def _track(self, name):
        """Index of a stereo track of that name; a new one goes to the end, where it moves no other."""
        timeline, last, added = self._timeline, self._count() + 1, []
        for index in range(1, last):
            mono = can(timeline, "GetTrackSubType") and timeline.GetTrackSubType("audio", index) != "stereo"
            if timeline.GetTrackName("audio", index) == name and not mono:
                self._desk.unlock(index)
                return index

        def add(_):
            if timeline.GetTrackCount("audio") < last:
                added.append(name)
                timeline.AddTrack("audio", "stereo")  # without the word it would be mono
            if timeline.GetTrackCount("audio") == last:
                timeline.SetTrackName("audio", last, name)

        self._change(
            f"the track {name} (A{last})",
            lambda: timeline.GetTrackName("audio", last) != name,
            add,
            lambda: added and timeline.GetTrackCount("audio") >= last,
            lambda _: drop_track(timeline, "audio", last),
        )
        return last

    def _take_away(self, clips):
        gone, sounds = {one.uid for one in clips}, [lying_sound(one) for one in clips]

        def still():
            return [one for one in lying(self._timeline) if one.uid in gone]

        def lost():
            return missing(sounds, lying(self._timeline))

        if clips:
            tracks = ", ".join(sorted({one.track for one in clips}))
            name = f"gaps on {tracks}, where earlier music lay"
            self._change(name, still, self._delete, lost, self._append)

    def _put_down(self, parts):
        """parts: (what the daemon wants, pool clip, track index)."""
        rate = self._timeline.GetSetting("timelineFrameRate")
        known = {one.uid for one in lying(self._timeline)}
        sounds = [wanted_sound(*part, rate) for part in parts]
        places = {(one.id, one.start) for one in sounds}

        def new():
            found = [one for one in lying(self._timeline) if one.uid not in known]
            return [one for one in found if (one.clip, one.start) in places]

        if sounds:
            name = "clips of " + ", ".join(one.name for one in sounds)
            self._change(name, lambda: missing(sounds, new()), self._append, new, self._delete)

    def _append(self, sounds):
        append(sounds, self._version, self._timeline, self._pool, self._undo)

    def _delete(self, clips):
        self._desk.to_edit_page()
        for index in {one.index for one in clips if one.track.startswith(BIN)}:
            self._desk.unlock(index)
        self._timeline.DeleteClips([one.item for one in clips], False)

    def _mark(self, told, parts):
        """Write a marker that tells how its cue's clips lie; `parts`: [(what was put down, pool clip)]."""
        timeline, data = self._timeline, json.loads(told["data"])
        lengths = {one.clip: one.frames for one in lying(timeline) if one.start == data["start"]}
        for part, clip in parts:
            if part["cueId"] == told["cueId"]:
                data["stems"][part["stemId"]] = [clip.GetUniqueId(), lengths[clip.GetUniqueId()]]
        data, name = json.dumps(data, sort_keys=True), "the marker of " + told["cueId"]
        look = (int(told["frame"]), "Mint", told["name"], told["note"], 1, data)  # clips have no mint
        at, add = lambda: self._at(data), lambda _: timeline.AddMarker(*look)
        self._change(name, lambda: not at(), add, at, self._drop_marker)

    def _unmark(self, cue, data):
        frame, old = next((at, one) for at, one in markers_of(self._timeline) if one["customData"] == data)
        look = [frame, *(old[key] for key in ("color", "name", "note", "duration")), data]
        at, add = lambda: self._at(data), lambda _: self._timeline.AddMarker(*look)
        self._change(f"no marker at {cue}", at, self._drop_marker, lambda: not at(), add)

    def _at(self, data):
        """Frames of the markers that hold it."""
        return [frame for frame, marker in markers_of(self._timeline) if marker["customData"] == data]

    def _drop_marker(self, frames):
        self._timeline.DeleteMarkerAtFrame(frames[0])

    def _dropped(self, names):
        """Delete the tracks of these names on which nothing lies any more."""
        timeline = self._timeline
        for index in range(self._count(), 0, -1):
            if timeline.GetTrackName("audio", index) in names and drop_track(timeline, "audio", index):
                self._desk.dropped(index)
        there = range(1, self._count() + 1)
        empty = [index for index in there if not timeline.GetItemListInTrack("audio", index)]
        return not names & {timeline.GetTrackName("audio", index) for index in empty}

    def _count(self):
        """Number of tracks of sound; asked twice, as a wrong one would lead to the user's tracks."""
        count = self._timeline.GetTrackCount("audio")
        if count != self._timeline.GetTrackCount("audio"):
            raise PluginError("Resolve does not say how many tracks there are")
        return count


def _plain(path):
    return os.path.normcase(os.path.realpath(path))
