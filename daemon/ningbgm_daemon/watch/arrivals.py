"""What has come into one watched folder and is whole: hints in, whole exports out."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from .kinds import BUNDLES, RECIPE_NAME
from .ledger import Record, Stage
from .looking import Sight, folders_under, look
from .observer import Hint, Hints, observed
from .pace import Pace
from .recipes import Recipes
from .settling import Settling

_SECOND_SCAN_S = 3.0
"""The system's watch may begin a moment after the first scan; what came in between is found by a second."""
_ABSENT_S = 2.0
_BY_RECIPE: tuple[Stage, ...] = ("failed", "left")
"""What a changed recipe may change."""


@dataclass(frozen=True, slots=True)
class Arrived:
    """A whole export, and the mark of the recipe files that were there."""

    sight: Sight
    recipe_mark: str


@dataclass(frozen=True, slots=True)
class _Known:
    signature: str
    recipe: str
    stage: Stage


@dataclass(slots=True)
class _Places:
    """Where to look next."""

    folders: set[Path] = field(default_factory=set)
    trees: set[Path] = field(default_factory=set)
    """Folders to look into with all below them."""
    whole: set[Path] = field(default_factory=set)
    """Of these, those that were moved here as they are."""


class Arrivals:
    """Looks where something may have changed, and hands over what is whole and new."""

    def __init__(
        self,
        root: Path,
        recipes: Recipes,
        pace: Pace,
        hand_over: Callable[[Arrived], None],
        gone: Callable[[tuple[str, str]], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._root, self._recipes, self._pace = root, recipes, pace
        self._hand_over, self._gone, self._clock = hand_over, gone, clock
        self._settling = Settling(pace.quiet_s)
        self._known: dict[str, dict[str, _Known]] = {}
        """By folder, then by name."""
        self._places = _Places()

    def remember(self, record: Record) -> None:
        """An export is known as the record says; its folder is looked at again, lest it changed meanwhile."""
        known = _Known(record.signature, record.recipe, record.stage)
        self._known.setdefault(record.folder, {})[record.name] = known
        self._places.folders.add(Path(record.folder))

    async def run(self) -> None:
        """Watch until cancelled; a folder that is not there is waited for."""
        while True:
            if await asyncio.to_thread(self._root.is_dir):
                with ExitStack() as stack:
                    await self._watch(stack.enter_context(observed(self._root, self._pace.poll_s)))
            await asyncio.sleep(_ABSENT_S)

    async def _watch(self, hints: Hints) -> None:
        """Look until the folder goes."""
        rescan_s = self._clock()
        delays = iter((_SECOND_SCAN_S,))
        while await asyncio.to_thread(self._root.is_dir):
            if self._clock() >= rescan_s:
                self._places.trees.add(self._root)
                rescan_s = self._clock() + next(delays, self._pace.rescan_s)
            for hint in hints.take():
                self._heed(hint)
            await self.look_round()
            await asyncio.sleep(self._pace.tick_s)

    def _heed(self, hint: Hint) -> None:
        """Note where to look."""
        path = _outermost(hint.path, self._root)
        if hint.moved_here and path == hint.path:
            self._settling.moved_here(path)
        if path.name == RECIPE_NAME:
            self._places.trees.add(path.parent)
        elif hint.is_new_folder and path == hint.path and path.suffix.lower() not in BUNDLES:
            self._places.trees.add(path)
            if hint.moved_here:
                self._places.whole.add(path)
        self._places.folders.add(path.parent if path != self._root else path)

    async def look_round(self) -> None:
        """Look at all places where something may have changed, once."""
        places, self._places = self._places, _Places()
        folders = set(places.folders)
        for tree in places.trees:
            folders |= await asyncio.to_thread(self._tree, tree)
        for folder in sorted(folders):
            is_whole = any(folder.is_relative_to(tree) for tree in places.whole)
            found = await asyncio.to_thread(self._look, folder)
            if found is not None:
                self._take_in(folder, *found, is_whole)
        self._settling.forget_moves()

    def _tree(self, tree: Path) -> set[Path]:
        """A folder and what is below it, and what was known there and may be gone."""
        known = {folder for folder in map(Path, self._known) if folder.is_relative_to(tree)}
        try:
            return known | set(folders_under(self._root, tree))
        except OSError:
            return known if self._root.is_dir() else set()

    def _look(self, folder: Path) -> tuple[list[Sight], str] | None:
        """The exports in a folder and the mark of its recipe; None where nothing can be said of it."""
        if not folder.is_relative_to(self._root):
            return None
        try:
            return look(self._root, folder) or [], self._recipes.mark(folder)
        except (FileNotFoundError, NotADirectoryError):
            return ([], "") if self._root.is_dir() else None
        except OSError:
            return None

    def _take_in(self, folder: Path, sights: Iterable[Sight], recipe_mark: str, is_whole: bool) -> None:
        gone = set(self._known.get(str(folder), ()))
        for sight in sights:
            gone.discard(sight.export.name)
            if self._is_known(sight, recipe_mark):
                for path in sight.files:
                    self._settling.forget(path)
            else:
                self._wait_for(sight, recipe_mark, is_whole)
        for name in gone:
            del self._known[str(folder)][name]
            self._gone((str(folder), name))

    def _is_known(self, sight: Sight, recipe_mark: str) -> bool:
        known = self._known.get(str(sight.export.folder), {}).get(sight.export.name)
        if known is None or known.signature != sight.signature:
            return False
        return known.stage not in _BY_RECIPE or known.recipe == recipe_mark

    def _wait_for(self, sight: Sight, recipe_mark: str, is_whole: bool) -> None:
        """Wait until all of its files are whole, then hand it over."""
        now_s = self._clock()
        for path, seen in sight.files.items():
            if is_whole:
                self._settling.moved_here(path)
            self._settling.observe(path, seen, now_s)
        if not all(self._settling.is_settled(path, now_s) for path in sight.files):
            self._places.folders.add(sight.export.folder)
            return
        for path in sight.files:
            self._settling.forget(path)
        folder, name = sight.export.key
        self._known.setdefault(folder, {})[name] = _Known(sight.signature, recipe_mark, "new")
        self._hand_over(Arrived(sight, recipe_mark))


def _outermost(path: Path, root: Path) -> Path:
    """The bundle that a path is in, else the path itself."""
    if not path.is_relative_to(root):
        return root
    inside = path.relative_to(root)
    for parent in reversed(inside.parents):
        if parent.suffix.lower() in BUNDLES:
            return root / parent
    return path
