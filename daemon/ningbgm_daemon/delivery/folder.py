"""The output folder: made in hiding, it appears by rename, whole or not at all."""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import threading
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from types import FrameType, TracebackType
from typing import NoReturn

from ningbgm_agents.errors import DeliveryError
from ningbgm_daemon.file_lock import process_runs

KIND = "ningbgm.score"
"""The `kind` in the score.json by which NingBGM knows its own folders."""
MANIFEST = ".ningbgm-files.json"
"""Hidden list of the files that NingBGM put into the folder; all others are the user's."""
_REASONS = {
    errno.ENOSPC: "the disk is full",
    errno.EDQUOT: "the disk quota is used up",
    errno.EACCES: "you may not write there",
    errno.EPERM: "you may not write there",
    errno.EROFS: "the disk is read-only",
    errno.ENAMETOOLONG: "the name is too long",
    errno.ENOTDIR: "a part of the path is a file",
    errno.EIO: "the disk reports an error",
    errno.EFBIG: "a file grew too large for the disk",
}


class OutputFolder:
    """`with OutputFolder(out) as folder:` write into `folder.path`; it goes to `folder.final`.

    Leaving the block publishes the folder; an error, Ctrl-C or SIGTERM inside it removes what was
    written and leaves `out` as it was. An existing `out` is replaced only where it is empty or was
    made by NingBGM, and the user's own files in it are carried over.

    `job` names who delivers; where the same job has delivered already and was killed before it could say so,
    `is_delivered` is True and nothing is published again.

    Raises:
        DeliveryError: `out` holds something else, or the disk refuses.
    """

    def __init__(self, out: Path, job: str = "") -> None:
        self.final = Path(os.path.realpath(out))
        if not self.final.name:
            raise DeliveryError(f"{out} cannot be replaced; name a folder inside it")
        self.path = self.final.with_name(f".{self.final.name}.ningbgm-{os.getpid()}.part")
        self._old = self.final.with_name(f".{self.final.name}.ningbgm-{os.getpid()}.old")
        self._job, self.is_delivered = job, False
        self._made_parents: list[Path] = []
        self._hears_sigterm = False

    def __enter__(self) -> OutputFolder:
        check_replaceable(self.final)
        try:
            self._made_parents = missing_parents(self.final)
            self.final.parent.mkdir(parents=True, exist_ok=True)
            remove_leftovers(self.final)
            self.is_delivered = delivered_by(self.final, self._job)
            self.path.mkdir()
        except OSError as error:
            raise _refused(self.final, error) from error
        self._hear_sigterm()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if error is None and not self.is_delivered:
                self._publish()
        except OSError as refused:
            raise _refused(self.final, refused) from refused
        finally:
            shutil.rmtree(self.path, ignore_errors=True)
            remove_empty(self._made_parents)
            self._unhear_sigterm()
        if isinstance(error, OSError) and error.errno in _REASONS:
            raise _refused(self.final, error) from error

    def _publish(self) -> None:
        check_replaceable(self.final)
        _write_manifest(self.path, self._job)
        if not self.final.exists():
            os.rename(self.path, self.final)
            return
        _carry_over(self.final, self.path)
        os.rename(self.final, self._old)
        try:
            os.rename(self.path, self.final)
        except BaseException:
            os.rename(self._old, self.final)
            raise
        shutil.rmtree(self._old, ignore_errors=True)

    def _hear_sigterm(self) -> None:
        """Turn SIGTERM into an exception, so that it leaves by the same door as an error."""
        if threading.current_thread() is not threading.main_thread():
            return
        if signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
            signal.signal(signal.SIGTERM, _stop)
            self._hears_sigterm = True

    def _unhear_sigterm(self) -> None:
        if self._hears_sigterm:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            self._hears_sigterm = False


def check_replaceable(out: Path) -> None:
    """Refuse an output folder that NingBGM did not make and that is not empty.

    Raises:
        DeliveryError: with what is there instead.
    """
    if not out.exists():
        return
    if not out.is_dir():
        raise DeliveryError(f"{out} is a file; name a folder for the output", path=str(out))
    try:
        empty = not any(out.iterdir())
    except OSError as error:
        raise _refused(out, error) from error
    if not empty and not _is_ours(out):
        raise DeliveryError(
            f"{out} is not empty and was not made by NingBGM; name a new or an empty folder",
            path=str(out),
        )


def _is_ours(out: Path) -> bool:
    try:
        found = json.loads((out / "score.json").read_bytes())
    except (OSError, ValueError):
        return False
    return isinstance(found, dict) and found.get("kind") == KIND


def _write_manifest(folder: Path, job: str) -> None:
    names = sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
    told = {"kind": "ningbgm.files", "files": names} | ({"job": job} if job else {})
    (folder / MANIFEST).write_text(json.dumps(told, indent=1), encoding="utf-8")


def _carry_over(old: Path, new: Path) -> None:
    """Link or copy the user's own files, those that no earlier run wrote, into the new folder."""
    ours = {MANIFEST, *files_of(old)}
    for path in old.rglob("*"):
        name = path.relative_to(old)
        is_folder = path.is_dir() and not path.is_symlink()
        if name.as_posix() in ours or is_folder or os.path.lexists(new / name):
            continue
        (new / name).parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(path, new / name, follow_symlinks=False)
        except OSError:
            shutil.copy2(path, new / name, follow_symlinks=False)


def files_of(folder: Path) -> list[str]:
    """The files that NingBGM put into a folder, by its own list."""
    files = _manifest(folder).get("files")
    return [name for name in files if isinstance(name, str)] if isinstance(files, list) else []


def delivered_by(folder: Path, job: str) -> bool:
    """Whether a folder is what a job delivered."""
    return bool(job) and _manifest(folder).get("job") == job


def _manifest(folder: Path) -> dict[str, object]:
    try:
        found = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def remove_leftovers(final: Path, killed: int | None = None) -> None:
    """Remove what killed runs left hidden beside the folder; an unpublished swap is put back.

    `killed` is the number of a process that is known to be dead, whoever has it now.
    """
    for path in final.parent.glob(f".{_escaped(final.name)}.ningbgm-*"):
        number = path.name.rsplit("-", 1)[-1].split(".")[0]
        pid = int(number) if number.isdigit() else -1
        if pid < 0 or (pid not in (killed, os.getpid()) and process_runs(pid)):
            continue
        if path.suffix == ".old" and not final.exists():
            os.rename(path, final)
        else:
            shutil.rmtree(path, ignore_errors=True)


def _escaped(name: str) -> str:
    return "".join(f"[{c}]" if c in "*?[" else c for c in name)


def missing_parents(path: Path) -> list[Path]:
    """The folders above a path that are not there yet, the innermost first."""
    return [parent for parent in path.parents if not parent.exists()]


def remove_empty(folders: Iterable[Path]) -> None:
    """Remove folders that hold nothing, the innermost first."""
    for folder in folders:
        with suppress(OSError):
            folder.rmdir()


def _refused(out: Path, error: OSError) -> DeliveryError:
    reason = _REASONS.get(error.errno or 0, error.strerror or type(error).__name__)
    return DeliveryError(f"{out} cannot be written: {reason}", path=str(out))


def _stop(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(143)
