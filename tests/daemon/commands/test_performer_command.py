"""`ningbgm performer`: what it refuses before any model is loaded."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from ningbgm_daemon.cli import main


@pytest.mark.parametrize("option", ["--tls-certificate", "--tls-cert", "--tls-key"])
def test_half_of_what_tls_needs_is_refused(tmp_path: Path, option: str) -> None:
    (tmp_path / "some.pem").write_text("")

    said = CliRunner().invoke(main, ["performer", "serve", "any", option, str(tmp_path / "some.pem")])

    assert said.exit_code == 2
    assert "--tls-certificate and --tls-key belong together" in said.output
