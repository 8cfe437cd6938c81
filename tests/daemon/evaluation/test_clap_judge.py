"""A CLAP model that the user brings: a tiny one with random weights, through the code of real ones."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import soundfile

pytest.importorskip("torch", reason="the extra models is not installed")
pytest.importorskip("transformers", reason="the extra models is not installed")

from click.testing import CliRunner

from fakes.tiny_clap import build_tiny_hearing
from fakes.tiny_vision import build_tiny_clip
from ningbgm_agents.errors import InputError, ModelError, NotFoundError
from ningbgm_daemon.cli import main
from ningbgm_daemon.evaluation.judge import ClapJudge

pytestmark = [
    pytest.mark.models,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # of the libraries, while they load
]
RATE = 48_000


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_tiny_hearing(tmp_path_factory.mktemp("models") / "tiny-clap")


def noise(path: Path, seconds: float, seed: int = 0) -> Path:
    samples = np.random.default_rng(seed).normal(0, 0.1, (round(seconds * RATE), 2))
    soundfile.write(path, samples, RATE)
    return path


@pytest.mark.parametrize("fusion", [False, True], ids=["unfused", "fused"])
def test_a_sound_is_heard_in_windows_and_always_the_same(fusion: bool, tmp_path: Path) -> None:
    sound = noise(tmp_path / "noise.wav", 2.3)

    with ClapJudge(build_tiny_hearing(tmp_path / "tiny", fusion=fusion)) as judge:
        heard, again = judge.hear(sound), judge.hear(sound)
        short = judge.hear(noise(tmp_path / "short.wav", 0.4, 1))

    assert heard.shape == (4, 16), "at 0, 0.5 and 1 s, and the last that ends with the sound"
    assert np.linalg.norm(heard, axis=1) == pytest.approx(1, abs=1e-5)
    assert np.array_equal(heard, again)
    assert short.shape == (1, 16)


def test_texts_are_read_one_by_one_however_long(model: Path) -> None:
    texts = ["calm water", "a race in the storm " * 100]

    with ClapJudge(model) as judge:
        together, alone = judge.read(texts), judge.read(texts[1:])

    assert together.shape == (2, 16)
    assert np.array_equal(together[1], alone[0])
    assert judge.title == "tiny-clap (cc-by-4.0)"


def test_its_process_ends_with_it_and_torch_was_never_here(model: Path, tmp_path: Path) -> None:
    import subprocess
    import sys

    code = (
        "import sys, psutil\n"
        "from pathlib import Path\n"
        "from ningbgm_daemon.evaluation.judge import ClapJudge\n"
        "if __name__ == '__main__':\n"
        "    with ClapJudge(Path(sys.argv[1])) as judge:\n"
        "        judge.read(['a sea'])\n"
        "        judge.read(['a sea'])\n"
        "    names = [' '.join(one.cmdline()) for one in psutil.Process().children()]\n"
        "    left = [name for name in names if 'resource_tracker' not in name]\n"
        "    assert not left, left\n"
        "    assert 'torch' not in sys.modules\n"
    )
    script = tmp_path / "ask.py"
    script.write_text(code, encoding="utf-8")

    done = subprocess.run(
        [sys.executable, str(script), str(model)], capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr


def test_what_is_no_clap_model_is_told(model: Path, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError, match=r"config\.json"):
        ClapJudge(tmp_path)
    with pytest.raises(InputError, match="needs a ClapModel"):
        ClapJudge(build_tiny_clip(tmp_path / "clip"))
    loose = tmp_path / "music_audioset.pt"
    loose.touch()
    with pytest.raises(InputError, match="transformers' format"):
        ClapJudge(loose)
    assert ClapJudge(model / "config.json").title == ClapJudge(model).title


def test_damaged_weights_are_told_before_anything_is_scored(model: Path, tmp_path: Path) -> None:
    broken = build_tiny_hearing(tmp_path / "broken")
    (broken / "model.safetensors").write_bytes(b"half a model")

    with ClapJudge(broken) as judge, pytest.raises(ModelError, match="cannot be loaded"):
        judge.read(["a sea"])


def test_the_command_measures_with_it(model: Path, small_film: Path, tmp_path: Path) -> None:
    films, theirs, reference = tmp_path / "films", tmp_path / "theirs", tmp_path / "reference"
    for folder in (films, theirs, reference):
        folder.mkdir()
    for number, text in enumerate(("a calm sea", "a race in the storm")):
        (films / f"f{number}.mp4").write_bytes(small_film.read_bytes())
        (films / f"f{number}.json").write_text(json.dumps({"cuts": [25, 50], "speech_s": []}))
        (films / f"f{number}.txt").write_text(text)
        noise(theirs / f"f{number}.wav", 3, number)
    noise(reference / "one.wav", 4, 7)
    words = ["evaluate", films, "--system", f"cmt={theirs}", "--only", "cmt", "--workers", "1", "--json"]
    words += ["--clap", model, "--fad-reference", reference]

    done = CliRunner().invoke(main, list(map(str, words)))

    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    means = told["table"]["cmt"]
    assert -1 <= means["clap_text"]["mean"] <= 1
    assert means["clap_text_gain"]["mean"] == pytest.approx(
        means["clap_text"]["mean"] - means["clap_text_chance"]["mean"]
    )
    assert means["fad"]["count"] == 10
    assert means["fad"]["mean"] >= 0
    assert told["judged_by"] == "tiny-clap (cc-by-4.0)"
    page = (tmp_path / "films.evaluation/evaluation.html").read_text(encoding="utf-8")
    assert "By the model that was brought" in page
    assert "FAD" in (tmp_path / "films.evaluation/evaluation.md").read_text(encoding="utf-8")
