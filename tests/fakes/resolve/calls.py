"""Every call of a script goes through here: numbered, logged, broken on demand."""

from __future__ import annotations

import fnmatch
from collections.abc import Callable
from dataclasses import dataclass

from .application import Application
from .edition import STUDIO_ONLY
from .face import Face
from .faults import Fault
from .modal import blocked
from .proxy import Proxy, state_of


@dataclass(slots=True)
class Call:
    """One line of the log: `12 Timeline.AddTrack('audio', 'stereo') -> True`."""

    number: int
    name: str
    arguments: str
    result: str = ""

    def __str__(self) -> str:
        return f"{self.number} {self.name}({self.arguments}) -> {self.result}"


@dataclass(slots=True)
class Rule:
    """A fault, and when it strikes: at the n-th call of all, or at calls of that name."""

    when: int | str
    fault: Fault
    times: int | None
    skip: int = 0

    def strikes(self, call: Call) -> bool:
        if self.times == 0 or not self._names(call):
            return False
        if self.skip:
            self.skip -= 1
            return False
        if self.times is not None:
            self.times -= 1
        return True

    def _names(self, call: Call) -> bool:
        if isinstance(self.when, int):
            return call.number == self.when
        return fnmatch.fnmatchcase(call.name, self.when if "." in self.when else f"*.{self.when}")


class Switchboard:
    """Joins the scripts' proxies to the state."""

    def __init__(self, app: Application, faces: dict[type, type[Face[object]]]) -> None:
        self.app = app
        self.log: list[Call] = []
        self.rules: list[Rule] = []
        self._faces = faces

    def names(self, face: Face[object]) -> list[str]:
        """What `dir` lists: the calls that this version has, and the object's constants."""
        kind = type(face).__name__
        known = [name for name in face.calls() if self.app.version.has(f"{kind}.{name}")]
        return sorted([*known, *self._constants(face)])

    def attribute(self, face: Face[object], name: str) -> object:
        """A call, a constant, or None for any other name (`proxy`)."""
        constants = self._constants(face)
        if name in constants:
            return constants[name]
        if name not in self.names(face):
            return None

        def call(*arguments: object, **named: object) -> object:
            return self.call(face, name, arguments, named)

        return call

    def call(self, face: Face[object], name: str, arguments: tuple[object, ...], named: dict[str, object]):  # type: ignore[no-untyped-def]  # what scripts get
        """Logs the call, lets faults strike, and answers."""
        call = Call(len(self.log) + 1, f"{type(face).__name__}.{name}", _shown(arguments, named))
        self.log.append(call)

        def do() -> object:
            return self._answer(face, call.name, arguments, named)

        rule = next((rule for rule in self.rules if rule.strikes(call)), None)
        try:
            result = rule.fault(do, self.app) if rule else do()
        except Exception as error:
            call.result = f"{type(error).__name__}: {error}"
            raise
        call.result = repr(result)
        return self.wrap(result)

    def wrap(self, value: object) -> object:
        """State becomes proxies, deep in lists and dicts; each time new ones."""
        if isinstance(value, list | tuple):
            return [self.wrap(part) for part in value]
        if isinstance(value, dict):
            return {key: self.wrap(part) for key, part in value.items()}
        if type(value) in self._faces:
            return Proxy(self, self._faces[type(value)](self.app, value))
        if isinstance(value, Face):
            return Proxy(self, value)
        return value

    def _answer(self, face: Face[object], call: str, arguments: tuple[object, ...], named: dict[str, object]):  # type: ignore[no-untyped-def]  # state or a plain value
        if not self.app.running:
            return None  # every handle of a dead Resolve (AT "ArchiveProject")
        if self.app.modal.up:
            return blocked(call)
        if call in STUDIO_ONLY and self.app.edition == "free":
            self.app.modal.show()
            return False
        plain = state_of(list(arguments))
        return face.answer(call.split(".")[-1], tuple(plain), dict(state_of(named).items()))  # type: ignore[arg-type,attr-defined]  # lists and dicts stay so

    @staticmethod
    def _constants(face: Face[object]) -> dict[str, object]:
        constants: Callable[[], dict[str, object]] = getattr(face, "constants", dict)
        return constants()


def _shown(arguments: tuple[object, ...], named: dict[str, object]) -> str:
    return ", ".join([*map(repr, arguments), *(f"{key}={value!r}" for key, value in named.items())])
