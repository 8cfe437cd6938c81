"""A certificate that a test signs itself."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from ningbgm_daemon.doors.tls import TlsFiles

HERE = "DNS:localhost,IP:127.0.0.1"


def make_certificate(folder: Path, names: str = HERE) -> TlsFiles:
    """Certificate and key in a folder; whoever trusts the certificate trusts who shows it, by those names."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl is needed to make a certificate")
    files = TlsFiles(folder / "cert.pem", folder / "key.pem")
    asked = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    into = ("-keyout", str(files.key), "-out", str(files.certificate))
    subprocess.run(
        ("openssl", *asked, "-addext", f"subjectAltName={names}", *into), check=True, capture_output=True
    )
    return files
