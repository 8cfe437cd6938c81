"""The free edition's whole way: Lua exports, a real `ningbgm watch` scores, Lua places; and again."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from free_desk import FreeDesk

pytestmark = pytest.mark.e2e
pytest.importorskip("lupa.luajit21")
PROGRAM = Path(sys.executable).with_name("ningbgm")
SMALL_FILM = Path(__file__).parents[2] / "daemon"
PATIENCE_S = 900


@contextmanager
def watching(folder: Path, home: Path, said: Path) -> Iterator[None]:
    """`ningbgm watch` as a person types it; the daemon that it starts is ended with it."""
    environment = os.environ | {"NINGBGM_HOME": str(home), "PYTHONUNBUFFERED": "1"}
    with said.open("wb") as file:
        process = subprocess.Popen([PROGRAM, "watch", str(folder)], env=environment, stdout=file, stderr=file)
    try:
        yield
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)
        subprocess.run([PROGRAM, "daemon", "stop"], env=environment, check=False, capture_output=True)


def until(condition: Callable[[], object], said: Path) -> None:
    limit = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < limit, said.read_text()
        time.sleep(0.2)


def wanted(plan: str) -> list[tuple[str, int, int]]:
    """What a `resolve.lua` wants: track, first frame, frames."""
    found = []
    for cue in plan.split("      cue = ")[1:]:
        start, frames = (int(re.search(rf"{word} = (-?\d+)", cue)[1]) for word in ("start", "frames"))  # type: ignore[index]
        found += [(track, start, frames) for track in re.findall(r'track = "([^"]+)"', cue)]
    return sorted(found)


def assert_in_place(desk: FreeDesk, plan: str) -> None:
    """All that is wanted is heard on its exact frame, whole but for a last broken frame."""
    heard = sorted(
        (one.track, one.start, one.end - one.start)
        for one in desk.world.rendered(desk.cut)
        if one.track.startswith("NingBGM")
    )
    assert heard
    assert [one[:2] for one in heard] == [one[:2] for one in wanted(plan)]
    for (_, _, frames), (_, _, full) in zip(heard, wanted(plan), strict=True):
        assert 0 <= full - frames <= 1


@pytest.mark.parametrize("rate", ["25", "29.97 DF"])
def test_export_watch_place_edit_and_place_again(tmp_path: Path, rate: str) -> None:
    sys.path.append(str(SMALL_FILM))
    from small_film import write_small_film

    film = write_small_film(tmp_path / "film.mp4", 20)
    desk, said = FreeDesk(tmp_path, rate, film=film), tmp_path / "said.txt"
    before = desk.world.snapshot("user")

    with watching(desk.watched, tmp_path / "home", said):
        until(lambda: "Watching" in said.read_text(), said)
        assert "is being scored" in desk.click("1 Export for scoring")
        (otio,) = desk.watched.glob("*.otio")
        plan = otio.with_suffix(".score") / "resolve.lua"
        until(plan.exists, said)
        first = plan.read_text(encoding="utf-8")
        assert "clips put down, 0 taken away" in desk.click("2 Place score")
        assert_in_place(desk, first)
        assert desk.world.differences(before, "user") == []

        desk.world.hands.trim(desk.shots[4], tail=25)
        edited = desk.world.snapshot("user")
        desk.click("1 Export for scoring")
        until(lambda: plan.exists() and plan.read_text(encoding="utf-8") != first, said)
        placed = desk.click("2 Place score")

    assert "clips put down" in placed
    assert_in_place(desk, plan.read_text(encoding="utf-8"))
    desk.click("3 Remove score")
    assert [track.name for track in desk.cut.all_tracks() if "NingBGM" in track.name] == []
    assert desk.world.differences(edited, "user") == []
