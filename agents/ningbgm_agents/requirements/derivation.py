"""Two ways of telling the user: what was decided for them, and what could not be done."""

from __future__ import annotations

from dataclasses import replace

from ..brief import Brief, Derivation


def derive(brief: Brief, field: str, value: str, why: str) -> Brief:
    """The brief with one more point marked as derived."""
    return replace(brief, derived=(*brief.derived, Derivation(field, value, why)))


def complain(brief: Brief, sentence: str) -> Brief:
    """The brief with one more sentence about what could not be honoured."""
    return replace(brief, unhonoured=(*brief.unhonoured, sentence))
