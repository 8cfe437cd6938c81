from __future__ import annotations

from pathlib import Path

import pytest

from ningbgm_agents.errors import MediaError, WishError
from ningbgm_agents.lyrics import VocalWish
from ningbgm_daemon.vocal_order import vocals_of


def test_options_become_a_wish_for_singing() -> None:
    said = vocals_of({"vocals": True, "voice": "tenor", "language": "DE-at", "lyrics": "Eins / zwei"})

    assert said == VocalWish(True, "tenor", "de", "Eins\nzwei")


def test_nothing_said_leaves_all_open() -> None:
    assert vocals_of({"vocals": None, "voice": None, "language": "", "lyrics": ""}) == VocalWish()


def test_words_are_read_from_a_text_file(tmp_path: Path) -> None:
    (tmp_path / "song.txt").write_bytes("\ufeffErste Zeile\r\nträumt".encode())

    assert vocals_of({"lyrics": str(tmp_path / "song.txt")}).lyrics.splitlines() == ["Erste Zeile", "träumt"]


def test_a_missing_file_of_words_is_told(tmp_path: Path) -> None:
    with pytest.raises(MediaError, match=r"no file .*song\.txt"):
        vocals_of({"lyrics": str(tmp_path / "song.txt")})


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "song.txt").write_bytes(b"\xff\xfe\x00\x81")

    with pytest.raises(MediaError, match="not a text in UTF-8"):
        vocals_of({"lyrics": str(tmp_path / "song.txt")})


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"language": "german"}, "two letters"),
        ({"language": "d1"}, "two letters"),
        ({"lyrics": "la " * 4000}, "are the most"),
        ({"lyrics": "... !!"}, "no word"),
    ],
)
def test_what_cannot_be_sung_is_refused(options: dict[str, object], told: str) -> None:
    with pytest.raises(WishError, match=told):
        vocals_of(options)


def test_times_and_headers_of_lrc_files_are_not_sung(tmp_path: Path) -> None:
    (tmp_path / "song.lrc").write_text(
        "[ar:Somebody]\n[00:12.00]First line\n[00:15.30][01:15.30]Second <00:16.10>line\n\n[x] stays", "utf-8"
    )

    assert vocals_of({"lyrics": str(tmp_path / "song.lrc")}).lyrics == "First line\nSecond line\n\n[x] stays"


@pytest.mark.parametrize("letter", ["字", "a"])
def test_a_long_text_is_too_long_in_any_writing(tmp_path: Path, letter: str) -> None:
    (tmp_path / "song.txt").write_text(letter * 8001, "utf-8")

    with pytest.raises(WishError, match="are the most"):
        vocals_of({"lyrics": str(tmp_path / "song.txt")})


def test_a_huge_file_is_refused_by_its_size(tmp_path: Path) -> None:
    (tmp_path / "song.txt").write_text("字" * 100_000, "utf-8")

    with pytest.raises(WishError, match="300000 bytes"):
        vocals_of({"lyrics": str(tmp_path / "song.txt")})
