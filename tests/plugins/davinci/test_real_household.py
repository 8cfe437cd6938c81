"""The plugin with the whole daemon behind it: films are read, music is written, cues are conformed."""

from __future__ import annotations

import asyncio
import json
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from desk import Face
from ningbgm_resolve import menu

from fakes.resolve.world import World
from ningbgm_daemon.config import settings_in
from ningbgm_daemon.house import House
from ningbgm_daemon.server import Server

pytestmark = pytest.mark.e2e
SMALL_FILM = Path(__file__).parents[2] / "daemon"
REAL = Path(__file__).parents[3].parent / "shared" / "real"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """What the installer writes, of a daemon that runs in a thread of this process."""
    home = tmp_path_factory.mktemp("home")
    settings = settings_in(home)
    settings.make_folders()
    loop, stop = asyncio.new_event_loop(), asyncio.Event()
    ready = threading.Event()

    async def live() -> None:
        async with House(settings) as house, Server(house.jobs, house.scores, house.system, settings):
            ready.set()
            await stop.wait()

    thread = threading.Thread(target=lambda: loop.run_until_complete(live()))
    thread.start()
    assert ready.wait(60)
    path = home / "installed.json"
    facts = {"command": [sys.executable, "-c", "raise SystemExit(1)"]}
    path.write_text(json.dumps({**facts, "discovery": str(settings.runtime / "daemon.json")}))
    yield path
    loop.call_soon_threadsafe(stop.set)
    thread.join()
    loop.close()


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Real footage where it is at hand, else a film made here."""
    found = sorted(path for path in REAL.rglob("*.mp4") if path.stat().st_size < 60_000_000)
    if found:
        return found[0]
    sys.path.append(str(SMALL_FILM))
    from small_film import write_small_film

    return write_small_film(tmp_path_factory.mktemp("film") / "film.mp4", 20)


def music(world: World) -> dict[str, list[tuple[int, int]]]:
    """Where each stem is heard."""
    heard: dict[str, list[tuple[int, int]]] = {}
    for one in world.rendered():
        if one.track.startswith("NingBGM"):
            heard.setdefault(one.track.removeprefix("NingBGM "), []).append((one.start, one.end))
    return heard


@pytest.mark.parametrize("rate", ["23.976", "24", "25", "29.97 DF", "50", "59.94"])
def test_score_edit_update_undo_and_remove(installed: Path, film: Path, rate: str) -> None:
    world, face = World("studio", "21.0.4", rate), Face()
    hands = world.hands
    cut = hands.timeline("Reel 1", "01:00:00:00")
    fps = round(float(cut.rate.fps))
    clip = hands.footage(str(film), fps * 60)
    picture, voices = cut.tracks["video"][0], cut.tracks["audio"][0]
    shots = [
        hands.place(picture, clip, fps * 4 * n, fps * 4, source=fps * (1 + n), sound_on=voices)
        for n in range(4)
    ]
    before = world.snapshot("user")

    def click(entry: str) -> str:
        return menu.run(entry, world.menu(), face, str(installed))

    said = click("score")

    assert "clips put down" in said, said
    first = music(world)
    assert first
    assert len({tuple(spans) for spans in first.values()}) == 1, "stems of a cue share start and length"
    assert world.differences(before, "user") == []

    hands.trim(shots[3], tail=fps)
    hands.trim(shots[3].links[0], tail=fps)
    hands.move_start(cut, "10:00:00:00")
    edited = world.snapshot("user")
    said = click("update")
    assert "clips put down" in said, said
    ends = {end for spans in music(world).values() for _, end in spans}
    assert max(ends) <= fps * 15
    assert world.differences(edited, "user") == []
    assert click("update").startswith("0 clips put down, 0 taken away"), (
        "an update of nothing changes nothing"
    )

    edited["desk"]["playheads"][cut.id] = cut.playhead = cut.start + min(
        start for spans in music(world).values() for start, _ in spans
    )
    assert "is locked" in click("lock")
    assert "is unlocked" in click("lock")
    assert "clips put down" in click("regenerate")
    assert "clips put down" in click("undo")
    assert "taken away" in click("remove")
    assert music(world) == {}
    assert [track for track in cut.all_tracks() if "NingBGM" in track.name] == []
    assert world.differences(edited, "user") == []
