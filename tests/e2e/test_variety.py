"""Variety and craft over a sample of drawn films; `benchmarks/variety.py` counts over all of them."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

pytestmark = pytest.mark.e2e

NEVER = {"loop", "scale", "range", "hole", "tempo", "ending", "hit_notes", "hit_frames", "tempo_bend"}
"""Marks that no score may have; the others are counted by the benchmark."""
FAR_APART = ("ambient", "band", "chamber", "electronic")


@pytest.fixture(scope="module")
def benchmarks() -> Iterator[None]:
    """The folder of the benchmarks, from which their modules are taken."""
    folder = str(Path(__file__).resolve().parents[2] / "benchmarks")
    sys.path.insert(0, folder)
    yield
    sys.path.remove(folder)


@pytest.fixture(scope="module")
def variety(benchmarks: None) -> ModuleType:
    """`benchmarks/variety.py` as a module."""
    return importlib.import_module("variety")


@pytest.fixture(scope="module")
def palette_sounds(benchmarks: None) -> ModuleType:
    """`benchmarks/palette_sounds.py` as a module."""
    return importlib.import_module("palette_sounds")


def test_no_two_pieces_have_one_tune(variety: ModuleType) -> None:
    themes = variety.all_themes(films=10, seeds=6)

    comparison = variety.compare(themes)

    assert len(themes) >= 60
    assert comparison.twins == ()


def test_no_score_has_a_mark_that_it_may_not_have(variety: ModuleType) -> None:
    found = variety.read_many(30)

    assert [(variety.chosen(number), fault) for number, fault in found.margin if fault.kind in NEVER] == []


def test_palettes_that_lie_far_apart_are_told_apart_by_their_sound(palette_sounds: ModuleType) -> None:
    confusion = palette_sounds.leave_one_group_out(*palette_sounds.prints(FAR_APART, 3))

    assert confusion.chance == 0.25
    assert confusion.right >= 0.75
