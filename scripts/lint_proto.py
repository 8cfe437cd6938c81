"""Lints the contract: `python scripts/lint_proto.py`.

The image is built here, with the pinned compiler and the protos that the packages bring, so that buf needs no
registry of its own; `npx` (Node) brings buf.
"""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

import grpc_tools
from google.api import annotations_pb2
from grpc_tools import protoc

PROTO = Path(__file__).resolve().parent.parent / "proto"
_BUF = "@bufbuild/buf@1.57.0"
_INCLUDES = (PROTO, Path(annotations_pb2.__file__).parents[2], Path(grpc_tools.__file__).parent / "_proto")


def build_image(into: Path) -> None:
    """Write the contract with all that it imports, comments included, as one descriptor set."""
    sources = sorted(str(path) for path in (PROTO / "ningbgm").rglob("*.proto"))
    paths = [f"-I{path}" for path in _INCLUDES]
    options = ["--include_imports", "--include_source_info", f"--descriptor_set_out={into}"]
    if protoc.main(["protoc", *paths, *options, *sources]):
        raise SystemExit("the contract does not compile; see above")


def main() -> None:
    """Build the image and lint our part of it."""
    npx = shutil.which("npx")
    if npx is None:
        raise SystemExit("linting the contract needs npx, which comes with Node")
    with TemporaryDirectory() as folder:
        image = Path(folder) / "contract.binpb"
        build_image(image)
        config = ["--config", str(PROTO / "buf.yaml"), "--path", "ningbgm"]
        lint = [npx, "--yes", _BUF, "lint", f"{image}#format=binpb", *config]
        raise SystemExit(subprocess.run(lint, check=False).returncode)


if __name__ == "__main__":
    main()
