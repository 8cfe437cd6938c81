"""Flattens the stories of FCPXML: storylines, connected, compound, multicam and synchronised clips."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from xml.etree.ElementTree import Element

from ningbgm_agents.errors import TimelineError

from . import limits
from .fcpxml_content import Content, merged
from .fcpxml_cover import see_through
from .fcpxml_leaves import Leaves
from .fcpxml_nests import Laid, Nests, Place
from .fcpxml_notes import notes_of, text_of, transition_notes
from .fcpxml_resources import Resources
from .fcpxml_roles import channel_roles, muted_roles, silenced
from .fcpxml_time import ClipTime, Stretch, clip_time, name_of, time_of, time_or
from .joining import joined
from .pieces import Layer, Piece

_CLIPS = (
    "asset-clip", "clip", "ref-clip", "mc-clip", "sync-clip", "video", "audio", "title", "gap",
    "audition",
)  # fmt: skip
_NESTED = ("clip", "sync-clip", "ref-clip", "mc-clip")
_OF_FILES = ("asset-clip", "video", "audio")
_CONNECTED = (*_CLIPS, "spine", "caption")
_HALF = Fraction(1, 2)
_NONE = Content()


class Flattener:
    """Walks the story of one FCPXML file; `fps` is the rate of the edit, in whose frames it lays."""

    def __init__(self, resources: Resources, fps: Fraction, media_start_s: Callable[[str], Fraction]) -> None:
        """`media_start_s` tells the start timecode of a file where the timeline does not."""
        self._resources, self._fps = resources, fps
        self.notes: dict[str, None] = {}
        """What could not be honoured, each as a sentence, once."""
        self._leaves = Leaves(resources, fps, media_start_s, self.notes)
        self._nests = Nests(resources, fps, self.notes, self.storyline)
        self._count = 0
        self._language: str | None = None

    def sequence(self, sequence: Element, level: int = 0) -> Laid:
        """A whole sequence from its first frame on.

        Raises:
            TimelineError: nested too deep, too many clips, or times that are none.
        """
        return self._nests.sequence(sequence, Place(level, 0, self._fps))

    def storyline(
        self, children: Iterable[Element], zero_s: Fraction, place: Place, loose: bool = False
    ) -> Laid:
        """Clips, gaps and transitions one after another; offsets count from `zero_s`.

        In what is `loose` a clip without an offset lies at zero, not after the one before.
        """
        own: list[Content] = []
        connected: list[Content] = []
        pieces: list[Piece] = []
        position, pending = Fraction(0), None
        for child in children:
            if child.tag == "transition":
                self._enter(child, place.level)
                pending = self._transition(child, zero_s, position, own)
            elif child.tag in (*_CLIPS, "spine") and not _lane(child):
                laid = self._clip(child, place)
                start = self._start(child, zero_s, Fraction(0) if loose else position)
                picture = Layer(laid.own.seen(), laid.length).shifted(start)
                if pending is not None:
                    pieces, picture = _joined(pieces, picture, pending, start)
                pieces.extend(picture.pieces)
                own.append(replace(laid.own, pictures=()).shifted(start))
                connected.append(laid.connected.shifted(start))
                position, pending = start + laid.length, None
        if pending is not None:
            pieces, _ = _joined(pieces, Layer((), position), pending, position)
        picture = Layer(tuple(pieces), position)
        own.append(Content(pictures=(((), picture),) if pieces else ()))
        return Laid(merged(own), merged(connected), position)

    def _start(self, child: Element, zero_s: Fraction, position: Fraction) -> Fraction:
        """Where a clip begins: where it says, or after the one before it."""
        offset = time_of(child, "offset")
        if offset is None:
            return position
        start = (offset - zero_s) * self._fps
        return position if abs(start - position) < _HALF else start

    def _transition(
        self, child: Element, zero_s: Fraction, position: Fraction, own: list[Content]
    ) -> tuple[Fraction, Fraction, str]:
        """Its first and last frame, and its name; its markers are laid."""
        length_s = time_or(child, "duration")
        if length_s < 0:
            raise TimelineError(f"the transition {name_of(child)} has a negative length")
        length = length_s * self._fps
        offset = time_of(child, "offset")
        start = max(position - length / 2, Fraction(0))
        if offset is not None:
            start = (offset - zero_s) * self._fps
        own.append(Content(notes=transition_notes(child, length_s, self._fps)).shifted(start))
        return start, start + length, child.get("name") or ""

    def _clip(self, item: Element, place: Place) -> Laid:
        """One clip of any kind from its own start."""
        self._enter(item, place.level)
        if item.tag == "audition":
            return self._audition(item, place)
        if item.tag == "spine":
            inside = replace(place, level=place.level + 1)
            return self.storyline(item, Fraction(0), inside)
        time = self._time(item, place)
        shown = time.stretches()
        heard = time.stretches(time_of(item, "audioStart"), time_of(item, "audioDuration"))
        base = self._base(item, (*shown, *heard), place) if item.get("enabled") != "0" else _NONE
        if item.tag in _NESTED:
            self._charge(base.piece_count() * len(shown))
        own = base.played(shown, heard, self._fps)
        own = own.see_through() if see_through(item) else own
        notes = notes_of(item, time, self._fps)
        own = replace(own, notes=(*own.notes, *notes))
        return Laid(own, self._connected(item, time, place), time.length_s * self._fps)

    def _audition(self, item: Element, place: Place) -> Laid:
        """The active clip of an audition is the first; the others are alternatives."""
        active = next((child for child in item if child.tag in _CLIPS), None)
        if active is None:
            return Laid(_NONE, _NONE, Fraction(0))
        return self._clip(active, replace(place, level=place.level + 1))

    def _connected(self, item: Element, time: ClipTime, place: Place) -> Content:
        """What is connected to a clip, each in its lane, as long as it is itself."""
        laid = []
        for child in item:
            lane = _lane(child)
            if child.tag not in _CONNECTED or not (lane or child.tag == "caption"):
                continue
            start = time.since_start_s(time_or(child, "offset", time.start_s)) * self._fps
            there = Place(place.level + 1, lane if not place.lane else place.lane, place.fps)
            words = child.tag == "caption"
            content = self._caption(child, there) if words else self._clip(child, there).whole
            laid.append(content.under(lane).shifted(start))
        return merged(laid)

    def _caption(self, item: Element, place: Place) -> Content:
        self._enter(item, place.level)
        length = time_or(item, "duration") * self._fps
        text, language = text_of(item), item.get("role") or ""
        if length <= 0 or not text or item.get("enabled") == "0":
            return _NONE
        if self._language is None:
            self._language = language
        if language != self._language:
            self.notes["there are captions in more than one language; the first was read"] = None
            return _NONE
        words = Piece(Fraction(0), length, "clip", text, None)
        return Content(words=Layer((words,), length))

    def _time(self, item: Element, place: Place) -> ClipTime:
        """Where in its own time a clip starts, how long it is, and how fast it runs."""
        asset = self._resources.asset(item.get("ref")) if item.tag in _OF_FILES else None
        inner = self._nests.inside(item)
        first = asset.start_s if asset is not None else Fraction(0)
        length = asset.length_s if asset is not None and asset.length_s > 0 else None
        if inner is not None:
            first = time_or(inner, "tcStart")
            length = time_of(inner, "duration")
        said = time_of(item, "duration")
        length = length if said is None else said
        if length is None:
            raise TimelineError(f"{name_of(item)} in the timeline has no length; export the timeline again")
        return clip_time(item, time_or(item, "start", first), length, first, place.fps)

    def _base(self, item: Element, stretches: Sequence[Stretch], place: Place) -> Content:
        """What a clip holds, in its content's own time, in edit frames."""
        enable = item.get("srcEnable", "all")
        if item.tag == "gap":
            return _NONE
        if item.tag in ("clip", "sync-clip"):
            base = self._contained(item, place)
        elif item.tag == "ref-clip":
            base = self._nests.compound(item, place)
        elif item.tag == "mc-clip":
            base = self._nests.multicam(item, place)
        else:
            base = self._leaves.leaf(item, stretches, place.lane)
        base = base.only(picture=enable != "audio", sound=enable != "video" and not silenced(item))
        roles = channel_roles(item)
        return base if roles is None or not base.sounds else base.with_roles(roles)

    def _contained(self, item: Element, place: Place) -> Content:
        inside = replace(place, level=place.level + 1)
        within = [child for child in item if not _lane(child)]
        laid = self.storyline(within, Fraction(0), inside, loose=True)
        sources = {source.get("sourceID"): source for source in item.findall("sync-source")}
        own, connected = laid.own, laid.connected
        if "storyline" in sources:
            own = own.without_roles(muted_roles(sources["storyline"]))
        if "connected" in sources:
            connected = connected.without_roles(muted_roles(sources["connected"]))
        return merged((own, connected))

    def _enter(self, item: Element, level: int) -> None:
        if level > limits.MAX_NESTING:
            raise TimelineError(f"the timeline nests more than {limits.MAX_NESTING} clips in one another")
        self._charge(1)

    def _charge(self, pieces: int) -> None:
        self._count += pieces
        if self._count > limits.MAX_PLAYED:
            raise TimelineError("the timeline has too many clips, or too many inside one another, to be read")


def _joined(
    before: list[Piece], after: Layer, transition: tuple[Fraction, Fraction, str], cut: Fraction
) -> tuple[list[Piece], Layer]:
    start, end, said = transition
    return joined(before, after, cut, max(cut - start, Fraction(0)), max(end - cut, Fraction(0)), said)


def _lane(item: Element) -> int:
    said = (item.get("lane") or "").strip()
    number = said.removeprefix("-")
    if not (number.isascii() and number.isdigit() and len(number) < 6):
        return 0
    return int(said)
