"""Builds the plugins for Premiere Pro, `dist` of `premiere_cep` and `premiere_uxp`; `--check` only compares.

Run it after any change there or in `proto/` and commit the result. Needs Node 20 or newer; versions are
pinned in plugins/premiere_cep/package-lock.json.
"""

from __future__ import annotations

import argparse
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from node_build import differences, install, program

ROOT = Path(__file__).resolve().parent.parent
PLUGINS = ROOT / "plugins"
PANEL = PLUGINS / "premiere_cep"


def build(folder: Path | None = None) -> None:
    """Install what is pinned, and build both plugins, in place of what lies there or into a folder."""
    install(PANEL)
    where = [str(folder)] if folder else []
    subprocess.run([program("node"), str(PANEL / "build" / "build.mjs"), *where], cwd=PANEL, check=True)


def main() -> None:
    """Build the plugins, or tell whether the committed ones are what their sources give."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--check", action="store_true", help="build elsewhere and compare with the committed plugins"
    )
    if not parser.parse_args().check:
        build()
        return
    with TemporaryDirectory() as folder:
        build(Path(folder))
        other = [
            f"{name}/dist/{file}"
            for name in ("premiere_cep", "premiere_uxp")
            for file in differences(PLUGINS / name / "dist", Path(folder) / name)
        ]
    if other:
        raise SystemExit(
            f"the committed plugins are not what their sources give: {', '.join(other)}; build them again"
        )


if __name__ == "__main__":
    main()
