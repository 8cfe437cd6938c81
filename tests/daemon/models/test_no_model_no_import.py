"""Without a model nothing of it is loaded: no torch, no transformers, no pydantic-ai."""

import json
import subprocess
import sys
from pathlib import Path

HEAVY = ("torch", "transformers", "pydantic_ai", "openai", "httpx2", "llguidance", "whisper", "audiocraft")

WATCHED = """
import json, sys

class Watch:
    '''Sees every import of a package that is not there yet, whether it is installed or not.'''
    asked = []

    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in HEAVY:
            self.asked.append(name)
        return None

HEAVY = json.loads(sys.argv[1])
sys.meta_path.insert(0, Watch())
from ningbgm_daemon.cli import main
try:
    main(json.loads(sys.argv[2]), standalone_mode=False)
finally:
    loaded = sorted(set(sys.modules) & set(HEAVY))
    print(json.dumps({"asked": Watch.asked, "loaded": loaded}), file=sys.stderr)
"""


def imports_of(home: Path, *words: str) -> dict[str, list[str]]:
    """What a command of the command line asks for, in a process and a home of its own."""
    run = subprocess.run(
        [sys.executable, "-c", WATCHED, json.dumps(HEAVY), json.dumps(words)],
        env={"NINGBGM_HOME": str(home), "PATH": "/usr/bin:/bin", "HOME": str(home)},
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    return json.loads(run.stderr.splitlines()[-1])


NOTHING = {"asked": [], "loaded": []}


def test_a_film_is_scored_without_one_of_them(small_film: Path, tmp_path: Path) -> None:
    found = imports_of(tmp_path, "score", str(small_film), "-o", str(tmp_path / "out"), "--alone")

    assert (tmp_path / "out" / "score.json").is_file()
    assert found == NOTHING


def test_nor_does_listing_the_models_or_their_help_need_one(tmp_path: Path) -> None:
    assert imports_of(tmp_path, "models")["loaded"] == []
    assert imports_of(tmp_path, "models", "use", "--help") == NOTHING


def test_nor_does_the_benchmark_without_a_model_that_hears(small_film: Path, tmp_path: Path) -> None:
    (tmp_path / "films").mkdir()
    (tmp_path / "films/small.mp4").write_bytes(small_film.read_bytes())
    (tmp_path / "films/small.json").write_text('{"cuts": [25, 50], "speech_s": []}')
    theirs = ("--system", f"theirs={tmp_path / 'films'}", "--only", "theirs")

    found = imports_of(tmp_path, "evaluate", str(tmp_path / "films"), *theirs)

    assert (tmp_path / "films.evaluation/evaluation.md").is_file()
    assert found["loaded"] == []
