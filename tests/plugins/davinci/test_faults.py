"""A fault at each call in turn: the timeline ends as it began, or the report names what is left."""

from __future__ import annotations

from collections.abc import Callable

import desk as at_desk
import pytest
from breaking import FAULTS, broken_click, calls_of
from desk import Desk
from household import Household, Sit

Make = Callable[[], Desk]


@pytest.fixture
def make(household: Household, sit: Sit, monkeypatch: pytest.MonkeyPatch) -> dict[str, Make]:
    """How the desk looks before each click; two shots are enough."""
    monkeypatch.setattr(at_desk, "LENGTHS", (48, 30))

    def scored() -> Desk:
        desk = sit()
        desk.click("score")
        return desk

    def edited() -> Desk:
        desk = scored()
        desk.world.hands.trim(desk.shots[1], tail=3)
        desk.world.hands.move_start(desk.cut, "02:00:00:00")
        return desk

    return {"score": sit, "update": edited, "remove": scored}


@pytest.mark.parametrize("entry", ["score", "update", "remove"])
def test_a_fault_at_some_calls(make: dict[str, Make], entry: str) -> None:
    wrong = {}
    for number in range(1, calls_of(make[entry], entry) + 1, 9):
        fault = list(FAULTS)[number // 9 % len(FAULTS)]
        wrong[number, fault] = broken_click(make[entry], entry, number, fault)

    assert {where: lines for where, lines in wrong.items() if lines} == {}


@pytest.mark.exhaustive
@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("entry", ["score", "update", "remove"])
def test_each_fault_at_each_call(make: dict[str, Make], entry: str, fault: str) -> None:
    wrong = {
        number: broken_click(make[entry], entry, number, fault)
        for number in range(1, calls_of(make[entry], entry) + 1)
    }

    assert {where: lines for where, lines in wrong.items() if lines} == {}


def test_what_cannot_be_taken_back_is_named_and_the_offer_takes_it_away(make: dict[str, Make]) -> None:
    desk = make["score"]()
    before = desk.world.snapshot("user")
    desk.world.on_call("AppendToTimeline", "raise_after")
    desk.world.on_call("Timeline.DeleteClips", "return_true", times=4)
    desk.world.on_call("MediaPool.Delete*", "return_false", times=12)
    desk.face.presses = True

    said = desk.click("score")

    assert "clips of 1m1 melody, 1m1 bass, 1m2 melody, 1m2 bass" in said
    assert "4 taken away" in said
    assert desk.music() == []
    assert desk.world.differences(before, "user") == []


@pytest.mark.parametrize("name", ["AppendToTimeline", "ImportMedia"])
def test_a_full_disk_is_told_and_nothing_is_left(make: dict[str, Make], name: str) -> None:
    desk = make["score"]()
    before = desk.world.snapshot()
    desk.world.on_call(name, "return_empty", times=None)

    said = desk.click("score")

    assert "Resolve did not do it" in said
    assert desk.world.differences(before) == []


def test_a_daemon_that_dies_at_work_is_found_again(make: dict[str, Make], household: Household) -> None:
    desk = make["score"]()
    follow = desk.face.follow
    desk.composer.waiting = True

    def followed(step) -> None:  # type: ignore[no-untyped-def]  # the plugin has no types
        household.stop()
        household.start()
        for job in list(desk.composer.jobs.values()):
            if not job.over:
                household.do(desk.composer._finish, job)
        follow(step)

    desk.face.follow = followed  # type: ignore[method-assign]
    said = desk.click("score")
    desk.face.follow = follow  # type: ignore[method-assign]

    assert "clips put down" in said
    assert len(desk.music()) == 4


def test_a_daemon_that_cannot_start_is_told(make: dict[str, Make], household: Household) -> None:
    desk = make["score"]()
    before = desk.world.snapshot()
    household.stop()

    try:
        said = desk.click("score")
    finally:
        household.start()

    assert said.startswith("the daemon does not answer: nothing starts here")
    assert desk.world.differences(before) == []


@pytest.mark.parametrize("fault", ["raise", "raise_after", "return_none", "return_true"])
@pytest.mark.parametrize("name", ["AddTrack", "AppendToTimeline", "DeleteTrack"])
def test_an_older_build_keeps_no_video_track_that_was_added_for_a_moment(
    make: dict[str, Make], sit: Sit, name: str, fault: str
) -> None:
    desk = sit(version="19.0")
    before = desk.world.snapshot("user")
    desk.world.on_call(name, fault, skip=2 if name == "AddTrack" else 0)

    said = desk.click("score")

    assert len(desk.cut.tracks["video"]) == 1, said
    assert desk.world.differences(before, "user") == []
