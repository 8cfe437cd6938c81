"""The objects that scripts hold.

AT "hasattr() / getattr() on Resolve API objects", DB and nle.md 1.1: `hasattr` is True for any name, real or
invented, because an unknown name reads None; `dir` lists the real ones only, and `callable(getattr(…, None))`
agrees with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .calls import Switchboard
    from .face import Face


class Proxy:
    """A handle. Two handles on one thing are two objects: compare `GetUniqueId` [inference, the stricter]."""

    __slots__ = ("_proxy_face", "_proxy_switchboard")
    _proxy_face: Face[object]
    _proxy_switchboard: Switchboard

    def __init__(self, switchboard: Switchboard, face: Face[object]) -> None:
        object.__setattr__(self, "_proxy_switchboard", switchboard)
        object.__setattr__(self, "_proxy_face", face)

    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        return self._proxy_switchboard.attribute(self._proxy_face, name)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"scripts cannot set {name}")

    def __dir__(self) -> list[str]:
        return self._proxy_switchboard.names(self._proxy_face)

    def __repr__(self) -> str:
        return f"<BlackmagicFusion.PyRemoteObject {type(self._proxy_face).__name__}>"


def state_of(value: object) -> object:
    """What a script's argument stands for: proxies become the state behind them, deep in lists and dicts."""
    if isinstance(value, Proxy):
        return value._proxy_face.state
    if isinstance(value, list | tuple):
        return [state_of(part) for part in value]
    if isinstance(value, dict):
        return {key: state_of(part) for key, part in value.items()}
    return value
