"""The menu's Lua state: the same objects, reached from a real Lua interpreter (LuaJIT 2.1, through lupa).

LUA measured the host of 21.1.0.17 free: LuaJIT 2.1 in-process, `resolve`, `fusion`, `fu`, `app` and `bmd` as
globals; `io`, `os.execute`, `os.remove`, `os.rename`, `require`, `package`, `ffi`, `debug`, `arg` and
UIManager are nil, `print` shows nothing; `loadfile`, `dofile`, `loadstring`, `setfenv`, `pcall` and the rest
of Lua 5.1 work (nle.md 0.1, 1.5). Lists carry a key `__flags`, so `pairs` over them is wrong. `lpeg` is
missing here only because lupa has none.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from .fusion import Bmd
from .proxy import Proxy

if TYPE_CHECKING:
    from .application import Application
    from .calls import Switchboard

_HOST = Path(__file__).with_name("lua_host.lua")
_BMD = ("wait", "gettime", "fileexists", "direxists", "getpid", "createuuid")


class LuaFace:
    """One Lua state, alive as long as the object; each click on a menu entry is a new one."""

    def __init__(self, app: Application, switchboard: Switchboard, fusion: object) -> None:
        from lupa import luajit21  # type: ignore[import-untyped]  # lupa has no types

        self.printed: list[str] = []
        """What `print` was given; nobody sees it in the free edition's menu scripts (LUA)."""
        self._lua = luajit21.LuaRuntime(
            unpack_returned_tuples=True, register_builtins=False, register_eval=False
        )
        self._type = luajit21.lua_type
        self._switchboard = switchboard
        bmd = Bmd(app)
        install = self._lua.execute(_HOST.read_text(encoding="utf-8"))
        self._host = install(
            self._names_of,
            self._call,
            lambda *parts: self.printed.append("\t".join(str(part) for part in parts)),
        )
        self._set = self._host["set"]
        self._set("resolve", self._handle(switchboard.wrap(app)))
        for name in ("fusion", "fu", "app"):
            self._set(name, self._handle(fusion))
        self._host["bmd"]({name: getattr(bmd, name) for name in _BMD}, bmd._VERSION)
        if self.sandboxed(app):
            self._host["sandbox"]()

    @staticmethod
    def sandboxed(app: Application) -> bool:
        """Free from 21.1 (nle.md 0.1)."""
        return app.edition == "free" and not app.version.before("21.1")

    def run(self, source: str) -> object:
        """Runs a chunk; gives its first value as Python has it, raises lupa's LuaError where it fails."""
        return self._python(self._host["run"](source))

    def run_file(self, path: Path | str) -> object:
        """A click on a script of the menu."""
        return self._python(self._host["run_file"](str(path)))

    def _names_of(self, proxy: Proxy, name: str) -> tuple[str, object]:
        """Whether a name is a call, a constant, or nothing: nil, as for every unknown name."""
        value = getattr(proxy, name)
        if callable(value):
            return "call", None
        return ("value", self._lua_value(value)) if value is not None else ("nil", None)

    def _call(self, proxy: Proxy, name: str, arguments: object, count: int) -> object:
        values = [self._python(arguments[index + 1]) for index in range(int(count))]  # type: ignore[index]  # a table
        return self._lua_value(getattr(proxy, name)(*values))

    def _handle(self, proxy: object) -> object:
        return self._host["handle"](proxy)

    def _lua_value(self, value: object) -> object:
        """Lists become tables from 1 with `__flags`, dicts become tables (R21.0.4 "List and Dict", LUA)."""
        if isinstance(value, Proxy):
            return self._handle(value)
        if isinstance(value, list):
            table = self._lua.table(*(self._lua_value(part) for part in value))
            table["__flags"] = 0  # the key was seen, its value was not written down [inference]
            return table
        if isinstance(value, dict):
            return self._lua.table_from({key: self._lua_value(part) for key, part in value.items()})
        return value

    def _python(self, value: object) -> object:
        """Tables that count from 1 become lists, others dicts; whole floats become ints."""
        if isinstance(value, float) and value.is_integer():
            return int(value)
        kind = self._type(value)
        if kind == "userdata":
            return self._host["proxy"](value)
        if kind != "table":
            return value
        parts = {self._python(key): self._python(part) for key, part in value.items() if key != "__flags"}  # type: ignore[attr-defined]  # a table
        if list(parts) == list(range(1, len(parts) + 1)):
            return list(parts.values())
        return parts
