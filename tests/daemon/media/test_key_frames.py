"""The pictures that stand for a film's shots: which, and that they are the right ones out of the file."""

from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from ningbgm_agents.errors import MediaError
from ningbgm_agents.evidence import Curve, Evidence, Look, Shown
from ningbgm_agents.timeline import FrameRate
from ningbgm_daemon.media.key_frames import (
    LONG_SIDE,
    KeyFrame,
    choose_key_frames,
    read_key_pictures,
    still_picture,
)

RATE = FrameRate(Fraction(25))
LOOK = Look(0.5, 0.3, 0.0, 0.4)


def evidence(*edges: int, curves: tuple[Curve, ...] = ()) -> Evidence:
    shots = tuple(Shown(a, b, LOOK) for a, b in pairwise(edges))
    return Evidence(RATE, edges[-1], ("picture",), shots=shots, curves=curves)


def curve(name: str, values: list[float]) -> Curve:
    return Curve(name, 1.0, tuple(values), "drawn")


def test_a_shot_has_its_middle_where_all_its_pictures_are_alike() -> None:
    (first, second) = choose_key_frames(evidence(0, 101, 201))

    assert first == KeyFrame(first.frame, 0, 101)
    assert abs(first.frame - 50) <= 3
    assert abs(second.frame - 150) <= 3


def test_where_least_moves_is_looked_at() -> None:
    moving = curve("motion", [0.9, 0.9, 0.9, 0.9, 0.9, 0.05, 0.9])

    (only,) = choose_key_frames(evidence(0, 175, curves=(moving,)))

    assert 125 <= only.frame < 150


@pytest.mark.parametrize("light", [0.01, 0.99])
def test_what_is_badly_lit_is_passed_over(light: float) -> None:
    lit = curve("brightness", [light, light, light, light, light, light, 0.5])

    (only,) = choose_key_frames(evidence(0, 175, curves=(lit,)))

    assert only.frame >= 150


def test_the_edges_of_a_shot_are_left_out_but_not_of_one_of_a_single_picture() -> None:
    still_at_the_edges = curve("motion", [0.0, 0.9, 0.9, 0.9, 0.0])

    (first, last) = choose_key_frames(evidence(0, 124, 125, curves=(still_at_the_edges,)))

    assert 10 <= first.frame <= 113
    assert last == KeyFrame(124, 124, 125)


def test_a_long_shot_has_one_for_each_eight_seconds_at_most_four() -> None:
    counts = [len(choose_key_frames(evidence(0, 25 * seconds))) for seconds in (8, 9, 20, 32, 300)]

    assert counts == [1, 2, 3, 4, 4]
    parts = choose_key_frames(evidence(0, 1000))
    assert [(part.start_frame, part.end_frame) for part in parts] == [
        (0, 250),
        (250, 500),
        (500, 750),
        (750, 1000),
    ]


def test_of_many_shots_some_are_looked_at_evenly_spread() -> None:
    found = choose_key_frames(evidence(*range(0, 101 * 50, 50)), most=11)

    starts = [one.start_frame for one in found]
    assert len(found) == 11
    assert (starts[0], starts[-1]) == (0, 4950)
    assert set(np.diff(starts)) <= {450, 500, 550}


def test_a_film_without_shots_has_none() -> None:
    assert choose_key_frames(Evidence(RATE, 100)) == ()


@pytest.mark.parametrize("codec", ["libx264", "mpeg4"])
def test_the_pictures_are_those_of_their_frames_and_each_key_picture_is_gone_back_to(
    tmp_path: Path, codec: str
) -> None:
    film = write_greys(tmp_path / "greys.mp4", codec)
    frames = (0, 7, 24, 25, 26, 60, 61, 99)

    found = read_key_pictures(film, [frame / 25 for frame in frames])

    greys = [opened(one).mean() for one in found if one]
    assert greys == pytest.approx([40 + 2 * frame for frame in frames], abs=1.0)


def test_a_time_after_the_film_has_no_picture(tmp_path: Path) -> None:
    film = write_greys(tmp_path / "greys.mp4", "libx264")

    found = read_key_pictures(film, [1.0, 60.0])

    assert [one is None for one in found] == [False, True]


def test_large_pictures_come_small_and_a_still_image_for_every_time(tmp_path: Path) -> None:
    path = tmp_path / "large.png"
    assert cv2.imwrite(str(path), np.full((900, 600, 3), 90, np.uint8))

    first, second = read_key_pictures(path, [0.0, 2.0])

    assert first == second == still_picture(path)
    assert opened(first).shape == (LONG_SIDE, 298, 3)


def test_sound_alone_has_no_picture(tmp_path: Path) -> None:
    import soundfile

    soundfile.write(tmp_path / "tone.wav", np.zeros(48_000), 48_000)

    with pytest.raises(MediaError, match="no picture"):
        read_key_pictures(tmp_path / "tone.wav", [0.0])


def opened(jpeg: bytes | None) -> np.ndarray:
    assert jpeg is not None
    return cv2.imdecode(np.frombuffer(jpeg, np.uint8), cv2.IMREAD_COLOR)


def write_greys(path: Path, codec: str) -> Path:
    """Four seconds in which frame n is evenly grey, 40 + 2 n (of 255); a key picture about each second."""
    with av.open(str(path), "w") as container:
        video = container.add_stream(codec, rate=Fraction(25))
        video.width, video.height, video.pix_fmt = 64, 48, "yuv420p"
        video.codec_context.gop_size = 25
        video.bit_rate = 2_000_000
        for number in range(100):
            grey = np.full((48, 64, 3), 40 + 2 * number, np.uint8)
            frame = av.VideoFrame.from_ndarray(grey, format="rgb24")
            frame.pts, frame.time_base = number, Fraction(1, 25)
            container.mux(video.encode(frame))
        container.mux(video.encode(None))
    return path
