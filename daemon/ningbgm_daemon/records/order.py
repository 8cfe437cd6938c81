"""What a job is asked to do: values that are stored before the asking call returns."""

from __future__ import annotations

from dataclasses import dataclass, field

from ningbgm_agents import document
from ningbgm_agents.brief import Request
from ningbgm_agents.direction import Direction
from ningbgm_agents.errors import InputError


@dataclass(frozen=True)
class EditSource:
    """Where an edit comes from: a file of this machine, or OpenTimelineIO text."""

    path: str = ""
    otio: str = ""
    media_roots: tuple[str, ...] = ()
    rate: str = ""
    """Frame rate for timelines that do not say theirs."""
    name: str = ""
    """Name for the edit, where the text gives none."""


@dataclass(frozen=True)
class TextSource:
    """A text beside the film: a file of this machine, or the text itself."""

    path: str = ""
    content: str = ""


@dataclass(frozen=True)
class ScoreOrder:
    """Score an edit, or write music for images, texts or a wish alone."""

    source: EditSource | None = None
    scored: tuple[str, str] | None = None
    """First and last position of the range, as typed."""
    length_s: float | None = None
    images: tuple[str, ...] = ()
    texts: tuple[TextSource, ...] = ()
    request: Request = field(default_factory=Request)
    soundfont: str = ""
    like: str = ""
    """A temp track that the music is to be like; empty for none."""
    preview: bool = True
    """Whether to write the preview film."""
    folder: str = ""
    """Folder to deliver into; empty for one that the daemon keeps."""


@dataclass(frozen=True)
class ReviseOrder:
    """Score again what a newer edit changed."""

    score_id: str
    source: EditSource | None = None
    """None for the same edit as it is now in its file."""
    scored: tuple[str, str] | None = None
    keep: tuple[str, ...] = ()
    """Cues to leave untouched, beside those that are locked."""
    plan_only: bool = False
    request: Request | None = None
    """What changes in the request; None for nothing."""
    folder: str = ""


@dataclass(frozen=True)
class RegenerateOrder:
    """Write one cue anew."""

    score_id: str
    cue: str
    seed: int | None = None
    """None for its present one where a wish or a direction is given, else for the next one."""
    wish: str | None = None
    """None to keep the cue's wish, empty to follow the score's again."""
    folder: str = ""
    direction: Direction | None = None
    """None to keep what is asked of the cue by hand, empty to end it; in frames of the present edit."""


Order = ScoreOrder | ReviseOrder | RegenerateOrder
_KINDS: dict[str, type[ScoreOrder] | type[ReviseOrder] | type[RegenerateOrder]] = {
    kind.__name__: kind for kind in (ScoreOrder, ReviseOrder, RegenerateOrder)
}


def read_order(text: str) -> Order:
    """The order in a document.

    Raises:
        InputError: the document is damaged, or holds something else.
    """
    for name, kind in _KINDS.items():
        if f'"kind":"{name}"' in text[:40]:
            return document.load(kind, text)
    raise InputError("this document does not hold an order")
