"""How tests say a command."""

from __future__ import annotations

from collections.abc import Callable

from click.testing import Result

Say = Callable[..., Result]
"""Runs a command line, given as its words, in this process."""
