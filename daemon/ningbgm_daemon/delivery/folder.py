"""The output folder: made in hiding, it appears by rename, whole or not at all."""

from __future__ import annotations

import errno
import json
import os
import shutil
import signal
import threading
from pathlib import Path
from types import FrameType, TracebackType
from typing import NoReturn

from ningbgm_agents.errors import DeliveryError

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

    Raises:
        DeliveryError: `out` holds something else, or the disk refuses.
    """

    def __init__(self, out: Path) -> None:
        self.final = Path(os.path.realpath(out))
        if not self.final.name:
            raise DeliveryError(f"{out} cannot be replaced; name a folder inside it")
        self.path = self.final.with_name(f".{self.final.name}.ningbgm-{os.getpid()}.part")
        self._old = self.final.with_name(f".{self.final.name}.ningbgm-{os.getpid()}.old")
        self._hears_sigterm = False

    def __enter__(self) -> OutputFolder:
        check_replaceable(self.final)
        try:
            self.final.parent.mkdir(parents=True, exist_ok=True)
            _remove_leftovers(self.final)
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
            if error is None:
                self._publish()
        except OSError as refused:
            raise _refused(self.final, refused) from refused
        finally:
            shutil.rmtree(self.path, ignore_errors=True)
            self._unhear_sigterm()
        if isinstance(error, OSError) and error.errno in _REASONS:
            raise _refused(self.final, error) from error

    def _publish(self) -> None:
        check_replaceable(self.final)
        _write_manifest(self.path)
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


def _write_manifest(folder: Path) -> None:
    names = sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
    text = json.dumps({"kind": "ningbgm.files", "files": names}, indent=1)
    (folder / MANIFEST).write_text(text, encoding="utf-8")


def _carry_over(old: Path, new: Path) -> None:
    """Link or copy the user's own files, those that no earlier run wrote, into the new folder."""
    ours = {MANIFEST, *_manifest(old)}
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


def _manifest(folder: Path) -> list[str]:
    try:
        found = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError):
        return []
    files = found.get("files") if isinstance(found, dict) else None
    return [name for name in files if isinstance(name, str)] if isinstance(files, list) else []


def _remove_leftovers(final: Path) -> None:
    """Remove what killed runs left hidden beside the folder; an unpublished swap is put back."""
    for path in final.parent.glob(f".{_escaped(final.name)}.ningbgm-*"):
        pid = path.name.rsplit("-", 1)[-1].split(".")[0]
        if not pid.isdigit() or (int(pid) != os.getpid() and _runs(int(pid))):
            continue
        if path.suffix == ".old" and not final.exists():
            os.rename(path, final)
        else:
            shutil.rmtree(path, ignore_errors=True)


def _escaped(name: str) -> str:
    return "".join(f"[{c}]" if c in "*?[" else c for c in name)


def _runs(pid: int) -> bool:
    if os.name == "nt":
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _refused(out: Path, error: OSError) -> DeliveryError:
    reason = _REASONS.get(error.errno or 0, error.strerror or type(error).__name__)
    return DeliveryError(f"{out} cannot be written: {reason}", path=str(out))


def _stop(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise SystemExit(143)
