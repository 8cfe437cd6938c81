"""How end-to-end tests run the executable."""

from __future__ import annotations

import subprocess
from collections.abc import Callable

Command = Callable[..., "subprocess.CompletedProcess[str]"]
"""Runs `ningbgm` with the given words."""
