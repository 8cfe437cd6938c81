"""A singer in place of the wordless voice: asked for the right thing, checked, left out where it is wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile
from small_scores import SECOND, cue_of, parts_of, score_of

from fakes.formant_singer import FormantSinger
from ningbgm_agents.errors import ModelError, StoreError
from ningbgm_agents.lyrics import Line, Lyrics, SungPassage, Syllable, Word
from ningbgm_agents.ports import Singer
from ningbgm_agents.score import Instrument, Note, Part, Score
from ningbgm_agents.timeline import Span
from ningbgm_daemon.cache import Cache
from ningbgm_daemon.performance.singing import SungStems
from ningbgm_daemon.performance.soundfont_performer import SoundFontPerformer

KEYS = (64, 67, 69, 67)


def sung_score() -> Score:
    """Four long notes from 1 s to 5 s: 'hana so', the last syllable drawn over two of them."""
    notes = tuple(Note((1 + n) * SECOND, SECOND * 9 // 10, key, 90) for n, key in enumerate(KEYS))
    voice = Part("voice", "voice", Instrument("voice", 53), notes, reverb=0.2, high_pass_hz=110.0)
    words = (
        Word((Syllable("ha", True, (0,)), Syllable("na", False, (1,)))),
        Word((Syllable("so", True, (2, 3)),)),
    )
    cue = cue_of("1m1", Span(0, 200), parts=(voice, *parts_of(8)))
    return score_of((replace(cue, lyrics=Lyrics("en", "rules", "alto", (Line(words),))),), 8)


def performed(folder: Path, singer: Singer | None) -> tuple[dict[str, np.ndarray], SungStems | None]:
    player = None if singer is None else SungStems(singer)
    SoundFontPerformer(folder, player=player).perform(sung_score(), lambda share: None)
    sounds = {
        path.stem.rpartition("_")[2]: soundfile.read(path)[0] for path in (folder / "stems").glob("*.wav")
    }
    return sounds, player


def told(player: SungStems | None) -> str:
    assert player is not None
    (how,) = player.told.values()
    return how


def loudest_hz(sound: np.ndarray, first: int) -> float:
    piece = sound[first : first + SECOND // 2].mean(axis=1)
    spectrum = np.abs(np.fft.rfft(piece * np.hanning(len(piece))))
    return float(np.argmax(spectrum)) * SECOND / len(piece)


def test_a_singer_is_asked_for_words_and_notes(tmp_path: Path) -> None:
    singer = FormantSinger()

    performed(tmp_path, singer)

    (passage,) = singer.asked
    assert [(s.text, s.word_ends, s.line_ends) for s in passage.syllables] == [
        ("ha", False, False), ("na", True, False), ("so", True, True)
    ]  # fmt: skip
    assert [tone.pitch for s in passage.syllables for tone in s.tones] == list(KEYS)
    assert passage.sample_count == 8 * SECOND
    assert (passage.language, passage.voice) == ("en", "alto")


def test_what_it_sings_is_in_the_stem_on_its_samples_and_nothing_else_changes(tmp_path: Path) -> None:
    wordless, _ = performed(tmp_path / "wordless", None)

    sung, player = performed(tmp_path / "sung", FormantSinger())

    assert told(player) == "sung"
    assert not np.array_equal(sung["voice"], wordless["voice"])
    assert len(sung["voice"]) == len(wordless["voice"]) == 8 * SECOND
    assert np.abs(sung["voice"][: SECOND - 100]).max() < 1e-4
    for number in range(len(KEYS)):
        # The loudest partial lies near a formant of the vowel, and is a multiple of the key's.
        partial = loudest_hz(sung["voice"], (1 + number) * SECOND + SECOND // 4)
        base = 440 * 2 ** ((KEYS[number] - 69) / 12)
        assert abs(partial / base - round(partial / base)) < 0.03
    power = [float(np.square(one["voice"]).mean()) for one in (wordless, sung)]
    assert abs(10 * np.log10(power[0] / power[1])) < 1.5


class LostSinger(FormantSinger):
    def sing(self, passage: SungPassage, guide: np.ndarray, progress: Callable[[float], None]) -> np.ndarray:
        raise ModelError("the voice is gone")


@pytest.mark.parametrize(
    ("singer", "why"),
    [
        (FormantSinger(detune=1.0), "in tune"),
        (FormantSinger(scale=0.0), "not heard"),
        (FormantSinger(scale=40.0), "full scale"),
        (FormantSinger(scale=float("nan")), "full scale"),
        (FormantSinger(samples_more=1), "shape"),
        (LostSinger(), "the voice is gone"),
    ],
)
def test_what_is_wrong_is_left_out_and_the_wordless_voice_stays(
    tmp_path: Path, singer: Singer, why: str
) -> None:
    wordless, _ = performed(tmp_path / "wordless", None)

    sung, player = performed(tmp_path / "sung", singer)

    assert why in told(player)
    for stem, sound in wordless.items():
        assert np.array_equal(sung[stem], sound), stem


def test_a_line_that_was_sung_is_kept(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache", 1 << 30)
    first, again = FormantSinger(), FormantSinger()
    for singer, folder in ((first, "a"), (again, "b")):
        SoundFontPerformer(tmp_path / folder, cache=cache, player=SungStems(singer)).perform(
            sung_score(), lambda share: None
        )

    assert len(first.asked) == 1
    assert again.asked == []
    a, b = (soundfile.read(tmp_path / folder / "stems/1m1_voice.wav")[0] for folder in "ab")
    assert np.array_equal(a, b)


class StumblingSinger(FormantSinger):
    """Sings while something befalls the disk below a cache."""

    def __init__(self, cache: StumblingCache) -> None:
        super().__init__()
        self._cache = cache

    def sing(self, passage: SungPassage, guide: np.ndarray, progress: Callable[[float], None]) -> np.ndarray:
        self._cache.names_left = 1
        return super().sing(passage, guide, progress)


class StumblingCache(Cache):
    """Gives only so many new names that can be used; the disk refuses the next one."""

    names_left = 1_000

    def scratch(self) -> Path:
        path = super().scratch()
        self.names_left -= 1
        if self.names_left < 0:
            path.mkdir()
        return path


def test_a_line_that_the_disk_does_not_take_leaves_nothing_behind(tmp_path: Path) -> None:
    cache = StumblingCache(tmp_path / "cache", 1 << 30)
    performer = SoundFontPerformer(tmp_path / "out", cache=cache, player=SungStems(StumblingSinger(cache)))

    with pytest.raises(StoreError, match="cannot be written"):
        performer.perform(sung_score(), lambda share: None)

    assert cache.names_left == -1
    assert [path for path in (cache.folder / "scratch").rglob("*") if path.is_file()] == []
