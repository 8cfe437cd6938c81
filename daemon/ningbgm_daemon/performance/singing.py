"""The sung line by a singer: asked twice at most, brought onto its notes, checked, mixed.

Whatever is wrong with what comes back, the SoundFont's wordless voice stays, and the record says why.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ningbgm_agents.agent import Event
from ningbgm_agents.document import fingerprint
from ningbgm_agents.errors import ModelError
from ningbgm_agents.lyrics import VOICE_STEM, SungPassage
from ningbgm_agents.ports import Singer
from ningbgm_agents.score import Part
from ningbgm_agents.thought import ModelFacts, PlayedStem
from ningbgm_agents.timeline import SAMPLE_RATE_HZ
from ningbgm_daemon.cache import Cache

from .block_file import read_sound
from .singing_checks import amiss, no_sound
from .singing_line import BroughtOn, brought_onto_notes, hushed
from .singing_mix import mix_sung
from .singing_passage import passage_of
from .stem_player import StemToPlay

SUNG = "sung"
"""Kind of the block files in the cache."""
TRIES = 2
_VERSION = 2
"""Raised when a sung stem of an earlier version would sound otherwise."""
Audio = npt.NDArray[np.float32]
Place = tuple[str, str]


@dataclass(frozen=True)
class _Told:
    """How it went with one stem."""

    sentence: str
    singer: ModelFacts | None = None
    """Who sings it; None where it stays wordless."""
    reasons: tuple[str, ...] = ()
    """What was sent where, and what was wrong with each try that failed."""
    how: str = ""
    """What was done to what was sung."""


class SungStems:
    """A player of voice stems with a singer; see `stem_player.StemPlayer`."""

    def __init__(self, singer: Singer) -> None:
        self._singer = singer
        self._met: ModelFacts | str = ""
        self._failed: dict[str, _Told] = {}
        self._told: dict[Place, _Told] = {}
        self._gone = False

    @property
    def told(self) -> Mapping[Place, str]:
        """How it went in the last performance, by cue and stem."""
        return {place: told.sentence for place, told in self._told.items()}

    @property
    def played(self) -> tuple[PlayedStem, ...]:
        """Which stems of the last performance the singer sings, for the ledger."""
        return tuple(
            PlayedStem(cue, stem, told.singer)
            for (cue, stem), told in sorted(self._told.items())
            if told.singer is not None
        )

    @property
    def events(self) -> tuple[Event, ...]:
        """How it went, stem by stem, for the record."""
        return tuple(_event(place, told) for place, told in sorted(self._told.items()))

    def plays(self, stem: str, part: Part) -> bool:
        """Only the sung line."""
        return stem == VOICE_STEM

    def recall(self, stems: Sequence[StemToPlay], cache: Cache) -> Mapping[Place, Path]:
        """What was sung before and is still kept."""
        self._told = {}
        found: dict[Place, Path] = {}
        for stem in stems:
            facts = self._facts()
            path = cache.path(SUNG, _key(stem, facts)) if isinstance(facts, ModelFacts) else None
            if path is not None and isinstance(facts, ModelFacts):
                found[stem.place] = path
                self._told[stem.place] = _Told("sung before", facts, how=", kept from before")
        return found

    def play(
        self,
        stems: Sequence[StemToPlay],
        rendered: Mapping[str, Path],
        cache: Cache,
        progress: Callable[[float], None],
    ) -> Mapping[Place, Path]:
        """Sing what can be sung; the rest stays wordless."""
        made: dict[Place, Path] = {}
        for number, stem in enumerate(stems):

            def told(share: float, before: int = number) -> None:
                progress((before + share) / len(stems))

            tell = _Onward(told)
            path = self._play(stem, rendered[stem.key], cache, tell)
            if path is not None:
                made[stem.place] = path
            tell(1.0)
        return made

    def _facts(self) -> ModelFacts | str:
        """Who sings, asked once; or why nobody does."""
        if not self._met:
            try:
                self._met = self._singer.facts
            except ModelError as error:
                self._met = f"the singer cannot be asked: {error}"
        return self._met

    def _play(
        self, stem: StemToPlay, wordless: Path, cache: Cache, progress: Callable[[float], None]
    ) -> Path | None:
        """The block file in the cache; None where it stays wordless, and `told` says why."""
        passage = passage_of(stem)
        facts = self._facts() if passage else "it has no words"
        if passage is None or isinstance(facts, str):
            self._told[stem.place] = _Told(f"wordless, because {facts}")
            return None
        key = _key(stem, facts)
        if key in self._failed:
            self._told[stem.place] = self._failed[key]
            return None
        line, told = self._sung(stem, passage, facts, wordless, progress)
        self._told[stem.place] = told
        if line is None:
            self._failed[key] = told
            return None
        return mix_sung(stem, line, wordless, cache, SUNG, key)

    def _sung(
        self,
        stem: StemToPlay,
        passage: SungPassage,
        facts: ModelFacts,
        wordless: Path,
        progress: Callable[[float], None],
    ) -> tuple[Audio | None, _Told]:
        """The line on its notes, at the first or the second try."""
        if self._gone:
            return None, _Told(
                f"wordless, because {facts.told} did not answer as it should and is left alone for this film"
            )
        guide = read_sound(wordless, 0, stem.count).mean(axis=0)
        wrong: list[str] = []
        for attempt in range(TRIES):
            asked = passage_of(stem, attempt) or passage
            try:
                line, how = self._tried(stem, asked, guide, progress)
            except ModelError as error:
                wrong.append(str(error))
                self._gone = bool(error.facts.get("gone"))
                if self._gone:
                    break
            else:
                how += ", at the second try" if attempt else ""
                return line, _Told("sung", facts, (_sent(asked, facts), *_numbered(wrong)), how)
        reasons = (_sent(passage, facts), *_numbered(wrong))
        return None, _Told(f"wordless, because {wrong[-1]}", None, reasons)

    def _tried(
        self, stem: StemToPlay, passage: SungPassage, guide: Audio, progress: Callable[[float], None]
    ) -> tuple[Audio, str]:
        """The line, and what was done to it.

        Raises:
            ModelError: the singer fails, or what it sang does not pass the checks.
        """
        sound = self._singer.sing(passage, guide, progress)
        _pass(no_sound(sound, passage))
        brought = brought_onto_notes(np.asarray(sound, np.float32), passage)
        _pass(amiss(brought.sound, passage))
        return hushed(brought.sound, passage, stem.cue.silences), _how(brought)


def _pass(why: str) -> None:
    """Raise what a check found.

    Raises:
        ModelError: it found something.
    """
    if why:
        raise ModelError(why)


class _Onward:
    """Progress that does not go back when a second try begins."""

    def __init__(self, progress: Callable[[float], None]) -> None:
        self._progress, self._furthest = progress, 0.0

    def __call__(self, share: float) -> None:
        self._furthest = min(1.0, max(self._furthest, share))
        self._progress(self._furthest)


def _key(stem: StemToPlay, facts: ModelFacts) -> str:
    """A name for a sung stem: equal only where all that goes into it is equal."""
    passage = passage_of(stem)
    asked = fingerprint(replace(passage, seed=0)) if passage else ""
    seed = (stem.score.seed, stem.score.variation, stem.cue.name)
    singer = facts.name, facts.fingerprint
    told = repr((_VERSION, stem.key, asked, singer, seed, stem.cue.silences))
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def _how(brought: BroughtOn) -> str:
    bent = 100 * brought.bend
    if bent < 0.05 and abs(brought.off_s) < 0.002:
        return ""
    return f", moved by {-1000 * brought.off_s:+.0f} ms and bent onto its notes by at most {bent:.1f} %"


def _sent(passage: SungPassage, facts: ModelFacts) -> str:
    """What was sent where."""
    words = sum(len(line) for verse in passage.verses for line in verse.lines)
    first, last = passage.stretch
    seconds = (last - first) / SAMPLE_RATE_HZ
    verb = "sent to" if facts.remote else "shown to"
    leaves = ", which is not this machine" if facts.remote else ""
    return (
        f"{verb.capitalize()} {facts.place}{leaves}: {words} characters of words to sing,"
        f" {len(passage.style)} of style, language, tempo, key and metre, and {seconds:.1f} s of the wordless"
        " voice."
    )


def _numbered(wrong: Sequence[str]) -> tuple[str, ...]:
    return tuple(f"Try {number}: {why}." for number, why in enumerate(wrong, 1))


def _event(place: Place, told: _Told) -> Event:
    """One stem in the record."""
    cue, stem = place
    if told.singer is None:
        sentence = f"{cue} {stem}: the SoundFont sings it {told.sentence}."
        return Event("composing", "performer", "falls back", sentence, told.reasons)
    sentence = f"{cue} {stem}: sung by {told.singer.told}{told.how}."
    return Event("composing", "performer", "delivers", sentence, told.reasons)
