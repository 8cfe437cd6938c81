"""Asks a real Resolve what NingBGM believes of it, on a throw-away project, and writes down the answers.

Make a new project, put a few clips on a timeline, open Workspace > Console > Py3, and type:

    exec(open(r"FOLDER/probe.py", encoding="utf-8").read())

It adds a track, a bin, two sounds of silence and a marker, looks at what came of it, and takes all away.
The answers stand in the console and in `ningbgm-probe.json` in your home folder: attach that to an issue.
"""

import json
import os
import tempfile
import wave

SECONDS = 2
SOUND = ("File Path", "FPS", "Frames", "Duration", "Start TC")
CALLS = {
    "resolve": "GetProductName GetVersion IsStudio OpenPage GetCurrentPage",
    "timeline": "GetSelectedClips GetMarkInOut GetTrackSubType DeleteTrack GetMarkers AddMarker Export",
    "pool": "SetSelectedClip GetSelectedClips ImportMedia AppendToTimeline DeleteClips",
}


class Probe:
    """Every answer under its question."""

    def __init__(self, resolve):
        self.resolve, self.answers = resolve, {}
        self.project = resolve.GetProjectManager().GetCurrentProject()
        self.timeline, self.pool = self.project.GetCurrentTimeline(), self.project.GetMediaPool()

    def ask(self, question, answer):
        """Note an answer; a failure is one, too."""
        try:
            self.answers[question] = answer()
        except Exception as error:  # noqa: BLE001 (whatever it is, it is an answer)
            self.answers[question] = f"failed: {error!r}"
        print(question, "->", self.answers[question])
        return self.answers[question]

    def run(self):
        """Ask everything; returns the answers."""
        timeline, pool = self.timeline, self.pool
        self.ask("product, version", lambda: [self.resolve.GetProductName(), self.resolve.GetVersion()])
        for name, thing in (("resolve", self.resolve), ("timeline", timeline), ("pool", pool)):
            self.ask(
                name + " has",
                lambda thing=thing, name=name: {
                    call: callable(getattr(thing, call, None)) for call in CALLS[name].split()
                },
            )
        self.ask(
            "rate, drop",
            lambda: [
                timeline.GetSetting("timelineFrameRate"),
                timeline.GetSetting("timelineDropFrameTimecode"),
            ],
        )
        self.ask(
            "start, end, timecode",
            lambda: [
                timeline.GetStartFrame(),
                timeline.GetEndFrame(),
                timeline.GetStartTimecode(),
                timeline.GetCurrentTimecode(),
            ],
        )
        self.ask("marks as they are set now", lambda: timeline.GetMarkInOut())
        self.ask("selection", lambda: len(timeline.GetSelectedClips()))
        self.ask("export", self._exported)
        self._place()
        return self.answers

    def _exported(self):
        path = os.path.join(tempfile.mkdtemp(), "probe.otio")
        said = timeline_said = self.timeline.Export(path, self.resolve.EXPORT_OTIO)
        with open(path, encoding="utf-8") as file:
            text = file.read()
        return {
            "said": timeline_said,
            "length": len(text),
            "markers": text.count("Marker."),
            "ok": bool(said),
        }

    def _place(self):
        """A bin, sounds, a track, a marker; and all of it away again."""
        timeline, pool = self.timeline, self.pool
        opened, page = pool.GetCurrentFolder(), self.resolve.GetCurrentPage()
        folder = pool.AddSubFolder(pool.GetRootFolder(), "NingBGM probe")
        pool.SetCurrentFolder(folder)
        self.ask("import", lambda: [str(clip) for clip in pool.ImportMedia([_silence(1), _silence(2)])])
        clips, index = folder.GetClipList(), timeline.GetTrackCount("audio") + 1
        self.ask("what a sound is", lambda: [[clip.GetClipProperty(key) for key in SOUND] for clip in clips])
        self._add_track(index)
        self._append(clips, index)
        self._mark()
        self._take_away(index)
        self.ask(
            "clean up",
            lambda: [
                pool.SetCurrentFolder(opened),
                pool.DeleteClips(clips),
                pool.DeleteFolders([folder]),
                self.resolve.OpenPage(page),
            ],
        )

    def _add_track(self, index):
        timeline = self.timeline
        self.ask(
            "add track",
            lambda: [
                timeline.AddTrack("audio", "stereo"),
                timeline.GetTrackCount("audio"),
                timeline.SetTrackName("audio", index, "NingBGM probe"),
                timeline.GetTrackName("audio", index),
            ],
        )

    def _append(self, clips, index):
        """Put a sound down, another over it, and one on the locked track."""
        timeline, append = self.timeline, self.pool.AppendToTimeline
        info = {"mediaPoolItem": clips[0], "startFrame": 0, "endFrame": 24, "mediaType": 2}
        info.update(trackIndex=index, recordFrame=timeline.GetStartFrame() + 10)
        late = dict(info, recordFrame=timeline.GetStartFrame() + 100)
        self.ask("append", lambda: [str(item) for item in append([info])])
        self.ask("where it lies", lambda: self._lying(index))
        self.ask("append over it", lambda: len(append([dict(info, mediaPoolItem=clips[1])]) or []))
        self.ask("what lies there then", lambda: self._lying(index))
        self.ask(
            "locked",
            lambda: [
                timeline.SetTrackLock("audio", index, True),
                timeline.GetIsTrackLocked("audio", index),
                len(append([late]) or []),
                timeline.SetTrackLock("audio", index, False),
            ],
        )

    def _mark(self):
        timeline = self.timeline
        self.ask(
            "marker",
            lambda: [
                timeline.AddMarker(3, "Mint", "probe", "note", 1, "ningbgm probe"),
                timeline.GetMarkers().get(3),
                timeline.DeleteMarkerAtFrame(3),
            ],
        )

    def _take_away(self, index):
        timeline = self.timeline
        self.resolve.OpenPage("edit")
        self.ask(
            "delete",
            lambda: [
                timeline.DeleteClips(timeline.GetItemListInTrack("audio", index), False),
                self._lying(index),
                timeline.DeleteTrack("audio", index),
            ],
        )

    def _lying(self, index):
        zero = self.timeline.GetStartFrame()
        return [
            [item.GetStart() - zero, item.GetDuration(), item.GetUniqueId()]
            for item in self.timeline.GetItemListInTrack("audio", index)
        ]


def _silence(number):
    path = os.path.join(tempfile.mkdtemp(), f"ningbgm-probe-{number}.wav")
    with wave.open(path, "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(48000)
        file.writeframes(bytes(48000 * SECONDS * 4))
    return path


def main(given, path=""):
    """Ask, and write the answers down."""
    path = path or os.path.join(os.path.expanduser("~"), "ningbgm-probe.json")
    answers = Probe(given.get("resolve") or given["app"].GetResolve()).run()
    with open(path, "w", encoding="utf-8") as file:
        json.dump(answers, file, indent=1, default=str)
    print("Written to", path)
    return answers


if "resolve" in globals() or "app" in globals():
    main(globals())
