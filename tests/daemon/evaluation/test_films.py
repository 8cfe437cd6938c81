"""Sets of films: what is found, what lies beside, what is said of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ningbgm_agents.errors import InputError, NotFoundError
from ningbgm_daemon.evaluation.films import films_in
from ningbgm_daemon.evaluation.systems import OUR_SYSTEMS, chosen_systems


@pytest.fixture
def csd(tmp_path: Path) -> Path:
    """A folder in CSD-200's layout, with empty files."""
    for name in ("food/food_01", "food/food_02", "pet/pet_01"):
        stem = tmp_path / name
        stem.parent.mkdir(exist_ok=True)
        for ending in (".mp4", ".mp3", ".jpg", ".txt"):
            stem.with_suffix(ending).touch()
    return tmp_path


def test_a_set_in_the_layout_of_csd_200_is_read(csd: Path) -> None:
    films = films_in(csd)

    assert [film.name for film in films] == ["food/food_01", "food/food_02", "pet/pet_01"]
    assert films[2].category == "pet"
    assert films[2].image == csd / "pet/pet_01.jpg"
    assert films[2].text == csd / "pet/pet_01.txt"
    assert films[2].truth.cuts is None


def test_a_flat_folder_of_films_will_do(tmp_path: Path) -> None:
    (tmp_path / "one.MOV").touch()

    (film,) = films_in(tmp_path)

    assert (film.name, film.category, film.image, film.text) == ("one", "", None, None)


def test_what_is_known_of_a_film_is_read(csd: Path) -> None:
    told = {"cuts": [12, 40], "speech_s": [[1, 2.5]], "wish": "no music from 1 s to 2 s"}
    (csd / "pet/pet_01.json").write_text(json.dumps(told))

    truth = films_in(csd, ("pet",))[0].truth

    assert truth.cuts == (12, 40)
    assert truth.speech_s == ((1.0, 2.5),)
    assert truth.silences_s is None
    assert truth.wish == "no music from 1 s to 2 s"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "is not JSON"),
        ('{"cuts": ["x"]}', "cuts"),
        ('{"cut": [3]}', "cut"),
        ('{"speech_s": [[2, 1]]}', "is empty"),
        ('{"speech_s": [[0, NaN]]}', "speech_s"),
    ],
)
def test_a_wrong_description_is_told_with_its_place(csd: Path, text: str, told: str) -> None:
    (csd / "pet/pet_01.json").write_text(text)

    with pytest.raises(InputError, match=told):
        films_in(csd)


def test_films_are_chosen_by_a_part_of_their_name_or_a_number(csd: Path) -> None:
    assert [film.name for film in films_in(csd, ("pet", "_02"))] == ["food/food_02", "pet/pet_01"]
    assert [film.name for film in films_in(csd, ("2",))] == ["food/food_01", "food/food_02"]
    with pytest.raises(NotFoundError, match="car"):
        films_in(csd, ("car",))


def test_a_folder_without_films_and_two_films_of_one_name_are_refused(csd: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="--make-set"):
        films_in(tmp_path / "nowhere")
    with pytest.raises(InputError, match="no films"):
        films_in_empty(tmp_path)
    (csd / "pet/food_01.mp4").touch()
    with pytest.raises(InputError, match="food_01"):
        films_in(csd)


def films_in_empty(folder: Path) -> object:
    (folder / "empty").mkdir()
    return films_in(folder / "empty")


def test_others_stand_beside_our_systems(tmp_path: Path) -> None:
    systems = chosen_systems([f"cmt={tmp_path}"])

    assert [system.name for system in systems] == [*(ours.name for ours in OUR_SYSTEMS), "cmt"]
    assert systems[-1].folder == tmp_path


def test_systems_are_chosen_by_name(tmp_path: Path) -> None:
    assert [s.name for s in chosen_systems([f"cmt={tmp_path}"], ("cmt", "ours"))] == ["ours", "cmt"]
    with pytest.raises(NotFoundError, match="'orus'"):
        chosen_systems([], ("orus",))


@pytest.mark.parametrize("text", ["cmt", "=x", "ours=.", "a/b=.", ".a=."])
def test_a_system_without_a_good_name_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        chosen_systems([text])


def test_a_system_without_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no folder"):
        chosen_systems([f"cmt={tmp_path / 'nowhere'}"])
