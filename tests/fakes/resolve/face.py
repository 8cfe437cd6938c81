"""What every object of the API is made of: the application, and the state that it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from .application import Application

State = TypeVar("State")


class NotModelledError(NotImplementedError):
    """A test walked where nothing is known of Resolve; the fake would have to invent."""


class Face(Generic[State]):
    """One object as scripts see it; its public methods are the calls that scripts may make.

    Methods take and return the state itself (`Item`, `Clip`, `Sequence`, …); `calls` wraps what goes out and
    unwraps what comes in.
    """

    def __init__(self, app: Application, state: State) -> None:
        self.app = app
        self.state = state

    def __repr__(self) -> str:
        return f"<{type(self).__name__}>"

    def answer(self, name: str, arguments: tuple[object, ...], named: dict[str, object]) -> object:
        """What the call gives; overridden where the object may be dead."""
        return getattr(self, name)(*arguments, **named)

    @classmethod
    def calls(cls) -> list[str]:
        """The names that a script may call."""
        return [name for name in dir(cls) if name[0].isupper() and callable(getattr(cls, name))]
