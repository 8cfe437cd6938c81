"""The service runs where nothing of the daemon is installed but numpy, gRPC and click."""

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

INSTALLED = ("numpy", "numpy.libs", "grpc", "google", "click", "typing_extensions.py")
"""typing_extensions is gRPC's."""
COMMAND = "from ningbgm_daemon.cli import main; main(['performer', 'serve', sys.argv[1]])"


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with nothing but what is installed where a performer runs."""
    folder = tmp_path_factory.mktemp("bare")
    numpy = find_spec("numpy")
    assert numpy is not None
    assert numpy.origin is not None
    packages = Path(numpy.origin).parents[1]
    for name in INSTALLED:
        if (packages / name).exists():
            (folder / name).symlink_to(packages / name)
    for name in ("ningbgm_agents", "ningbgm_daemon", "ningbgm"):
        spec = find_spec(name)
        assert spec is not None
        (place,) = spec.submodule_search_locations or ()
        (folder / name).symlink_to(place)
    return folder


def run(bare: Path, code: str, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-I", "-S", "-c", f"import sys; sys.path.append({str(bare)!r}); {code}", *words],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_its_imports_are_light(bare: Path) -> None:
    made = run(
        bare, "import ningbgm_daemon.performers.service, ningbgm_daemon.performers.engines; print('there')"
    )

    assert (made.stdout, made.stderr) == ("there\n", "")


def test_what_is_no_model_is_told_there_too(bare: Path, tmp_path: Path) -> None:
    made = run(bare, COMMAND, str(tmp_path))

    assert made.returncode == 2
    assert made.stderr == f"ningbgm: {tmp_path} holds no model: its config.json cannot be read\n"


def test_without_torch_it_says_in_one_sentence_what_to_install(bare: Path, tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text('{"architectures": ["MusicgenForConditionalGeneration"]}')
    (tmp_path / "model.safetensors").write_bytes(b"")

    made = run(bare, COMMAND, str(tmp_path))

    assert made.returncode == 3
    assert made.stderr == (
        f"ningbgm: {tmp_path.name} is played by transformers, which is not installed here:"
        " pip install 'ningbgm[models]'\n"
    )
