"""What happened to each shot, sound and marker between two edits."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from cut_film import RATE, Take, cutting, edit_of, sensed

from ningbgm_agents.conforming.alignment import heaviest_chain
from ningbgm_agents.conforming.difference import Change, compare
from ningbgm_agents.timeline import Edit, FrameRate, Marker, Media, Shot, Span

TAKES = cutting(8, seed=5)


def changes(old: Edit, new: Edit, lane: str = "shot") -> dict[str, Change]:
    return {c.name: c for c in compare(old, new).changes if c.lane == lane and c.kind != "unchanged"}


def with_take(at: int, take: Take) -> Edit:
    return edit_of((*TAKES[:at], take, *TAKES[at + 1 :]))


def test_an_edit_is_no_different_from_itself() -> None:
    found = compare(edit_of(TAKES), edit_of(TAKES))

    assert found.none
    assert found.told() == "Nothing changed."


def test_a_trim_is_told_with_its_frames_and_what_follows_has_moved() -> None:
    trimmed = replace(TAKES[2], frames=TAKES[2].frames - 12)

    found = changes(edit_of(TAKES), with_take(2, trimmed))

    assert (found["s2"].kind, found["s2"].head, found["s2"].tail) == ("trimmed", 0, 12)
    assert {name for name, change in found.items() if change.kind == "moved"} == {
        "s3",
        "s4",
        "s5",
        "s6",
        "s7",
    }


def test_a_blade_cut_changes_nothing() -> None:
    take = TAKES[3]
    halves = (replace(take, frames=30), replace(take, first=take.first + 30, frames=take.frames - 30))

    assert compare(edit_of(TAKES), edit_of((*TAKES[:3], *halves, *TAKES[4:]))).none


def test_a_cut_that_was_only_detected_is_none() -> None:
    edit = edit_of(TAKES)
    first = edit.shots[0]
    second = replace(
        first,
        record=Span(20, first.record.end),
        source_start_s=first.source_start_s + RATE.seconds(20),
        confidence=0.8,
        transition_in="dissolve",
        transition_frames=9,
    )
    divided = replace(edit, shots=(replace(first, record=Span(0, 20)), second, *edit.shots[1:]))

    assert compare(divided, edit).none


def test_frames_of_a_shot_that_was_split_by_another_keep_their_places() -> None:
    take = TAKES[3]
    head, tail = replace(take, frames=30), replace(take, first=take.first + 30, frames=take.frames - 30)
    new = edit_of((*TAKES[:3], head, Take("x", 0, 50), tail, *TAKES[4:]))
    start = edit_of(TAKES).shots[3].record.start

    frames = compare(edit_of(TAKES), new).frames

    assert [frames.place(start + n) for n in (0, 29, 30)] == [start, start + 29, start + 80]


def test_deleted_inserted_and_replaced_shots_are_told_apart() -> None:
    found = changes(
        edit_of(TAKES),
        edit_of((*TAKES[:1], *TAKES[2:4], Take("x", 0, 50), *TAKES[4:6], Take("y", 0, 40), TAKES[7])),
    )

    assert {name: found[name].kind for name in ("s1", "x", "s6")} == {
        "s1": "deleted", "x": "inserted", "s6": "replaced",
    }  # fmt: skip


def test_a_shot_at_another_speed_is_retimed_and_its_frames_are_found() -> None:
    slow = replace(TAKES[4], frames=TAKES[4].frames * 2, speed=Fraction(1, 2), first=TAKES[4].first * 2)
    old, new = edit_of(TAKES), with_take(4, slow)
    start = old.shots[4].record.start

    found = compare(old, new)

    assert changes(old, new)["s4"].kind == "retimed"
    assert found.frames.place(start + 20) == start + 40


def test_swapped_shots_are_both_found() -> None:
    swapped = (*TAKES[:2], TAKES[3], TAKES[2], *TAKES[4:])

    frames = compare(edit_of(TAKES), edit_of(swapped)).frames

    start = edit_of(TAKES).shots[2].record.start
    assert frames.place(start) == start + TAKES[3].frames
    assert frames.place(start + TAKES[2].frames) == start


def test_dialogue_and_markers_that_moved_against_the_picture_are_told() -> None:
    old = edit_of(TAKES, markers=(Marker(100, "boom"),), dialogue=((50, 40, "line"),))
    new = edit_of(TAKES, markers=(Marker(104, "boom"),), dialogue=((58, 40, "line"),))

    assert changes(old, new, "sound")["line"].kind == "moved"
    assert changes(old, new, "marker")["boom"].kind == "moved"


def test_dialogue_that_moved_with_its_picture_is_not_told() -> None:
    old = edit_of(TAKES, dialogue=((300, 40, "line"),))
    new = edit_of((Take("x", 0, 50), *TAKES), dialogue=((350, 40, "line"),))

    assert not changes(old, new, "sound")


def test_media_of_known_content_are_the_same_under_another_path() -> None:
    edit = edit_of(TAKES)
    renamed = replace(edit, shots=tuple(_renamed(shot) for shot in edit.shots))
    old_sources = {shot.media.path: shot.name for shot in edit.shots if shot.media}
    new_sources = {shot.media.path: shot.name for shot in renamed.shots if shot.media}

    assert compare(edit, renamed, old_sources, new_sources).none


def test_media_that_were_exported_again_are_known_by_their_looks() -> None:
    old = edit_of(TAKES)
    new = edit_of((*TAKES[:2], Take("x", 0, 60), *TAKES[2:]))
    exported = replace(new, shots=tuple(_renamed(shot) for shot in new.shots))

    found = compare(old, exported, was=sensed(old), now=sensed(new))

    start = old.shots[2].record.start
    assert found.frames.place(start + 5) == start + 65
    assert found.frames.place(3) == 3


def test_other_rates_are_compared_by_time() -> None:
    old = edit_of((Take("a", 0, 48), Take("b", 0, 96)))
    faster = edit_of((Take("a", 0, 50), Take("b", 0, 100)), FrameRate(Fraction(25)))

    found = compare(old, faster)

    assert found.frames.place(50) == 50
    assert "25 frames per second instead of 24" in found.told()


def test_the_heaviest_chain_keeps_its_order() -> None:
    pairs = [(0, 2, 5), (1, 0, 3), (2, 1, 3), (3, 3, 1)]

    assert heaviest_chain(pairs) == [(1, 0), (2, 1), (3, 3)]


@pytest.mark.parametrize("pairs", [[], [(0, 0, 1)]])
def test_short_chains(pairs: list[tuple[int, int, int]]) -> None:
    assert heaviest_chain(pairs) == [pair[:2] for pair in pairs]


def _renamed(shot: Shot) -> Shot:
    assert shot.media is not None
    return replace(shot, media=Media(f"/elsewhere{shot.media.path}"))
