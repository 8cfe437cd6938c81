"""The free set: what is said of a film is what is in it."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest

from ningbgm_daemon.evaluation.films import films_in
from ningbgm_daemon.evaluation.made_set.plan import CATEGORIES, LENGTH_FRAMES, takes, turn_frame
from ningbgm_daemon.evaluation.made_set.sounding import sound_of
from ningbgm_daemon.evaluation.made_set.writing import make_set
from ningbgm_daemon.evaluation.picture import look_at, own_sound
from ningbgm_daemon.media.probe import probe


@pytest.mark.parametrize("category", CATEGORIES)
def test_shots_follow_each_other_to_the_end_and_show_something_else_each_time(category: str) -> None:
    shots = takes(category)

    assert shots[0].start == 0
    assert shots[-1].end == LENGTH_FRAMES
    for one, other in itertools.pairwise(shots):
        assert one.end == other.start
        assert one.place != other.place
    assert all(shot.end - shot.start >= 8 for shot in shots)
    assert turn_frame(shots) in [shot.start for shot in shots]


def test_most_films_have_cuts_enough_to_judge_sync() -> None:
    assert sum(len(takes(category)) > 5 for category in CATEGORIES) >= 8


def test_the_voice_is_heard_where_it_is_said_to_be() -> None:
    sound, ((start, end),) = sound_of("knowledge")

    said = sound[:, round(start * 48_000) : round(end * 48_000)].std()
    before = sound[:, : round(start * 48_000)].std()
    assert 20 * np.log10(said / before) > 15


def test_a_film_is_written_with_all_that_belongs_to_it(tmp_path: Path) -> None:
    make_set(tmp_path, ("knowledge",))

    (film,) = films_in(tmp_path)
    info = probe(film.path)
    assert film.name == "knowledge/knowledge_01"
    assert (info.frame_count, info.width, info.height) == (288, 320, 180)
    assert film.image is not None
    assert film.text is not None
    assert film.path.with_suffix(".mp3").is_file()
    assert film.truth.cuts == tuple(shot.start for shot in takes("knowledge")[1:])
    assert own_sound(film).shape[1] == pytest.approx(12 * 48_000, abs=2048)
    moved = np.array(look_at(film).movement)
    cut_places = {int(cut / 24 * 4) for cut in film.truth.cuts}
    assert set(np.argsort(moved)[-len(cut_places) :].tolist()) == cut_places

    before = film.path.stat().st_mtime_ns
    make_set(tmp_path, ("knowledge",))
    assert film.path.stat().st_mtime_ns == before
