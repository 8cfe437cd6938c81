"""One stem with one player: two tries, each with its own seed, and what is told of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ningbgm_agents.errors import ModelError
from ningbgm_daemon.cache import Cache

from ..block_file import in_blocks, write_blocks
from ..stem_player import StemToPlay
from .alignment import MOST_STRETCH
from .checks import failures_of
from .performing import StemPerformance
from .player import PassagePlayer, PlayerFacts
from .prompt import prompt_for
from .shaping import gains_between, levels_of, missed_hits, shaped
from .stretches import plan_for, stretches_in

TRIES = 2


@dataclass(frozen=True)
class Tried:
    """What came of a stem."""

    path: Path | None = None
    """The finished block file; None where it stays with the SoundFont."""
    sentence: str = ""
    reasons: tuple[str, ...] = ()
    """What was wrong with each try that failed, measured."""
    gone: bool = False
    """The player did not answer."""


@dataclass
class _Failed(Exception):  # noqa: N818 - no error: the next try, or the SoundFont
    """A try that cannot be used."""

    reasons: tuple[str, ...]
    gone: bool = False


def try_stem(
    stem: StemToPlay,
    guide: Path,
    player: PassagePlayer,
    facts: PlayerFacts,
    cache: Cache,
    progress: Callable[[float], None],
) -> Tried:
    """Let a player play a stem after its guide, the SoundFont's block file.

    Raises:
        StoreError: the disk refuses.
    """
    stretches = stretches_in(levels_of(guide, stem.count).plain, stem.count)
    if not stretches:
        return Tried(None, "It sounds too briefly for a passage.")
    reasons: tuple[str, ...] = ()
    gone = False
    for attempt in range(TRIES):
        performance = StemPerformance(
            stem,
            guide,
            stretches,
            player,
            facts,
            plan_for(facts, MOST_STRETCH),
            prompt_for(stem),
            attempt,
            progress,
        )
        try:
            path, accents = _one_try(performance, cache)
            return Tried(path, _how(performance, accents), reasons)
        except _Failed as failed:
            reasons += tuple(f"Try {attempt + 1}: {reason}." for reason in failed.reasons)
            gone = failed.gone
        if gone:
            break
    return Tried(None, f"What {facts.model.told} played could not be used.", reasons, gone)


def _one_try(performance: StemPerformance, cache: Cache) -> tuple[Path, int]:
    """The finished block file of a try that passes its checks, and how many accents the guide plays in it."""
    stem, guide = performance.stem, performance.guide
    with _scratch(cache) as raw, _scratch(cache, keep=True) as made:
        try:
            write_blocks(raw, in_blocks(performance.pieces()))
        except ModelError as error:
            raise _Failed((str(error),), bool(error.facts.get("gone"))) from error
        before = levels_of(raw, stem.count)
        accents = missed_hits(raw, guide, stem)
        gains = gains_between(levels_of(guide, stem.count), before)
        write_blocks(made, shaped(raw, guide, gains, accents, stem.count))
        failures = failures_of(stem, made, guide, before, performance)
        if failures:
            raise _Failed(tuple(f"{one.check}: {one.sentence}" for one in failures))
        return made, len(accents)


@contextmanager
def _scratch(cache: Cache, keep: bool = False) -> Iterator[Path]:
    """A file beside the cache that goes when all is done; with `keep`, only when something fails."""
    path = cache.scratch()
    try:
        yield path
    except OSError as error:
        _remove(path)
        raise cache.refused(error) from error
    except BaseException:
        _remove(path)
        raise
    if not keep:
        _remove(path)


def _remove(path: Path) -> None:
    for one in (path, path.with_suffix(".part")):
        one.unlink(missing_ok=True)


def _how(performance: StemPerformance, accents: int) -> str:
    """What was done to what was played."""
    bend = 100 * max(performance.bends, default=0.0)
    words = f"{len(performance.bends)} passage(s), brought onto the beat by at most {bend:.1f} %"
    if accents:
        words += f"; on {accents} hit(s) that it missed, the SoundFont plays the accent"
    if performance.attempt:
        words += "; at the second try"
    return f"{words}."
