from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyloudnorm
import pytest
import soundfile
from scipy import signal
from small_scores import RATE, SECOND, cue_of, example, parts_of, score_of

from ningbgm_agents.brief import Delivery
from ningbgm_agents.errors import PerformanceError
from ningbgm_agents.ports import Performer
from ningbgm_agents.score import Cue, Heard, Score
from ningbgm_agents.timeline import Span
from ningbgm_daemon.cache import Cache
from ningbgm_daemon.loudness import TruePeak
from ningbgm_daemon.performance.bwf_reader import WaveReader
from ningbgm_daemon.performance.soundfont_performer import SoundFontPerformer

SPEECH = ((6 * SECOND, 8 * SECOND, -23.0),)


def perform(score: Score, folder: Path, **kinds: object) -> tuple[Heard, ...]:
    performer: Performer = SoundFontPerformer(folder, **kinds)  # type: ignore[arg-type]  # passes on
    return performer.perform(score, lambda share: None)


def rendered(cache: Cache) -> dict[str, int]:
    """Rendered stems by fingerprint, with the time at which they were written."""
    return {
        path.parent.name: path.stat().st_mtime_ns for path in cache.folder.glob("entries/stem/*/*/content")
    }


def integers(path: Path) -> np.ndarray:
    return np.asarray(soundfile.read(path, dtype="int32", always_2d=True)[0].T >> 8)


def sound_of(path: Path) -> np.ndarray:
    return np.asarray(soundfile.read(path, dtype="float32", always_2d=True)[0].T)


def bytes_of(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*.wav"))
    }


@pytest.fixture(scope="module")
def one_cue(tmp_path_factory: pytest.TempPathFactory) -> tuple[Score, Path, tuple[Heard, ...]]:
    folder = tmp_path_factory.mktemp("one")
    score = example(16, speech=SPEECH)
    return score, folder, perform(score, folder)


class TestOneCue:
    def test_stems_add_up_to_the_mix_bit_for_bit(
        self, one_cue: tuple[Score, Path, tuple[Heard, ...]]
    ) -> None:
        _, folder, _ = one_cue

        stems = [integers(path) for path in sorted((folder / "stems").glob("*.wav"))]

        assert len(stems) == 6
        assert np.array_equal(sum(stems), integers(folder / "mix" / "1m1_mix.wav"))

    def test_every_file_has_the_cues_length_and_place(
        self, one_cue: tuple[Score, Path, tuple[Heard, ...]]
    ) -> None:
        score, folder, heard = one_cue
        count = score.sample_count(score.cues[0])

        assert {soundfile.info(path).frames for path in folder.rglob("*.wav")} == {count}
        assert heard[0].sample_count == heard[1].sample_count == count

    def test_the_loudness_is_what_the_brief_asks_for(
        self, one_cue: tuple[Score, Path, tuple[Heard, ...]]
    ) -> None:
        _, folder, heard = one_cue
        sound = soundfile.read(folder / "mix" / "music.wav")[0]

        measured = pyloudnorm.Meter(SECOND).integrated_loudness(sound)

        assert measured == pytest.approx(-18, abs=0.3)
        assert heard[-1].loudness_lufs == pytest.approx(measured, abs=0.1)

    def test_the_true_peak_stays_under_the_brief(
        self, one_cue: tuple[Score, Path, tuple[Heard, ...]]
    ) -> None:
        _, folder, heard = one_cue
        sound = sound_of(folder / "mix" / "music.wav")
        found = TruePeak()
        found.feed(sound)

        fine = 20 * np.log10(np.abs(signal.resample_poly(sound, 4, 1, axis=1)).max())

        assert fine <= -1.0
        assert heard[-1].true_peak_dbtp == pytest.approx(found.dbtp, abs=0.1)

    def test_hits_are_heard_on_their_frames(self, one_cue: tuple[Score, Path, tuple[Heard, ...]]) -> None:
        _, _, heard = one_cue

        errors = [hit.error_ms for hit in heard[-1].hits]

        assert len(errors) == 2
        assert all(error is not None and abs(error) < 2 for error in errors)

    def test_music_stays_clear_of_speech(self, one_cue: tuple[Score, Path, tuple[Heard, ...]]) -> None:
        _, _, heard = one_cue

        assert heard[0].speech_clearance_lu is not None
        assert 12 <= heard[0].speech_clearance_lu < 14

    def test_the_end_has_rung_out_and_nothing_clicks(
        self, one_cue: tuple[Score, Path, tuple[Heard, ...]]
    ) -> None:
        _, folder, heard = one_cue
        mix = integers(folder / "mix" / "1m1_mix.wav")

        assert not mix[:, -1].any()
        assert heard[0].tail_ratio < 0.1
        assert heard[0].largest_step_db < -60
        assert heard[0].longest_hole_s == 0

    def test_speech_means_nothing_to_a_brief_that_does_not_duck(self, tmp_path: Path) -> None:
        heard = perform(example(8, speech=SPEECH[:0], delivery=Delivery(duck=False)), tmp_path)

        assert heard[0].speech_clearance_lu is None
        assert heard[0].loudness_lufs == pytest.approx(-18, abs=0.3)


