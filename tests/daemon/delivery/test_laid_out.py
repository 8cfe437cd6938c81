"""What all timeline writers lay down."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from example_score import edit_of, score_of, write_headers

from ningbgm_agents.timeline import Edit, FrameRate, Media, Shot, Span
from ningbgm_daemon.delivery.editing_rate import editing_rate
from ningbgm_daemon.delivery.laid_out import Layout, lay_out

PAL = FrameRate(Fraction(25))
FILM = Media("/films/a.mov", offline=True)


def layout_of(folder: Path, edit: Edit) -> Layout:
    score = score_of(edit)
    write_headers(folder, score)
    return lay_out(folder, Path("/music/out"), score)


def with_shots(*shots: Shot) -> Edit:
    return replace(edit_of(PAL, 0), shots=shots)


@pytest.mark.parametrize(
    ("fps", "wanted"),
    [
        (Fraction(12), Fraction(24)),
        (Fraction(25, 2), Fraction(25)),
        (Fraction(15), Fraction(30)),
        (Fraction(100, 7), Fraction(24)),
        (Fraction(1000), Fraction(60)),
        (Fraction(24000, 1001), Fraction(24000, 1001)),
        (Fraction(120000, 1001), Fraction(120000, 1001)),
    ],
)
def test_editing_programs_get_a_rate_that_they_have(fps: Fraction, wanted: Fraction) -> None:
    assert editing_rate(FrameRate(fps)).fps == wanted


def test_a_gif_is_laid_out_at_twice_its_rate(tmp_path: Path) -> None:
    layout = layout_of(tmp_path, edit_of(FrameRate(Fraction(12)), 120)).at_editing_rate()

    assert (layout.edit.rate.fps, layout.edit.duration, layout.edit.start_frame) == (24, 720, 240)
    assert [shot.record for shot in layout.picture] == [Span(0, 400), Span(400, 720)]
    assert [clip.record for clip in layout.music[0].clips] == [Span(0, 300), Span(360, 720)]
    assert [mark.span.start for mark in layout.mixes[1].marks] == [360, 360, 720]


def test_holes_are_gaps_and_cuts_that_were_only_detected_are_none(tmp_path: Path) -> None:
    edit = with_shots(
        Shot(Span(10, 100), "a", FILM),
        Shot(Span(100, 200), "a", FILM, Fraction(4), confidence=0.8),
        Shot(Span(200, 300), "b", FILM, Fraction(9)),
    )

    picture = layout_of(tmp_path, edit).picture

    assert [(s.record.start, s.record.end, s.kind) for s in picture] == [
        (0, 10, "gap"), (10, 200, "clip"), (200, 300, "clip"), (300, 360, "gap"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("frames", "source_s", "wanted"),
    [(12, 9, (6, 6)), (13, 9, (7, 6)), (13, 0, (0, 0)), (25, Fraction(4, 25), (4, 4)), (0, 9, (0, 0))],
)
def test_a_transition_takes_no_picture_that_is_not_there(
    frames: int, source_s: Fraction, wanted: tuple[int, int], tmp_path: Path
) -> None:
    edit = with_shots(
        Shot(Span(0, 180), "a", FILM),
        Shot(
            Span(180, 360), "b", FILM, Fraction(source_s), transition_in="dissolve", transition_frames=frames
        ),
    )

    assert layout_of(tmp_path, edit).transition_into(1) == wanted


def test_a_fade_from_black_lies_behind_its_cut(tmp_path: Path) -> None:
    edit = with_shots(Shot(Span(0, 360), "a", FILM, transition_in="fade_in", transition_frames=20))

    assert layout_of(tmp_path, edit).transition_into(0) == (0, 20)


def test_a_held_shot_makes_no_sound(tmp_path: Path) -> None:
    edit = with_shots(
        Shot(Span(0, 180), "a", FILM), Shot(Span(180, 360), "a", FILM, Fraction(1), Fraction(0))
    )

    [track] = layout_of(tmp_path, edit).sound

    assert [sound.record for sound in track.sounds] == [Span(0, 180)]
