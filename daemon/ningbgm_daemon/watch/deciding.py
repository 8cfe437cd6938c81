"""Which order a whole export calls for, if any: a first score, a revision, or nothing."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from fnmatch import fnmatch
from pathlib import Path

from ningbgm_agents import document
from ningbgm_agents.brief import Request
from ningbgm_agents.errors import WishError
from ningbgm_agents.lyrics import VocalWish
from ningbgm_daemon.delivery.provenance import PROVENANCE
from ningbgm_daemon.media.text import read_words
from ningbgm_daemon.records.order import EditSource, ReviseOrder, ScoreOrder

from .content import Content, is_our_timeline
from .kinds import Export, rank_of
from .ledger import Ledger, Record
from .recipe import Recipe
from .recipes import FolderRecipe

_LONGEST_WISH = 4000


@dataclass(frozen=True, slots=True)
class Whole:
    """An export that is whole, and all that a decision needs to know of it."""

    export: Export
    signature: str
    recipe_mark: str
    folder_recipe: FolderRecipe
    content: Content
    edit_name: str = ""

    @property
    def recipe(self) -> Recipe:
        """How it is scored."""
        return self.folder_recipe.recipe

    @property
    def out(self) -> Path:
        """Where it is scored into."""
        return self.folder_recipe.out(self.export)


def decide(whole: Whole, ledger: Ledger) -> Record:
    """The record of an export with what is to be done: `ordered` where there is an order to be sent.

    Raises:
        InputError: it cannot be ordered, with the reason.
    """
    record = ledger.get(whole.export.key)
    seen = replace(record, signature=whole.signature, recipe=whole.recipe_mark)
    if _is_known(whole, record):
        return seen
    left = _why_left(whole, record, ledger)
    if left:
        return replace(seen, source=str(whole.export.source), stage="left", reason=left)
    return _ordered(whole, seen, _order(whole, record, ledger))


def holds_score(folder: str) -> bool:
    """Whether a folder holds a score that can be revised."""
    return bool(folder) and (Path(folder) / PROVENANCE).is_file()


def _is_known(whole: Whole, record: Record) -> bool:
    """Whether it was scored as it is, or only something that says less is left of it."""
    if record.stage != "done" or not holds_score(record.out):
        return False
    if rank_of(whole.export.source) > rank_of(Path(record.source)):
        return True
    return whole.content.source == record.scored_mark and _same_wish(whole.content, record)


def _same_wish(content: Content, record: Record) -> bool:
    """Whether the same is wanted; a text or picture that was tidied away asks for nothing new."""
    return content.wish in ("", record.wish_mark) and content.image in ("", record.image_mark)


def _why_left(whole: Whole, record: Record, ledger: Ledger) -> str:
    """Why an export is not scored; empty where it is."""
    export, recipe = whole.export, whole.recipe
    if any(fnmatch(export.source.name, pattern) for pattern in recipe.ignore):
        return "ningbgm.toml says to ignore it"
    if ledger.was_delivered(whole.content.source) or is_our_timeline(export.source):
        return "NingBGM wrote it"
    if record.scored_mark:
        return ""
    others = ledger.same_content(record, whole.content.key(export, recipe.mark))
    same = next((other for other in others if other.stage != "done" or holds_score(other.out)), None)
    return f"it is the same as {same.source}" if same else ""


def _order(whole: Whole, record: Record, ledger: Ledger) -> ScoreOrder | ReviseOrder:
    recipe = whole.recipe
    source = EditSource(
        path=str(whole.export.source), media_roots=tuple(map(str, recipe.media_roots)), rate=recipe.rate
    )
    earlier = _earlier_version(whole, record, ledger)
    if earlier is not None:
        return ReviseOrder(earlier.score, source, folder=str(whole.out))
    image = whole.export.image
    chosen = recipe.chosen
    like = str(whole.export.like) if whole.export.like else recipe.like
    return ScoreOrder(
        source=source,
        images=(str(image),) if image else (),
        request=Request(
            wish=_wish(whole.export) or recipe.wish,
            palette=chosen.name if chosen else None,
            palette_text=chosen.text if chosen else "",
            loudness_lufs=recipe.loudness,
            seed=recipe.seed,
            stems=recipe.stems,
            duck=recipe.duck,
            vocals=VocalWish(recipe.vocals, recipe.voice, recipe.language, recipe.lyrics.strip()),
        ),
        like=like,
        folder=str(whole.out),
    )


def _earlier_version(whole: Whole, record: Record, ledger: Ledger) -> Record | None:
    """Whose score this is a newer version of; a revision keeps the wish, so a new wish has none."""
    if record.scored_mark and holds_score(record.out):
        return record if _same_wish(whole.content, record) else None
    if whole.recipe.versions != "name" or not whole.edit_name or whole.content.wish or whole.content.image:
        return None
    versions = ledger.of_edit(record, whole.edit_name)
    return next((version for version in versions if holds_score(version.out)), None)


def _ordered(whole: Whole, record: Record, order: ScoreOrder | ReviseOrder) -> Record:
    is_revision, content = isinstance(order, ReviseOrder), whole.content
    return replace(
        record,
        source=str(whole.export.source),
        stage="ordered",
        content=content.key(whole.export, whole.recipe.mark),
        source_mark=content.source,
        wish_mark=record.wish_mark if is_revision else content.wish,
        image_mark=record.image_mark if is_revision else content.image,
        scored_mark=record.scored_mark if is_revision else "",
        request_id=str(uuid.uuid4()),
        order=document.dump(order),
        job="",
        out=str(whole.out),
        edit_name=whole.edit_name,
        reason="",
    )


def _wish(export: Export) -> str:
    if export.wish is None:
        return ""
    wish = "\n".join(words.text for words in read_words(export.wish))
    if len(wish) > _LONGEST_WISH:
        raise WishError(
            f"{export.wish.name} has {len(wish)} characters; a wish may have at most {_LONGEST_WISH}",
            path=str(export.wish),
        )
    return wish