@pytest.fixture(scope="module")
def film() -> Score:
    """Two cues with a wanted pause in the first and a silence of the edit in the second."""
    first = cue_of("1m1", Span(25, 25 + 250), (3.0, 6.0), ((4 * SECOND, 5 * SECOND),))
    second = cue_of("1m2", Span(350, 350 + 200), (2.0,))
    return score_of((first, second), 24, SPEECH, (Span(450, 475),))


@pytest.fixture(scope="module")
def film_folder(film: Score, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("film")
    perform(film, folder, workers=1)
    return folder


class TestAFilm:
    def test_the_programme_holds_the_cues_in_their_places(self, film: Score, film_folder: Path) -> None:
        music = integers(film_folder / "mix" / "music.wav")

        assert music.shape[1] == 24 * SECOND
        for cue in film.cues:
            first, count = film.first_sample(cue), film.sample_count(cue)
            mix = integers(film_folder / "mix" / f"{cue.name}_mix.wav")
            assert np.array_equal(music[:, first : first + count], mix)
        assert not music[:, :SECOND].any()
        assert not music[:, 11 * SECOND : 14 * SECOND].any()

    def test_files_know_their_timecode(self, film: Score, film_folder: Path) -> None:
        with WaveReader(film_folder / "stems" / "1m2_bass.wav") as reader:
            assert reader.stamp.time_reference == RATE.sample(90_000 + 350)
        with WaveReader(film_folder / "mix" / "music.wav") as reader:
            assert reader.stamp.time_reference == RATE.sample(90_000)

    def test_wanted_silences_are_silent_and_do_not_click(self, film: Score, film_folder: Path) -> None:
        first = sound_of(film_folder / "mix" / "1m1_mix.wav")
        second = sound_of(film_folder / "mix" / "1m2_mix.wav")

        assert np.abs(first[:, 4 * SECOND : 5 * SECOND]).max() < 10 ** (-70 / 20)
        assert np.abs(second[:, 4 * SECOND : 5 * SECOND]).max() < 10 ** (-70 / 20)
        assert np.abs(np.diff(first[:, 4 * SECOND - 480 : 4 * SECOND + 480])).max() < 0.01
        assert np.abs(first[:, 5 * SECOND + 4800 : 6 * SECOND]).max() > 0.02

    def test_two_processes_write_the_same_bytes_as_one(
        self, film: Score, film_folder: Path, tmp_path: Path
    ) -> None:
        perform(film, tmp_path, workers=2)

        assert bytes_of(tmp_path) == bytes_of(film_folder)

    def test_after_a_rework_only_what_changed_is_rendered(
        self, film: Score, film_folder: Path, tmp_path: Path
    ) -> None:
        cache = Cache(tmp_path / "kept", 1 << 30)
        perform(film, tmp_path / "one", cache=cache)
        before = rendered(cache)
        cue = film.cues[1]
        parts = tuple(replace(part, gain_db=-20.0) if part.stem == "bass" else part
                      for part in cue.parts)  # fmt: skip

        perform(replace(film, cues=(film.cues[0], replace(cue, parts=parts))),
                tmp_path / "two", cache=cache)  # fmt: skip

        after = rendered(cache)
        assert (len(before), len(after)) == (12, 13)
        assert before.items() < after.items()

    def test_without_a_cache_only_what_the_score_needs_is_kept(
        self, film: Score, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
        performer = SoundFontPerformer(tmp_path / "out")
        performer.perform(film, lambda share: None)

        performer.perform(replace(film, cues=film.cues[:1]), lambda share: None)
        (kept,) = tmp_path.glob("ningbgm-*")
        Cache(kept, 0).trim()

        assert len(rendered(Cache(kept, 0))) == 6
        performer.close()
        assert not kept.exists()

    def test_each_cue_is_told_as_soon_as_it_can_be_heard(self, film: Score, tmp_path: Path) -> None:
        told: list[tuple[str, bool, bool]] = []

        def listen(cue: Cue, mix: Path) -> None:
            told.append((cue.name, mix.stat().st_size > 0, (tmp_path / "mix" / "music.wav").exists()))

        perform(film, tmp_path, cue_done=listen)

        assert told[:2] == [("1m1", True, False), ("1m2", True, False)]


def test_stems_that_are_not_asked_for_are_gathered_in_one(tmp_path: Path) -> None:
    score = example(8, delivery=Delivery(stems=("melody", "drums")))

    perform(score, tmp_path)

    names = sorted(path.name for path in (tmp_path / "stems").iterdir())
    assert names == ["1m1_drums.wav", "1m1_melody.wav", "1m1_other.wav"]
    stems = [integers(tmp_path / "stems" / name) for name in names]
    assert np.array_equal(sum(stems), integers(tmp_path / "mix" / "1m1_mix.wav"))


def test_a_second_performance_leaves_no_files_of_the_first(tmp_path: Path) -> None:
    score = example(8)
    performer = SoundFontPerformer(tmp_path)
    performer.perform(score, lambda share: None)
    cue = score.cues[0]
    parts = tuple(part for part in cue.parts if part.stem != "drums")

    performer.perform(replace(score, cues=(replace(cue, parts=parts),)), lambda share: None)
    performer.close()

    names = {path.name for path in (tmp_path / "stems").iterdir()}
    assert "1m1_drums.wav" not in names
    assert len(names) == 5


def test_progress_rises_to_one(tmp_path: Path) -> None:
    shares: list[float] = []

    SoundFontPerformer(tmp_path).perform(example(8), shares.append)

    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_loud_music_is_limited_under_its_peak(tmp_path: Path) -> None:
    heard = perform(example(10, delivery=Delivery(loudness_lufs=-11, true_peak_dbtp=-1)), tmp_path)

    assert heard[-1].loudness_lufs == pytest.approx(-11, abs=0.5)
    assert heard[-1].true_peak_dbtp <= -1.0


def test_a_sting_of_two_seconds_is_performed(tmp_path: Path) -> None:
    cue = cue_of("1m1", Span(0, 50), (0.0,), parts=parts_of(2, (0.0,), 0.5))

    heard = perform(score_of((cue,), 2), tmp_path)

    assert heard[0].sample_count == 2 * SECOND
    assert heard[0].tail_ratio < 0.6


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"cues": ()}, "no cues"),
        ({"room": "bathroom"}, "no room"),
    ],
)
def test_what_cannot_be_played_is_refused(tmp_path: Path, change: dict[str, object], told: str) -> None:
    score = replace(example(4), **change)  # type: ignore[arg-type]  # one wrong field at a time

    with pytest.raises(PerformanceError, match=told):
        perform(score, tmp_path)


def test_a_missing_soundfont_is_named(tmp_path: Path) -> None:
    with pytest.raises(PerformanceError, match=r"none\.sf2"):
        perform(example(4), tmp_path, soundfont=tmp_path / "none.sf2")
