"""What a wish says about cues that stand close."""

from __future__ import annotations

import pytest

from ningbgm_agents.requirements.reader import read_wish

JOINED = ("warm, segue into the next cue", "let it ring into the next scene", "无缝衔接")
PARTED = ("no segue please", "without segues", "separate cues, epic", "不要衔接，温馨")


@pytest.mark.parametrize("words", JOINED)
def test_a_wish_for_a_segue_is_read(words: str) -> None:
    wish = read_wish(words)

    assert (wish.joins, wish.ending, wish.unhonoured) == ("segue", None, ())


@pytest.mark.parametrize("words", PARTED)
def test_a_wish_for_none_is_read(words: str) -> None:
    wish = read_wish(words)

    assert (wish.joins, wish.unhonoured) == ("apart", ())


def test_a_wish_that_says_nothing_leaves_it_to_the_story() -> None:
    assert read_wish("calm piano, let it ring").joins is None
