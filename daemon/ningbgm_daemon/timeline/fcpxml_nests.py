"""What compound and multicam clips hold: sequences and angles inside clips."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Protocol
from xml.etree.ElementTree import Element

from ningbgm_agents.errors import TimelineError

from .fcpxml_content import Content, merged
from .fcpxml_leaves import undescribed
from .fcpxml_resources import Resources
from .fcpxml_roles import muted_roles
from .fcpxml_time import name_of, time_or
from .pieces import Layer

_HELD_BY = {"ref-clip": "sequence", "mc-clip": "multicam"}


@dataclass(frozen=True)
class Laid:
    """A clip or a storyline from its own start: what it plays, and what is connected to it."""

    own: Content
    connected: Content
    length: Fraction

    @property
    def whole(self) -> Content:
        """Both together."""
        return merged((self.own, self.connected))


@dataclass(frozen=True)
class Place:
    """Where a clip lies: how deep, in which lane, and the rate that its storyline counts in."""

    level: int
    lane: int
    fps: Fraction


class Storyline(Protocol):
    """Lays clips one after another."""

    def __call__(self, children: Iterable[Element], zero_s: Fraction, place: Place) -> Laid:
        """What they show and sound; their offsets count from `zero_s`."""
        ...


@dataclass
class Nests:
    """Flattens what nested clips hold, each the first time that it is used."""

    resources: Resources
    fps: Fraction
    notes: dict[str, None]
    """Where to say what could not be honoured."""
    storyline: Storyline
    _nested: dict[tuple[str, str], Content] = field(default_factory=dict)
    _open: set[tuple[str, str]] = field(default_factory=set)

    def sequence(self, sequence: Element, place: Place) -> Laid:
        """A whole sequence from its first frame on, in the rate of its format."""
        spine = sequence.find("spine")
        children = list(spine) if spine is not None else []
        return self.storyline(children, time_or(sequence, "tcStart"), self._inside(sequence, place))

    def inside(self, item: Element) -> Element | None:
        """The sequence or the multicam that a clip plays; None for clips of other kinds."""
        held = _HELD_BY.get(item.tag)
        media = self.resources.media(item.get("ref")) if held else None
        return media.find(held) if media is not None and held else None

    def compound(self, item: Element, place: Place) -> Content:
        """What a compound clip holds, in the time of its sequence."""
        sequence = self.inside(item)
        if sequence is None:
            return self._missing(item)
        zero = time_or(sequence, "tcStart") * self.fps

        def laid() -> Content:
            return self.sequence(sequence, place).whole.shifted(zero)

        content = self._once((item.get("ref") or "", ""), item, laid)
        return content.without_roles(muted_roles(item.findall("audio-role-source")))

    def multicam(self, item: Element, place: Place) -> Content:
        """The angle that is seen and the angles that are heard; without a choice the first is both."""
        multicam = self.inside(item)
        if multicam is None:
            return self._missing(item)
        angles = {angle.get("angleID") or "": angle for angle in multicam.findall("mc-angle")}
        sources = item.findall("mc-source") or [Element("mc-source", angleID=a) for a in [*angles][:1]]
        used = []
        for source in sources:
            angle = angles.get(source.get("angleID") or "")
            if angle is None:
                self.notes[f"{name_of(item)} uses an angle that its multicam clip does not hold"] = None
                continue
            enable = source.get("srcEnable", "all")
            content = self._angle(item, multicam, angle, place)
            content = content.without_roles(muted_roles(source.findall("audio-role-source")))
            used.append(content.only(picture=enable in ("all", "video"), sound=enable in ("all", "audio")))
        return merged(used)

    def _angle(self, item: Element, multicam: Element, angle: Element, place: Place) -> Content:
        zero = time_or(multicam, "tcStart")

        def laid() -> Content:
            return self.storyline(angle, zero, self._inside(multicam, place)).whole.shifted(zero * self.fps)

        return self._once((item.get("ref") or "", angle.get("angleID") or ""), item, laid)

    def _inside(self, holder: Element, place: Place) -> Place:
        form = self.resources.format(holder.get("format"))
        fps = form.fps if form is not None and form.fps is not None else place.fps
        return Place(place.level + 1, 0, fps)

    def _once(self, key: tuple[str, str], item: Element, laid: Callable[[], Content]) -> Content:
        if key in self._open:
            raise TimelineError(f"{name_of(item)} in the timeline contains itself")
        if key not in self._nested:
            self._open.add(key)
            content = laid()
            self._nested[key] = replace(content, pictures=(((), Layer(content.seen(), Fraction(0))),))
            self._open.remove(key)
        return self._nested[key]

    def _missing(self, item: Element) -> Content:
        self.notes[undescribed(item)] = None
        return Content()
