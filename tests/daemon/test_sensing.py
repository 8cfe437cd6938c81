"""Sensing what is there, and going on without what is not."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from ningbgm_agents.errors import InputError
from ningbgm_agents.timeline import Edit, FrameRate, Media, Shot, Sound, Span, Track
from ningbgm_daemon.sensing import sense_edit
from ningbgm_daemon.timeline.reader import open_edit

RATE = FrameRate(Fraction(25))


def shots(media: Media) -> tuple[Shot, ...]:
    return (Shot(Span(0, 40), media=media), Shot(Span(40, 90), media=media, source_start_s=Fraction(8)))


@pytest.fixture
def film(tmp_path: Path) -> Path:
    """Ten seconds of 32 by 18 pixels at 25 frames per second, black and white by turns of four seconds."""
    path = tmp_path / "film.mkv"
    with av.open(str(path), "w") as out:
        stream = out.add_stream("mpeg4", rate=Fraction(25))
        stream.width, stream.height, stream.pix_fmt = 32, 18, "yuv420p"
        for number in range(250):
            picture = np.full((18, 32, 3), 255 * (number // 100 % 2), np.uint8)
            out.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        out.mux(stream.encode())
    return path


def test_cuts_are_enough_where_no_media_is_at_hand() -> None:
    edit = Edit("away", RATE, 90, shots=shots(Media("/gone.mov", offline=True)), notes=("gone.mov is away.",))

    sensed = sense_edit(edit)

    assert [cut.frame for cut in sensed.evidence.cuts] == [40]
    assert sensed.evidence.notes == ("gone.mov is away.",)


def test_sound_that_is_away_or_temp_leaves_the_length() -> None:
    away = Sound(Span(0, 90), Media("/gone.wav", offline=True))
    for use in ("unknown", "music"):
        edit = Edit("away", RATE, 90, tracks=(Track("A1", use, (away,)),))  # type: ignore[arg-type]  # two uses

        assert sense_edit(edit).edit.duration == 90


def test_media_that_cannot_be_read_is_told_and_the_rest_goes_on(tmp_path: Path) -> None:
    broken = tmp_path / "broken.mov"
    broken.write_bytes(b"nothing of a film")
    edit = Edit("half", RATE, 90, shots=shots(Media(str(broken))), source=str(tmp_path / "half.otio"))

    sensed = sense_edit(edit)

    assert [cut.frame for cut in sensed.evidence.cuts] == [40]
    assert "broken.mov" in sensed.evidence.notes[-1]
    with pytest.raises(InputError):
        sense_edit(replace(edit, source=str(broken)))


def test_parts_far_apart_are_laid_each_in_its_place(film: Path) -> None:
    whole = open_edit(film)
    first = Shot(Span(0, 25), media=whole.shots[0].media)
    last = Shot(Span(25, 50), media=whole.shots[0].media, source_start_s=Fraction(9))
    edit = replace(whole, duration=50, shots=(first, last))

    sensed = sense_edit(edit)

    brightness = sensed.evidence.curve("brightness")
    assert brightness is not None
    assert len(brightness.values) == 8
    assert [cut.frame for cut in sensed.evidence.cuts] == [25]
