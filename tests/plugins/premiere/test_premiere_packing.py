"""`scripts/pack_zxp.py` with a ZXPSignCmd of the test's own."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from premiere_house import HERE

SCRIPT = HERE.parents[2] / "scripts" / "pack_zxp.py"
SIGNER = """import sys, zipfile, pathlib
if sys.argv[1] == "-sign":
    folder, out = pathlib.Path(sys.argv[2]), sys.argv[3]
    if sys.argv[5] != "secret":
        sys.exit("wrong password")
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("META-INF/signatures.xml", " ".join(sys.argv[6:]))
        for path in folder.rglob("*"):
            archive.write(path, path.relative_to(folder))
else:
    zipfile.ZipFile(sys.argv[2]).testzip()
"""


@pytest.fixture
def signer(tmp_path: Path) -> Path:
    code = tmp_path / "signer.py"
    code.write_text(SIGNER)
    program = tmp_path / "ZXPSignCmd"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} {code} "$@"\n')
    program.chmod(0o755)
    return program


def pack(tmp_path: Path, password: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(SCRIPT), *arguments, str(tmp_path / "out")]
    environment = {**os.environ, "ZXP_PASSWORD": password, "NINGBGM_HOME": str(tmp_path / "bgm")}
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)


@pytest.mark.skipif(os.name == "nt", reason="a script stands for ZXPSignCmd")
def test_a_signed_zxp_and_a_ccx_come_out(tmp_path: Path, signer: Path) -> None:
    signed = ("--certificate", str(tmp_path / "studio.p12"), "--timestamp", "http://time", "--zxpsigncmd")

    done = pack(tmp_path, "secret", *signed, str(signer))

    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(tmp_path / "out" / "NingBGM.zxp") as zxp:
        assert {"CSXS/manifest.xml", "host.jsx", "installed.json"} <= set(zxp.namelist())
        assert zxp.read("META-INF/signatures.xml") == b"-tsa http://time"
    with zipfile.ZipFile(tmp_path / "out" / "NingBGM.ccx") as ccx:
        assert "manifest.json" in ccx.namelist()


@pytest.mark.skipif(os.name == "nt", reason="a script stands for ZXPSignCmd")
def test_what_the_signer_refuses_is_told(tmp_path: Path, signer: Path) -> None:
    done = pack(tmp_path, "guess", "--certificate", str(tmp_path / "a.p12"), "--zxpsigncmd", str(signer))

    assert done.returncode == 1
    assert "wrong password" in done.stderr
    assert not (tmp_path / "out" / "NingBGM.zxp").exists()


def test_without_a_certificate_there_is_no_zxp(tmp_path: Path) -> None:
    done = pack(tmp_path, "")

    assert done.returncode == 0, done.stderr
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["NingBGM.ccx"]
