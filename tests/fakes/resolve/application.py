"""The running Resolve: what is open, where the user stands, how it answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from .bin import Bin
from .clip import Clip
from .edition import Edition, Version
from .media import Disc
from .modal import Modal
from .rate import Rate
from .sequence import Sequence

PAGES = ("media", "photo", "cut", "edit", "fusion", "color", "fairlight", "deliver")
"""R21.0.4 `OpenPage`; "photo" since 21.0.2 (PYBMD)."""

UNTITLED = "Untitled Project"


@dataclass(eq=False, slots=True, repr=False)
class Film:
    """A project."""

    id: str
    name: str
    rate: Rate
    root: Bin
    bin: Bin
    """The current folder of the media pool."""
    sequences: list[Sequence] = field(default_factory=list)
    current: Sequence | None = None
    selection: list[Clip] = field(default_factory=list)
    """What is selected in the media pool."""
    saves: int = 0

    def __repr__(self) -> str:
        return f"<Film {self.name}>"


@dataclass(eq=False, slots=True, repr=False)
class Application:
    edition: Edition
    version: Version
    film: Film
    page: str = "edit"
    running: bool = True
    headless: bool = False
    external_scripting: bool = True
    """The preference `External scripting using`: Local or Network, not None."""
    numbers_as: Literal["number", "string"] = "number"
    """How rates are read: documented as strings (R21.0.4), numbers in R21.1; both were seen (nle.md 1.3)."""
    clock_s: float = 0.0
    disc: Disc = field(default_factory=Disc)
    modal: Modal = field(default_factory=Modal)
    prefs: dict[str, object] = field(default_factory=dict)
    saved_prefs: dict[str, object] = field(default_factory=dict)
    on_wait: list[Callable[[], None]] = field(default_factory=list)
    _ids: Iterator[int] = field(default_factory=lambda: iter(range(1, 10**9)))

    def __repr__(self) -> str:
        return f"<Resolve {self.version} {self.edition}>"

    def new_id(self) -> str:
        number = next(self._ids)
        return f"00000000-0000-4000-8000-{number:012x}"

    def number(self, rate: Rate) -> float | str:
        """A rate as this Resolve tells it."""
        return rate.number if self.numbers_as == "number" else rate.text

    def wait(self, seconds: float) -> None:
        """Lets time pass, without waiting: `bmd.wait` sleeps (LUA)."""
        self.clock_s += seconds
        for happen in list(self.on_wait):
            happen()
