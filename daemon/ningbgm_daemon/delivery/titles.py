"""What a title says."""

from __future__ import annotations

from ningbgm_agents.timeline import Edit, Shot


def words_of(title: Shot, edit: Edit) -> str:
    """The words of a title, where the timeline told them; else its name."""
    texts = (c.text for c in edit.captions if c.kind == "title" and c.record.overlap(title.record))
    return next(texts, title.name) or "Title"
