"""From the GPU down to what the memory bears, each step said."""

import pytest

from ningbgm_agents.errors import ModelError
from ningbgm_daemon.models.steps import Step, stepped_down, steps_for

GB = 10**9
ALL = (Step("cuda", "bfloat16"), Step("cpu", "float32"), Step("cpu", "bfloat16"))


def never(error: Exception) -> bool:
    return False


def test_the_best_that_fits_comes_first() -> None:
    assert steps_for(GB, "cuda", 8 * GB, 16 * GB) == ALL
    assert steps_for(GB, "cuda", 2 * GB, 16 * GB) == ALL[1:]
    assert steps_for(GB, None, 0, 4 * GB) == ALL[2:]


def test_where_nothing_fits_it_is_said_how_much_is_missing() -> None:
    with pytest.raises(ModelError, match=r"2\.5 GB of memory, and 1\.0 GB are free"):
        steps_for(GB, None, 0, GB)


def test_memory_that_runs_out_leads_one_step_down_and_is_reported() -> None:
    def run(step: Step) -> str:
        if step.device == "cuda":
            raise RuntimeError("out of memory, says the GPU")
        if step.precision == "float32":
            raise MemoryError
        return "done"

    made, step, notes = stepped_down(ALL, run, lambda error: "out of memory" in str(error))

    assert (made, step) == ("done", ALL[2])
    assert notes == (
        "The memory did not suffice on the GPU in bfloat16.",
        "The memory did not suffice on the processor in float32.",
    )


def test_what_is_not_about_memory_is_not_hidden() -> None:
    def run(step: Step) -> str:
        raise RuntimeError("shapes do not match")

    with pytest.raises(RuntimeError, match="shapes"):
        stepped_down(ALL, run, never)


def test_after_the_last_step_the_model_gives_up() -> None:
    def run(step: Step) -> str:
        raise MemoryError

    with pytest.raises(ModelError, match="processor in bfloat16"):
        stepped_down(ALL, run, never)
