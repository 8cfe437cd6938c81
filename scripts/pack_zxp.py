"""Packs the panels for Premiere Pro for other machines: a signed ZXP (CEP) and a CCX (UXP).

    python scripts/pack_zxp.py --certificate studio.p12 --timestamp http://timestamp.example out/

A ZXP is signed by Adobe's ZXPSignCmd with a certificate of one's own; its password is asked for, or taken
from the variable ZXP_PASSWORD. `ZXPSignCmd -selfSignedCert US CA Studio Editor PASSWORD out.p12` makes one.
A CCX needs no signature. Both look for NingBGM where it is installed on this machine, with the user's own
folder for `~`, so they are for machines that are set up alike.
"""

from __future__ import annotations

import argparse
import getpass
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from ningbgm_agents.errors import NingbgmError
from ningbgm_daemon.config import load_settings
from ningbgm_daemon.installer import premiere
from ningbgm_daemon.installer.plugin_files import INSTALLED, facts_text, plugin_source

_PATIENCE_S = 300


def main() -> int:
    """Pack what was asked for; the exit code says whether it worked."""
    parser = argparse.ArgumentParser(description="Packs the panels for Premiere Pro.")
    parser.add_argument("folder", type=Path, help="where the packages go")
    parser.add_argument(
        "--certificate", type=Path, help="PKCS#12 file to sign the ZXP with; without it no ZXP"
    )
    parser.add_argument("--timestamp", default="", help="address of a timestamp authority (recommended)")
    parser.add_argument("--zxpsigncmd", default="ZXPSignCmd", help="Adobe's ZXPSignCmd")
    said = parser.parse_args()
    try:
        facts = facts_text(load_settings(), all_users=True)
        said.folder.mkdir(parents=True, exist_ok=True)
        made = [write_ccx(said.folder, facts)]
        if said.certificate:
            made.append(write_zxp(said.folder, facts, said.certificate, said.timestamp, said.zxpsigncmd))
    except (NingbgmError, OSError, subprocess.SubprocessError) as error:
        print(f"not packed: {error}", file=sys.stderr)
        return 1
    print("\n".join(map(str, made)))
    return 0


def write_ccx(folder: Path, facts: str) -> Path:
    """The UXP plugin as a package that Creative Cloud installs."""
    source = plugin_source("premiere_uxp/dist", "manifest.json", "Premiere Pro")
    package = folder / premiere.PACKAGE
    package.write_bytes(premiere.packed([*premiere.below(source), (INSTALLED, facts.encode("utf-8"))]))
    return package


def write_zxp(folder: Path, facts: str, certificate: Path, timestamp: str, signer: str) -> Path:
    """The CEP panel as a signed package; ZXPSignCmd verifies it, too."""
    source = plugin_source("premiere_cep/dist", premiere.MANIFEST, "Premiere Pro")
    package = (folder / "NingBGM.zxp").absolute()
    package.unlink(missing_ok=True)  # ZXPSignCmd refuses to write over one
    password = os.environ.get("ZXP_PASSWORD") or getpass.getpass("password of the certificate: ")
    with tempfile.TemporaryDirectory() as scratch:
        panel = Path(scratch) / premiere.PANEL
        shutil.copytree(source, panel)
        (panel / INSTALLED).write_text(facts, encoding="utf-8")
        command = [signer, "-sign", str(panel), str(package), str(certificate.absolute()), password]
        _run([*command, "-tsa", timestamp] if timestamp else command)
    _run([signer, "-verify", str(package)])
    return package


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, timeout=_PATIENCE_S, check=False)
    if done.returncode != 0:
        raise OSError(f"{command[0]} {command[1]} failed: {(done.stdout + done.stderr).strip()}")


if __name__ == "__main__":
    sys.exit(main())
