"""Small timelines, written by the tests themselves."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import opentimelineio as otio
import pytest

Item = otio.core.Composable
Writer = Callable[[otio.core.SerializableObject], Path]


@pytest.fixture
def write(tmp_path: Path) -> Writer:
    """Write an OTIO object and say where."""

    def written(root: otio.core.SerializableObject, name: str = "edit.otio") -> Path:
        path = tmp_path / name
        otio.adapters.write_to_file(root, str(path), adapter_name="otio_json")
        return path

    return written
