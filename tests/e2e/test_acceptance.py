"""The promises on real films, measured by tools that are not ours (librosa, PySceneDetect, FFmpeg)."""

from __future__ import annotations

import importlib
import json
import shutil
import sys
from pathlib import Path
from types import ModuleType

import pytest
from commanding import Command

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def measure() -> ModuleType:
    """`benchmarks/measure.py` as a module."""
    if shutil.which("ffmpeg") is None:
        pytest.skip("ffmpeg is needed to measure loudness")
    sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benchmarks"))
    try:
        return importlib.import_module("measure")
    finally:
        sys.path.pop(0)


def assert_promises(facts: dict) -> None:
    """The numbers that every score must reach, whatever the film."""
    settings = ("default", "fine", "aligned")
    assert max(facts[f"hits_met_{setting}"] for setting in settings) >= 0.95
    if facts["cuts"] >= 5:
        assert max(facts[f"corrected_{setting}"] for setting in settings) >= 0.65
    assert facts["tail_ratio"] <= 0.15
    assert facts["true_peak_dbtp"] <= -1.0
    assert facts["stems_sum_to_mix"]


@pytest.mark.filterwarnings("ignore")
def test_the_demo_keeps_its_promises(measure: ModuleType, demo: Path) -> None:
    from ningbgm_daemon.demo.story import DEMO_CUTS

    assert_promises(measure.measure(demo, demo.with_name("demo.mp4"), list(DEMO_CUTS)))


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", ["sintel_scales_25fps.mp4", "popeye_sinbad_p3_24fps.mkv"])
def test_a_real_film_keeps_its_promises(
    measure: ModuleType, ningbgm: Command, footage: Path, tmp_path: Path, name: str
) -> None:
    clips = json.loads((footage / "cuts.json").read_text(encoding="utf-8"))["clips"]
    cuts = next([cut["frame"] for cut in clip["hard_cuts"]] for clip in clips if clip["file"] == name)

    done = ningbgm("score", footage / name, "-o", tmp_path / "out", "--seed", 3)

    assert done.returncode == 0, done.stderr
    assert_promises(measure.measure(tmp_path / "out", footage / name, cuts))
