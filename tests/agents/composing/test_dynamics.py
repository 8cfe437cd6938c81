from __future__ import annotations

from dataclasses import replace

import pytest
from composing_film import composed, draw, only_cue

from ningbgm_agents.composing.scale import is_major
from ningbgm_agents.palette import load_palette
from ningbgm_agents.score import Key


def quietest(dynamics_db: float) -> float:
    """The lowest expression of the bass before the last chord, against its highest."""
    palette = replace(load_palette("orchestral"), dynamics_db=dynamics_db)
    bench = composed(draw(40.0), palette)
    cue = only_cue(bench)
    (bass,) = (part for part in cue.parts if part.stem == "bass")
    last = cue.sections[-1]
    stop = bench.plans[0].tempo.sample(bench.plans[0].tempo.bars[last.start_bar].start_beat)
    values = [point.value for point in bass.expression if point.sample < stop]
    return min(values) / max(values)


def test_dynamics_of_a_palette_part_quiet_sections_from_loud_ones() -> None:
    assert quietest(0.0) == 1.0
    assert quietest(18.0) < quietest(6.0) - 0.05 < quietest(0.0) - 0.1


def test_suspense_is_never_in_major() -> None:
    assert [is_major(Key(0, scale)) for scale in load_palette("suspense").scales] == [False, False]


@pytest.mark.parametrize("name", ["band", "bossa", "comedy", "electronic", "lofi", "lounge", "rock"])
def test_light_styles_vary_less_than_drama(name: str) -> None:
    assert load_palette(name).dynamics_db < load_palette("orchestral").dynamics_db
