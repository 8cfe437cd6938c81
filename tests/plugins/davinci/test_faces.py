"""What the person sees: the window of Studio, the page of the free edition."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from household import Sit
from ningbgm_resolve.face import Page, Window, face_for


class Widgets:
    """Fusion's UIManager and its dispatcher, as far as scripts of others use them.

    `AddWindow`, `GetItems`, `On.<id>.<event>`, `RunLoop`, `ExitLoop`, `Timer` with `On.Timeout`: as
    scripts of others; nobody wrote them down, and nothing here was measured.
    """

    def __init__(self, happen: list[str]) -> None:
        self.happen = happen
        """What the person does while a loop runs: `tick`, or the name of a button."""
        self.texts: list[str] = []
        self.hidden: list[bool] = []
        """Whether the button `Do` was hidden, each time that something happened."""
        self.visible = False
        self.On = SimpleNamespace(Timeout=None)
        self._events: dict[str, Any] = {}
        self._items = {name: SimpleNamespace(Text="", Hidden=False) for name in ("Text", "Do", "Close")}
        self._running = False
        widget: Callable[..., object] = lambda *given: SimpleNamespace(  # noqa: E731
            given=given, Start=lambda: None, Stop=lambda: None
        )
        self.Label = self.Button = self.VGroup = self.HGroup = self.Timer = widget

    def AddWindow(self, look: object, content: object) -> object:  # noqa: N802
        names = ("NingBGM", "Close", "Do")
        self._events = {name: SimpleNamespace(Close=None, Clicked=None) for name in names}
        on = SimpleNamespace(**self._events)
        return SimpleNamespace(On=on, GetItems=lambda: self._items, Show=self._show, Hide=self._hide)

    def RunLoop(self) -> None:  # noqa: N802
        self._running = True
        while self._running:
            what = self.happen.pop(0)
            self.texts.append(self._items["Text"].Text)
            self.hidden.append(self._items["Do"].Hidden)
            if what == "tick":
                self.On.Timeout(None)
            else:
                self._events[what].Clicked(None)

    def ExitLoop(self) -> None:  # noqa: N802
        self._running = False

    def _show(self) -> None:
        self.visible = True

    def _hide(self) -> None:
        self.visible = False


def test_the_window_shows_progress_and_ends_with_it() -> None:
    widgets = Widgets(["tick", "tick", "tick"])
    said = iter(["10 %", "20 %", None])

    Window(widgets, widgets).follow(lambda cancelled: next(said))

    assert widgets.texts == ["", "10 %", "20 %"]
    assert not widgets.visible


def test_the_window_cancels() -> None:
    widgets = Widgets(["tick", "Close", "tick", "tick"])
    heard: list[bool] = []

    def step(cancelled: bool) -> str | None:
        heard.append(cancelled)
        return "10 %" if len(heard) < 3 else None

    Window(widgets, widgets).follow(step)

    assert heard == [False, True, True]


def test_the_window_offers_something() -> None:
    assert Window(widgets := Widgets(["Do"]), widgets).show("Two clips are left.", "Remove them")
    assert not Window(widgets := Widgets(["Close"]), widgets).show("Two clips are left.", "Remove them")


def test_the_window_offers_nothing_where_nothing_is_left() -> None:
    widgets = Widgets(["Close"])

    assert not Window(widgets, widgets).show("Done.")
    assert widgets.texts == ["Done."]
    assert widgets.hidden == [True]


def test_the_page_is_opened_once_and_shows_text_as_text() -> None:
    opened: list[str] = []
    said = iter(["10 %", "10 %", "<script>20 %</script>", None])
    page = Page(opened.append)

    page.follow(lambda cancelled: next(said))
    working = Path(opened[0].removeprefix("file://")).read_text(encoding="utf-8")
    page.show("Done.")

    assert len(opened) == 1
    assert "&lt;script&gt;20 %" in working
    assert "refresh" in working
    assert "refresh" not in Path(opened[0].removeprefix("file://")).read_text(encoding="utf-8")


def test_the_page_rests_at_the_end_also_when_it_says_the_same() -> None:
    opened: list[str] = []
    said = iter(["Done.", None])
    page = Page(opened.append)

    page.follow(lambda cancelled: next(said))
    pressed = page.show("Done.", "Remove them")

    assert not pressed
    assert "refresh" not in Path(opened[0].removeprefix("file://")).read_text(encoding="utf-8")


def test_each_edition_gets_its_face(sit: Sit) -> None:
    widgets = Widgets([])
    studio = sit(edition="studio").world.menu()
    free = sit(edition="free", version="20.0").world.menu()
    bmd = SimpleNamespace(UIDispatcher=lambda ui: widgets)
    ui = SimpleNamespace(UIManager=widgets)

    assert isinstance(face_for({**studio, "bmd": bmd, "fusion": ui}), Window)
    assert isinstance(face_for(free), Page)
