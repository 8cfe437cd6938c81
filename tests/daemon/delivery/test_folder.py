"""The output folder appears whole or not at all."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ningbgm_agents.errors import DeliveryError
from ningbgm_daemon.delivery.folder import OutputFolder

OURS = '{"kind": "ningbgm.score"}'


def deliver(out: Path, **files: str) -> None:
    with OutputFolder(out) as folder:
        for name, text in {"score": OURS, **files}.items():
            (folder.path / f"{name}.json").write_text(text)


def fail(out: Path, error: BaseException) -> None:
    with OutputFolder(out) as folder:
        (folder.path / "half.wav").write_text("x")
        raise error


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_nothing_is_seen_until_all_is_written(tmp_path: Path) -> None:
    out = tmp_path / "a" / "out"

    with OutputFolder(out) as folder:
        (folder.path / "score.json").write_text(OURS)
        assert not out.exists()
        assert folder.final == out

    assert (out / "score.json").read_text() == OURS
    assert names(out.parent) == {"out"}


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit])
def test_an_error_leaves_nothing_behind(tmp_path: Path, error: type[BaseException]) -> None:
    with pytest.raises(error):
        fail(tmp_path / "out", error())

    assert names(tmp_path) == set()


def test_an_error_leaves_what_was_there_before(tmp_path: Path) -> None:
    deliver(tmp_path / "out", old="1")

    with pytest.raises(ValueError, match="no"), OutputFolder(tmp_path / "out"):
        raise ValueError("no")

    assert (tmp_path / "out" / "old.json").read_text() == "1"


def test_an_earlier_delivery_is_replaced_and_the_users_files_are_kept(tmp_path: Path) -> None:
    out = tmp_path / "out"
    deliver(out, old="1")
    (out / "my notes.txt").write_text("mine")
    (out / "sub").mkdir()
    (out / "sub" / "take.als").write_text("mine too")

    deliver(out, new="2")

    assert {"score.json", "new.json", "my notes.txt", "sub"} <= names(out)
    assert "old.json" not in names(out)
    assert (out / "sub" / "take.als").read_text() == "mine too"
    assert names(tmp_path) == {"out"}


def test_an_empty_folder_is_used(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()

    deliver(tmp_path / "out")

    assert "score.json" in names(tmp_path / "out")


def test_a_folder_of_somebody_else_is_never_touched(tmp_path: Path) -> None:
    out = tmp_path / "photos"
    out.mkdir()
    (out / "score.json").write_text('{"kind": "other"}')

    with pytest.raises(DeliveryError, match="not made by NingBGM"):
        deliver(out)

    assert names(out) == {"score.json"}


def test_a_file_or_the_root_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "out"
    file.write_text("x")

    with pytest.raises(DeliveryError, match="is a file"):
        deliver(file)
    with pytest.raises(DeliveryError):
        deliver(Path("/"))


def test_a_link_to_a_folder_leads_to_the_folder(tmp_path: Path) -> None:
    deliver(tmp_path / "real")
    (tmp_path / "link").symlink_to(tmp_path / "real")

    deliver(tmp_path / "link", new="2")

    assert (tmp_path / "link").is_symlink()
    assert "new.json" in names(tmp_path / "real")


def test_a_place_below_a_file_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")

    with pytest.raises(DeliveryError, match="cannot be written"):
        deliver(tmp_path / "file" / "out")


def test_a_full_disk_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(DeliveryError, match="disk is full"):
        fail(tmp_path / "out", OSError(errno.ENOSPC, "No space left on device"))

    assert names(tmp_path) == set()


def test_leftovers_of_a_killed_run_are_cleared(tmp_path: Path) -> None:
    dead = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"],
                          capture_output=True, text=True, check=True).stdout.strip()  # fmt: skip
    (tmp_path / f".out.ningbgm-{dead}.part").mkdir()
    (tmp_path / f".out.ningbgm-{os.getppid()}.part").mkdir()

    deliver(tmp_path / "out")

    assert names(tmp_path) == {"out", f".out.ningbgm-{os.getppid()}.part"}


def test_a_swap_that_was_killed_in_the_middle_is_put_back(tmp_path: Path) -> None:
    dead = subprocess.run([sys.executable, "-c", "import os; print(os.getpid())"],
                          capture_output=True, text=True, check=True).stdout.strip()  # fmt: skip
    deliver(tmp_path / "out", old="1")
    (tmp_path / "out").rename(tmp_path / f".out.ningbgm-{dead}.old")

    with pytest.raises(ValueError, match="no"), OutputFolder(tmp_path / "out"):
        raise ValueError("no")

    assert (tmp_path / "out" / "old.json").exists()


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGTERM")
def test_a_terminated_run_cleans_up(tmp_path: Path) -> None:
    program = (
        "import sys, time; from pathlib import Path\n"
        "from ningbgm_daemon.delivery.folder import OutputFolder\n"
        "with OutputFolder(Path(sys.argv[1])) as folder:\n"
        "    (folder.path / 'half').write_text('x'); print('ready', flush=True); time.sleep(60)\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path / "out")],
        stdout=subprocess.PIPE, env=environment,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        process.stdout.readline()

        process.send_signal(signal.SIGTERM)

        assert process.wait(20) == 143
    assert names(tmp_path) == set()
