"""The sung line by a singer: asked, checked against the notes, and mixed in place of the wordless voice.

Whatever is wrong with what comes back, the SoundFont's wordless voice stays, and `told` says why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ningbgm_agents.document import fingerprint
from ningbgm_agents.errors import ModelError
from ningbgm_agents.lyrics import VOICE_STEM, Line, SungPassage, SungSyllable, SungTone
from ningbgm_agents.ports import Singer
from ningbgm_agents.score import Note, Part
from ningbgm_daemon.cache import Cache

from .block_file import BLOCK, read_block, write_blocks
from .singing_checks import amiss
from .stem import render_stem
from .stem_player import StemToPlay

SUNG = "sung"
"""Kind of the block files in the cache."""
_VERSION = 1
"""Raised when a sung stem of an earlier version would sound otherwise."""
_MOST_GAIN_DB = 18.0
Audio = npt.NDArray[np.float32]
Place = tuple[str, str]


class SungStems:
    """A player of voice stems with a singer; see `stem_player.StemPlayer`."""

    def __init__(self, singer: Singer) -> None:
        self._singer = singer
        self._told: dict[Place, str] = {}

    @property
    def told(self) -> Mapping[Place, str]:
        """How it went in the last performance, by cue and stem."""
        return dict(self._told)

    def plays(self, stem: str, part: Part) -> bool:
        """Only the sung line."""
        return stem == VOICE_STEM

    def recall(self, stems: Sequence[StemToPlay], cache: Cache) -> Mapping[Place, Path]:
        """What was sung before and is still kept."""
        kept = {stem.place: cache.path(SUNG, self._key(stem)) for stem in stems}
        self._told = {place: "sung before" for place, path in kept.items() if path is not None}
        return {place: path for place, path in kept.items() if path is not None}

    def play(
        self,
        stems: Sequence[StemToPlay],
        rendered: Mapping[str, Path],
        cache: Cache,
        progress: Callable[[float], None],
    ) -> Mapping[Place, Path]:
        """Sing what can be sung; the rest stays wordless."""
        made: dict[Place, Path] = {}
        for number, stem in enumerate(stems, 1):
            sung = self._sung(stem)
            if sung is not None:
                made[stem.place] = self._mixed(stem, sung, rendered[stem.key], cache)
            progress(number / len(stems))
        return made

    def _sung(self, stem: StemToPlay) -> Audio | None:
        passage = passage_of(stem)
        if passage is None:
            self._told[stem.place] = "it has no words"
            return None
        try:
            sound = self._singer.sing(passage)
        except ModelError as error:
            self._told[stem.place] = f"wordless, because {error}"
            return None
        why = amiss(sound, passage)
        self._told[stem.place] = f"wordless, because {why}" if why else "sung"
        return None if why else np.asarray(sound, np.float32)

    def _mixed(self, stem: StemToPlay, sung: Audio, wordless: Path, cache: Cache) -> Path:
        """The sung line in its place and room, as loud as the wordless voice was."""
        (part,) = stem.parts
        blocks = list(render_stem((part,), stem.count, stem.score.room, lambda _: _Sung(sung)))
        gain = _gain(blocks, wordless)
        path = cache.scratch()
        write_blocks(path, (block * gain for block in blocks))
        return cache.adopt(SUNG, self._key(stem), path)

    def _key(self, stem: StemToPlay) -> str:
        words = fingerprint(stem.cue.lyrics) if stem.cue.lyrics else ""
        return fingerprint((_VERSION, stem.key, words, self._singer.facts.name, stem.score.seed))


class _Sung:
    """A sung line as a part's player; see `player.Player`."""

    def __init__(self, sound: Audio) -> None:
        self._sound = sound

    def add_to(self, block: Audio, first: int) -> bool:
        """Add what falls into a block."""
        piece = self._sound[first : first + block.shape[1]]
        block[:, : len(piece)] += piece
        return bool(len(piece) and np.any(piece))


def passage_of(stem: StemToPlay) -> SungPassage | None:
    """What a singer is asked; None where there is nothing to sing."""
    lyrics = stem.cue.lyrics
    if lyrics is None or len(stem.parts) != 1:
        return None
    notes = stem.parts[0].notes
    syllables = tuple(one for line in lyrics.lines for one in _syllables(line, notes))
    return SungPassage(lyrics.language, lyrics.voice, stem.count, syllables, stem.score.seed)


def _syllables(line: Line, notes: Sequence[Note]) -> Iterator[SungSyllable]:
    for number, word in enumerate(line.words, 1):
        for place, syllable in enumerate(word.syllables, 1):
            ends = place == len(word.syllables)
            carried = [notes[n] for n in syllable.notes if n < len(notes)]
            tones = tuple(SungTone(n.start, n.duration, n.pitch, n.velocity) for n in carried)
            if tones:
                last = ends and number == len(line.words)
                yield SungSyllable(syllable.text, syllable.stressed, ends, last, tones)


def _gain(blocks: Sequence[Audio], wordless: Path) -> np.float32:
    """What makes the sung line as loud, by its power, as the wordless one."""
    count = -(-wordless.stat().st_size // (8 * BLOCK))
    wanted = sum(float(np.square(read_block(wordless, number)).sum()) for number in range(count))
    have = sum(float(np.square(block).sum()) for block in blocks)
    most = 10 ** (_MOST_GAIN_DB / 20)
    return np.float32(min(most, (wanted / have) ** 0.5)) if have > 0 else np.float32(0.0)
