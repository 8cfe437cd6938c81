from pathlib import Path

import cv2
import numpy as np
import pytest
from drawn_films import Rgb, blended, plain, scene, write_film
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ningbgm_agents.evidence import Cut
from ningbgm_daemon.media.sense import sense


def cuts_of(tmp_path: Path, pictures: list[Rgb], workers: int = 1) -> list[Cut]:
    film = write_film(tmp_path / "film.mp4", pictures)
    return list(sense(film, workers=workers).evidence.cuts)


def hard(cuts: list[Cut]) -> list[int]:
    return [cut.frame for cut in cuts if cut.kind == "cut"]


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(9, 40), min_size=1, max_size=8), st.integers(0, 10_000))
def test_cuts_are_found_on_their_frame(tmp_path: Path, lengths: list[int], seed: int) -> None:
    pictures: list[Rgb] = []
    for index, length in enumerate(lengths):
        pictures += scene(seed + index, length)
    wanted = np.cumsum(lengths)[:-1].tolist()

    assert hard(cuts_of(tmp_path, pictures)) == wanted


def test_jump_cuts_twelve_frames_apart_are_found(tmp_path: Path) -> None:
    pictures: list[Rgb] = []
    for index in range(10):
        pictures += scene(index % 3 + 40, 12)

    assert hard(cuts_of(tmp_path, pictures)) == list(range(12, 120, 12))


def test_cuts_at_the_seams_of_parallel_work_are_kept(tmp_path: Path) -> None:
    pictures: list[Rgb] = []
    for index in range(24):
        pictures += scene(index + 7, 48)

    assert hard(cuts_of(tmp_path, pictures, workers=3)) == list(range(48, 24 * 48, 48))


def test_parallel_work_measures_the_same_as_one_thread(tmp_path: Path) -> None:
    film = write_film(tmp_path / "film.mp4", scene(3, 400) + scene(4, 400))

    one, many = sense(film, workers=1).evidence, sense(film, workers=4).evidence

    assert one.cuts == many.cuts
    assert one.curve("brightness") == many.curve("brightness")


def test_grain_does_not_hide_or_invent_cuts(tmp_path: Path) -> None:
    rng = np.random.default_rng(1)
    clean = scene(1, 40) + scene(2, 40) + scene(3, 40)
    grainy = [np.clip(p + rng.normal(0, 12, p.shape), 0, 255).astype(np.uint8) for p in clean]

    assert hard(cuts_of(tmp_path, grainy)) == [40, 80]


def test_cuts_in_the_dark_are_found(tmp_path: Path) -> None:
    pictures = scene(1, 40, light=0.3) + scene(2, 40, light=0.3)

    assert hard(cuts_of(tmp_path, pictures)) == [40]


def test_a_flash_is_an_event_and_no_cut(tmp_path: Path) -> None:
    pictures = scene(5, 60)
    pictures[30] = pictures[31] = np.full_like(pictures[0], 250)
    film = write_film(tmp_path / "film.mp4", pictures)

    evidence = sense(film).evidence

    assert evidence.cuts == ()
    assert [event.frame for event in evidence.events if event.kind == "flash"] == [30]


def test_a_change_of_lens_within_a_shot_is_no_cut(tmp_path: Path) -> None:
    small = np.random.default_rng(3).integers(60, 190, (13, 22, 3)).astype(np.uint8)
    wall = cv2.resize(small, (288, 162), interpolation=cv2.INTER_CUBIC)
    wide, tight = cv2.resize(wall, (192, 108), interpolation=cv2.INTER_AREA), wall[27:135, 48:240]

    cuts = cuts_of(tmp_path, [wide] * 30 + [tight] * 30)

    assert wide.shape == tight.shape
    assert cuts == []


def test_a_thing_that_passes_the_lens_is_no_cut(tmp_path: Path) -> None:
    pictures = [picture.copy() for picture in scene(6, 60)]
    for step in range(18):
        edge = round(192 * (step + 1) / 6)
        pictures[20 + step][:, max(edge - 250, 0) : edge] = 12

    assert hard(cuts_of(tmp_path, pictures)) == []


@pytest.mark.parametrize("count", [10, 16, 24])
def test_a_dissolve_is_found_with_its_middle(tmp_path: Path, count: int) -> None:
    old, new = scene(1, 48 + count, speed=0.1), scene(12, 48 + count, speed=0.1)
    pictures = old[:48] + blended(old[48:], new[:count]) + new[count:]

    cuts = cuts_of(tmp_path, pictures)

    assert [cut.kind for cut in cuts] == ["dissolve"]
    assert cuts[0].frame == pytest.approx(48 + count / 2, abs=3)


def test_fades_and_a_dip_are_told_apart(tmp_path: Path) -> None:
    black = plain((0, 0, 0), 20)
    first, second, third = (scene(seed, 20, speed=0) for seed in (21, 22, 23))
    hold = [scene(seed, 40, speed=0) for seed in (21, 22, 23)]
    pictures = [
        *black[:8], *blended(black, first), *hold[0],
        *blended(first, black), *black[:4], *blended(black, second), *hold[1],
        *blended(second, black), *black, *black, *black, *blended(black, third), *hold[2],
    ]  # fmt: skip

    kinds = [cut.kind for cut in cuts_of(tmp_path, pictures)]

    assert kinds == ["fade_in", "dip", "fade_out", "fade_in"]


def test_a_dip_to_white_is_a_dip(tmp_path: Path) -> None:
    white = plain((255, 255, 255), 16)
    old, new = scene(1, 60, speed=0), scene(2, 60, speed=0)
    pictures = old[:44] + blended(old[:16], white) + white[:3] + blended(white, new[:16]) + new[16:]

    cuts = cuts_of(tmp_path, pictures)

    assert [cut.kind for cut in cuts] == ["dip"]
    assert cuts[0].frame == pytest.approx(61, abs=4)
