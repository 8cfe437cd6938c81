"""Generates the Python code of the contract: `python scripts/generate_proto.py [--check]`.

The code in `proto/gen` is committed. `--check` generates it elsewhere and fails where it differs. The tools
are pinned in the `dev` extra: other releases write other code.
"""

from __future__ import annotations

import filecmp
import sys
from pathlib import Path
from shutil import copytree, rmtree
from tempfile import TemporaryDirectory

import grpc_tools
from google.api import annotations_pb2
from grpc_tools import protoc

PROTO = Path(__file__).resolve().parent.parent / "proto"
COMMITTED = PROTO / "gen" / "ningbgm"
_INCLUDES = (PROTO, Path(annotations_pb2.__file__).parents[2], Path(grpc_tools.__file__).parent / "_proto")
_PLUGINS = tuple(
    f"--plugin=protoc-gen-{name}={Path(sys.executable).with_name(f'protoc-gen-{name}')}"
    for name in ("mypy", "mypy_grpc")
)
_PACKAGES = {
    "__init__.py": '"""The contract of NingBGM as Python code, generated from `proto/ningbgm`."""\n',
    "v1/__init__.py": '"""Version 1: read `score_service`, then `job_service` and `cue_service`."""\n',
}


def generate(into: Path) -> Path:
    """Generate the package `ningbgm` inside a folder; returns its path."""
    sources = sorted(str(path) for path in (PROTO / "ningbgm").rglob("*.proto"))
    services = [path for path in sources if path.endswith("_service.proto")]
    _run(into, ("python", "mypy"), sources)
    _run(into, ("grpc_python", "mypy_grpc"), services)
    for name, text in _PACKAGES.items():
        (into / "ningbgm" / name).write_text(text, encoding="utf-8")
    (into / "ningbgm" / "py.typed").touch()
    return into / "ningbgm"


def _run(into: Path, kinds: tuple[str, ...], sources: list[str]) -> None:
    outputs = [f"--{kind}_out={'quiet:' if 'mypy' in kind else ''}{into}" for kind in kinds]
    status = protoc.main(["protoc", *_PLUGINS, *(f"-I{path}" for path in _INCLUDES), *outputs, *sources])
    if status:
        raise SystemExit(status)


def differing(made: Path, committed: Path) -> list[str]:
    """Files that differ between two trees, or are in one alone."""
    names = {p.relative_to(tree) for tree in (made, committed) for p in tree.rglob("*.py*") if p.is_file()}
    wanted = sorted(name for name in names if "__pycache__" not in name.parts)
    return [
        str(name)
        for name in wanted
        if not ((made / name).is_file() and (committed / name).is_file())
        or not filecmp.cmp(made / name, committed / name, shallow=False)
    ]


def main() -> None:
    """Generate, or with `--check` only compare."""
    with TemporaryDirectory() as folder:
        made = generate(Path(folder))
        if "--check" in sys.argv[1:]:
            wrong = differing(made, COMMITTED)
            if wrong:
                raise SystemExit(f"generated code differs: {', '.join(wrong)}; run scripts/generate_proto.py")
            return
        rmtree(COMMITTED, ignore_errors=True)
        copytree(made, COMMITTED)


if __name__ == "__main__":
    main()
