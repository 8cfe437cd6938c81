"""The user's own hands: building and changing timelines past the API, unlogged."""

from __future__ import annotations

from fractions import Fraction

from .application import Application
from .bin import Bin
from .clip import Clip
from .item import Item, Kind
from .markers import Marker
from .media import Kind as MediaKind
from .media import Media
from .media_pool import import_paths
from .rate import RATES
from .sequence import Sequence
from .track import Track, TrackKind


class Hands:
    """What a person does on screen; everything made here belongs to the user."""

    def __init__(self, app: Application) -> None:
        self._app = app

    def timeline(self, name: str, start_timecode: str = "01:00:00:00", *, rate: str = "") -> Sequence:
        """A new timeline with one video and one stereo track; the first one becomes current."""
        film = self._app.film
        its_rate = RATES[rate] if rate else film.rate
        sequence = Sequence(self._app.new_id(), name, its_rate, its_rate.frame(start_timecode))
        media = Media(name, "av", its_rate)
        sequence.clip = Clip(self._app.new_id(), media, its_rate, film.root, sequence=sequence)
        film.root.clips.append(sequence.clip)
        self.track(sequence, "video")
        self.track(sequence, "audio", sub_type="stereo")
        film.sequences.append(sequence)
        film.current = film.current or sequence
        return sequence

    def track(
        self,
        sequence: Sequence,
        kind: TrackKind,
        name: str = "",
        sub_type: str = "",
        index: int | None = None,
    ) -> Track:
        return sequence.add_track(kind, sub_type or ("stereo" if kind == "audio" else ""), index, name=name)

    def bin(self, name: str, parent: Bin | None = None) -> Bin:
        made = Bin(self._app.new_id(), name, parent or self._app.film.root)
        (parent or self._app.film.root).bins.append(made)
        return made

    def footage(
        self,
        path: str,
        frames: int,
        *,
        rate: str = "",
        kind: MediaKind = "av",
        start_timecode: str = "00:00:00:00",
    ) -> Clip:
        """A file with picture, put on the disc and imported into the current folder."""
        its_rate = RATES[rate] if rate else self._app.film.rate
        self._app.disc.put(Media(path, kind, its_rate, frames, start_timecode))
        return import_paths(self._app, [path], made_by="user")[0]

    def sound(self, path: str, seconds: Fraction | float, channels: int = 2) -> Clip:
        """A WAV that exists by name only, imported into the current folder."""
        samples = int(Fraction(seconds) * 48_000)
        self._app.disc.put(Media(path, "audio", sample_count=samples, channels=channels))
        return import_paths(self._app, [path], made_by="user")[0]

    def place(
        self,
        track: Track,
        clip: Clip,
        at: int,
        duration: int,
        *,
        source: Fraction | int = 0,
        speed: Fraction | int = 1,
        sound_on: Track | None = None,
    ) -> Item:
        """A clip at a frame counted from the timeline's START, with its linked sound where asked for."""
        start = track.sequence.start + at
        made = [self._item("clip", clip.name, start, duration, clip, source, speed) for _ in range(2)]
        track.put(made[0])
        if sound_on is not None:
            sound_on.put(made[1])
            made[0].links, made[1].links = [made[1]], [made[0]]
        return made[0]

    def title(self, track: Track, at: int, duration: int, name: str = "Text+") -> Item:
        return track.put(self._item("title", name, track.sequence.start + at, duration))

    def generator(self, track: Track, at: int, duration: int, name: str = "Solid Color") -> Item:
        return track.put(self._item("generator", name, track.sequence.start + at, duration))

    def transition(self, track: Track, cut: int, duration: int, name: str = "Cross Dissolve") -> Item:
        """Centred on the cut, a frame counted from the timeline's start: 12 at 86432 starts at 86426 (AT)."""
        start = track.sequence.start + cut - duration // 2
        made = self._item("transition", name, start, duration)
        made.before_cut = duration // 2
        return track.put(made)

    def marker(self, sequence: Sequence, at: int, name: str, color: str = "Blue", note: str = "") -> None:
        sequence.markers[at] = Marker(color, name, note, 1)

    def mark(self, sequence: Sequence, in_: int | None = None, out: int | None = None) -> None:
        """Sets mark in, mark out or both, as the keys I and O do."""
        for key, frame in (("in", in_), ("out", out)):
            if frame is not None:
                sequence.marks.put(key, frame)

    def trim(self, item: Item, head: int = 0, tail: int = 0) -> None:
        """Takes frames off the head or the tail; negative ones give them back."""
        item.start += head
        item.duration -= head + tail
        if item.clip is not None:
            item.source += head * item.clip.rate.fps / item.rate_fps * item.speed

    def swap(self, first: Item, second: Item) -> None:
        """Two neighbours change places; the span of both stays."""
        first, second = sorted((first, second), key=lambda item: item.start)
        second.start, first.start = first.start, second.end - first.duration

    def insert(self, sequence: Sequence, at: int, frames: int) -> None:
        """Pushes everything from a frame on (counted from the start) to the right, on every track."""
        for item in sequence.all_items():
            item.start += frames if item.start >= sequence.start + at else 0

    def delete(self, item: Item, *, ripple: bool = False) -> None:
        track, start, duration = item.track, item.start, item.duration
        assert track is not None
        track.drop(item)
        for later in list(track.sequence.all_items()) if ripple else []:
            later.start -= duration if later.start >= start else 0

    def move_start(self, sequence: Sequence, timecode: str) -> None:
        """The whole timeline to another start timecode."""
        sequence.move_start(sequence.rate.frame(timecode))

    def _item(
        self,
        kind: Kind,
        name: str,
        start: int,
        duration: int,
        clip: Clip | None = None,
        source: Fraction | int = 0,
        speed: Fraction | int = 1,
    ) -> Item:
        source, speed = Fraction(source), Fraction(speed)
        return Item(self._app.new_id(), name, kind, None, start, duration, clip, source, speed)
