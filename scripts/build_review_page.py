"""Builds the review page into the daemon: `python scripts/build_review_page.py`; `--check` only compares.

Needs Node 20 or newer; versions are pinned in daemon/review_page/package-lock.json.
"""

from __future__ import annotations

import argparse
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from node_build import differences, install, program

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "daemon" / "review_page"
BUILT = ROOT / "daemon" / "ningbgm_daemon" / "review" / "static"


def build(into: Path) -> None:
    """Install what is pinned, check types, and build the page into a folder."""
    install(PAGE)
    subprocess.run([program("npm"), "run", "--silent", "types"], cwd=PAGE, check=True)
    subprocess.run([program("node"), "build.mjs", "--out", str(into)], cwd=PAGE, check=True)


def main() -> None:
    """Build the page, or tell whether the committed one is what its source gives."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument(
        "--check", action="store_true", help="build elsewhere and compare with the committed page"
    )
    if not parser.parse_args().check:
        build(BUILT)
        return
    with TemporaryDirectory() as folder:
        fresh = Path(folder) / "page"
        build(fresh)
        other = differences(fresh, BUILT)
    if other:
        raise SystemExit(
            f"the committed review page is not what its source gives: {', '.join(other)}; build it again"
        )


if __name__ == "__main__":
    main()
