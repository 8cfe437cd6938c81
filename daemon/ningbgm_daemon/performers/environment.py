"""The environment in which audiocraft runs, made by one command.

audiocraft's pins contradict every present Python, so it is installed without them, and what it really uses is
installed beside it in versions that were tried together; `audiocraft_stand_ins` does the rest.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path

from ningbgm_agents.errors import ModelError, StoreError

AUDIOCRAFT = "audiocraft==1.3.0"
_BESIDE = (
    *("torch==2.13.0", "transformers==5.23.0", "julius==0.2.8", "omegaconf==2.4.0", "einops==0.8.2"),
    *("num2words==0.5.14", "librosa==0.11.0", "flashy==0.0.2", "torchmetrics==1.9.0"),
)
_SERVICE = (
    *("numpy>=2.0,<3", "grpcio>=1.74,<2", "protobuf>=6.31,<8", "googleapis-common-protos>=1.70,<2"),
    "click>=8.1,<9",
)
_OURS = ("ningbgm_agents", "ningbgm_daemon", "ningbgm")
_TELLING = ("Collecting ", "Downloading ", "Building ", "Installing ")
_TRY = (
    "from ningbgm_daemon.performers import audiocraft_stand_ins as ours; ours.install();"
    " import audiocraft; print(audiocraft.__version__)"
)


def make_environment(folder: Path, say: Callable[[str], None]) -> Path:
    """Make it, or bring it up to date; returns its Python.

    Raises:
        StoreError: the folder cannot be written, or holds something else.
        ModelError: something cannot be installed; what pip said last.
    """
    if folder.exists() and any(folder.iterdir()) and not (folder / "pyvenv.cfg").is_file():
        raise StoreError(f"{folder} holds something else; name an empty folder", folder=str(folder))
    say(f"1 of 4: an environment in {folder}")
    try:
        if not (folder / "pyvenv.cfg").is_file():
            venv.create(folder, with_pip=True, symlinks=os.name != "nt")
    except (OSError, subprocess.CalledProcessError) as error:
        raise StoreError(f"{folder} cannot be made: {error}", folder=str(folder)) from error
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    say("2 of 4: what audiocraft uses, and what the service uses (about 1 GB; with a GPU's libraries 5)")
    _pip(python, (*_BESIDE, *_SERVICE), say)
    say("3 of 4: audiocraft")
    _pip(python, ("--no-deps", AUDIOCRAFT), say)
    say("4 of 4: NingBGM's own code, and a try")
    _bring_ours(_output(python, "import sysconfig; print(sysconfig.get_path('purelib'))"))
    _output(python, _TRY)
    return python


def _pip(python: Path, what: Sequence[str], say: Callable[[str], None]) -> None:
    command = [str(python), "-m", "pip", "install", "--disable-pip-version-check", *what]
    last: list[str] = []
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    ) as running:
        assert running.stdout is not None
        for line in running.stdout:
            last = [*last[-4:], " ".join(line.split())]
            if line.strip().startswith(_TELLING):
                say(f"  {last[-1][:100]}")
    if running.returncode:
        raise ModelError(f"pip could not install {' '.join(what)}: {' '.join(last)[-600:]}")


def _bring_ours(site: str) -> None:
    """Copy our packages, without what they depend on: the service needs little of it."""
    for name in _OURS:
        spec = find_spec(name)
        assert spec is not None
        assert spec.submodule_search_locations
        source = spec.submodule_search_locations[0]
        target = Path(site) / name
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", "*.sf3"))


def _output(python: Path, code: str) -> str:
    try:
        made = subprocess.run(
            [str(python), "-I", "-c", code], capture_output=True, text=True, check=True, timeout=600
        )
    except (OSError, subprocess.SubprocessError) as error:
        said = getattr(error, "stderr", None) or str(error)
        raise ModelError(f"the environment does not work: {' '.join(str(said).split())[-600:]}") from error
    return made.stdout.strip()


def advice_for(python: Path) -> str:
    """How to use it, in one line."""
    quoted = f'"{python}"' if " " in str(python) else str(python)
    run = f"{quoted} -m ningbgm_daemon.cli performer serve MODEL --engine audiocraft"
    return f"& {run}" if sys.platform == "win32" and quoted.startswith('"') else run
