"""What can go wrong at a call, one class each; a test hangs them up with `World.on_call`.

A fault gets the call as `do` and decides whether, when and in what state of the application it happens.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from .application import Application

Do = Callable[[], object]


class Fault(Protocol):
    def __call__(self, do: Do, app: Application) -> object: ...


class ResolveError(RuntimeError):
    """What an injected failure raises; the real class is unknown, so a plugin must not lean on it."""


@dataclass(frozen=True)
class Raise:
    """The call raises and does nothing."""

    error: Exception | type[Exception] = ResolveError

    def __call__(self, do: Do, app: Application) -> object:
        raise self.error


@dataclass(frozen=True)
class RaiseAfter:
    """The call does its work and raises all the same.

    Items of such a call are seen by every reader and vanish at the next save: 573 became 500 (AT
    "errored-chunk placements are not durable across a save", nle.md 1.4.5).
    """

    error: Exception | type[Exception] = ResolveError

    def __call__(self, do: Do, app: Application) -> object:
        before = {item.id for sequence in app.film.sequences for item in sequence.all_items()}
        do()
        for sequence in app.film.sequences:
            for item in sequence.all_items():
                item.durable = item.durable and item.id in before
        raise self.error


@dataclass(frozen=True)
class Return:
    """The call does nothing and gives this: None, False, an empty list, or a lie (True)."""

    value: object

    def __call__(self, do: Do, app: Application) -> object:
        return self.value


@dataclass(frozen=True)
class LockTrack:
    """Somebody locks a track of the current timeline right before the call."""

    kind: str
    index: int

    def __call__(self, do: Do, app: Application) -> object:
        track = app.film.current.track(self.kind, self.index) if app.film.current else None
        if track is not None:
            track.locked = True
        return do()


@dataclass(frozen=True)
class SwitchPage:
    """The user goes to another page right before the call (nle.md 1.4.7, 1.4.10)."""

    page: str

    def __call__(self, do: Do, app: Application) -> object:
        app.page = self.page
        return do()


@dataclass(frozen=True)
class Meanwhile:
    """The user edits right before the call, or right after it (nle.md 1.4.10)."""

    happen: Callable[[], object]
    after: bool = False

    def __call__(self, do: Do, app: Application) -> object:
        if not self.after:
            self.happen()
            return do()
        result = do()
        self.happen()
        return result


@dataclass(frozen=True)
class ShowModal:
    """A dialogue comes up right before the call (`modal`)."""

    def __call__(self, do: Do, app: Application) -> object:
        app.modal.show()
        return do()


@dataclass(frozen=True)
class Quit:
    """Resolve is gone: this call and every later one gives None (AT "ArchiveProject")."""

    def __call__(self, do: Do, app: Application) -> object:
        app.running = False
        return do()


NAMED: dict[str, Fault] = {
    "raise": Raise(),
    "raise_after": RaiseAfter(),
    "return_none": Return(None),
    "return_false": Return(False),
    "return_true": Return(True),
    "return_empty": Return([]),
    "show_modal": ShowModal(),
    "quit": Quit(),
}
"""The faults that need nothing, by the names that `on_call` takes."""
