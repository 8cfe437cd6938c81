"""Our music for the benchmark, others' outputs, and what is given to each."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import mido
import numpy as np
import pytest
import soundfile

from ningbgm_agents.errors import InputError
from ningbgm_agents.score import Score
from ningbgm_daemon.delivery.provenance import read_score
from ningbgm_daemon.evaluation.films import Film
from ningbgm_daemon.evaluation.inputs import Given, commission_for
from ningbgm_daemon.evaluation.making import Making, make, stems_sum_to_mix
from ningbgm_daemon.evaluation.pieces import Piece
from ningbgm_daemon.evaluation.reading_tune import declared_by, read_midi, tune_of
from ningbgm_daemon.evaluation.steady import at_constant_tempo
from ningbgm_daemon.evaluation.systems import OUR_SYSTEMS, System
from ningbgm_daemon.evaluation.theirs import their_piece
from ningbgm_daemon.media.probe import probe


@pytest.fixture(scope="module")
def film(small_film: Path, tmp_path_factory: pytest.TempPathFactory) -> Film:
    """The small film with a picture and a text beside it."""
    text = tmp_path_factory.mktemp("beside") / "small.txt"
    text.write_text("A calm walk.\n", encoding="utf-8")
    return Film(name="small", path=small_film, text=text)


@pytest.fixture(scope="module")
def score(scored: Path) -> Score:
    """A score of three cues."""
    return read_score(scored)


def named(name: str) -> System:
    return next(system for system in OUR_SYSTEMS if system.name == name)


def pieces(film: Film, folder: Path, *names: str) -> list[Piece]:
    """The music of some systems, made in one go."""
    outcomes = make(Making(tuple(named(name) for name in names), film, 1, folder))
    assert all(isinstance(outcome, Piece) for outcome in outcomes), outcomes
    return [outcome for outcome in outcomes if isinstance(outcome, Piece)]


def test_without_audio_there_is_no_sound_in_the_file(film: Film, tmp_path: Path) -> None:
    order = commission_for(Given.of(film), "no_audio", 1, tmp_path)

    assert order.film is not None
    given, whole = probe(order.film), probe(film.path)
    assert whole.has_sound
    assert not given.has_sound
    assert (given.frame_count, given.rate) == (whole.frame_count, whole.rate)


def test_without_video_there_is_no_picture_and_the_sound_has_the_films_length(
    film: Film, tmp_path: Path
) -> None:
    order = commission_for(Given.of(film), "no_video", 1, tmp_path)

    assert order.film is not None
    assert not probe(order.film).has_picture
    assert soundfile.info(order.film).frames == 3 * 48_000


def test_image_and_text_alone_have_a_length_and_no_film(film: Film, tmp_path: Path) -> None:
    order = commission_for(Given.of(film), "image_text", 1, tmp_path)

    assert order.film is None
    assert order.length_s == pytest.approx(3)
    assert order.texts == (film.text,)


def test_a_film_alone_cannot_be_scored_from_image_and_text(small_film: Path) -> None:
    alone = Given.of(Film(name="small", path=small_film))

    assert alone.allows("all")
    assert alone.allows("no_video")
    assert not alone.allows("image_text")


def test_our_music_is_made_with_all_that_is_to_be_measured(film: Film, tmp_path: Path) -> None:
    (piece,) = pieces(film, tmp_path, "ours")

    assert soundfile.info(piece.sound).frames == 3 * 48_000
    assert piece.tune is not None
    assert piece.tune.pitched
    assert piece.declared.hits_s
    assert piece.stems_sum
    assert piece.seconds is not None
    assert piece.peak_bytes is not None
    assert piece.peak_bytes > 1_000_000


def test_a_random_phase_turns_the_same_sound_round(film: Film, tmp_path: Path) -> None:
    ours, piece = pieces(film, tmp_path, "ours", "random-phase")

    straight, _ = soundfile.read(ours.sound, dtype="int32")
    turned, _ = soundfile.read(piece.sound, dtype="int32")
    assert turned.shape == straight.shape
    assert not np.array_equal(turned, straight)
    assert np.array_equal(np.sort(turned[:, 0]), np.sort(straight[:, 0]))
    assert piece.declared.hits_s == ()


def test_what_is_made_beside_others_is_what_is_made_alone(film: Film, tmp_path: Path) -> None:
    names = ("ours", "no-scene", "constant-tempo", "random-phase")
    (tmp_path / "together").mkdir()

    together = pieces(film, tmp_path / "together", *names)

    for name, beside in zip(names[1:], together[1:], strict=True):
        (tmp_path / name).mkdir()
        (alone,) = pieces(film, tmp_path / name, name)
        assert alone.mark == beside.mark
        assert (alone.tune, alone.declared) == (beside.tune, beside.declared)
    assert len({piece.mark for piece in together}) == len(names)
    assert [piece.seconds is None for piece in together] == [False, True, True, True]
    assert [piece.peak_bytes is None for piece in together] == [False, True, True, True]


def test_one_agent_works_without_the_teams(film: Film, tmp_path: Path) -> None:
    (piece,) = pieces(film, tmp_path, "one-agent")

    assert piece.tune is not None
    assert piece.tune.pitched


def test_stems_that_do_not_sum_are_noticed(scored: Path, score: Score, tmp_path: Path) -> None:
    for kind in ("stems", "mix"):
        (tmp_path / kind).mkdir()
        for path in (scored / kind).glob("*.wav"):
            (tmp_path / kind / path.name).write_bytes(path.read_bytes())
    assert stems_sum_to_mix(tmp_path, score)

    victim = next((tmp_path / "stems").glob(f"{score.cues[-1].name}_*.wav"))
    sound, rate = soundfile.read(victim, dtype="int32", always_2d=True)
    sound[len(sound) // 2, 0] += 1 << 8
    soundfile.write(victim, sound, rate, subtype="PCM_24")

    assert not stems_sum_to_mix(tmp_path, score)


def test_notes_of_all_cues_stand_in_their_bars(score: Score) -> None:
    tune = tune_of(score)

    assert len(tune.notes) == sum(len(part.notes) for cue in score.cues for part in cue.parts)
    assert list(tune.bars) == sorted(set(tune.bars))
    assert len(tune.chords) == sum(len(cue.chords) for cue in score.cues)
    assert any(note.drum for note in tune.notes) == any(
        part.instrument.kit or part.instrument.patch in ("noise", "impact", "riser")
        for cue in score.cues
        for part in cue.parts
        if part.notes
    )


def test_a_score_declares_its_hits_in_seconds_of_the_film(score: Score) -> None:
    declared = declared_by(score)

    assert len(declared.hits_s) == sum(len(cue.hits) for cue in score.cues)
    assert declared.hits_s[0] == pytest.approx(float(score.cues[0].hits[0].frame / score.edit.rate.fps))
    assert len(declared.bpms) == len(score.cues)


def test_at_constant_tempo_every_note_keeps_its_beat(score: Score) -> None:
    steady = at_constant_tempo(score)

    for before, after in zip(score.cues, steady.cues, strict=True):
        assert len(after.tempo_map.segments) == 1
        assert after.tempo_map.segments[0].bpm == pytest.approx(before.tempo_map.base_bpm, rel=1e-4)
        parts = {part.name: part for part in after.parts}
        for part in before.parts:
            moved = parts.get(part.name)
            for old, new in zip(part.notes, moved.notes if moved else (), strict=False):
                beats = before.tempo_map.beat(old.start), after.tempo_map.beat(new.start)
                assert abs(beats[0] - beats[1]) < Fraction(1, 100)
                assert new.start < score.sample_count(before)


def test_the_file_of_a_films_name_is_anothers_output(film: Film, tmp_path: Path) -> None:
    system = System("theirs", "", folder=tmp_path)
    assert their_piece(system, film) is None
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep/small.wav").touch()
    (tmp_path / "smaller.wav").touch()
    (tmp_path / "small.mp4").touch()

    piece = their_piece(system, film)

    assert piece is not None
    assert piece.sound == tmp_path / "deep/small.wav"
    assert piece.tune is None
    (tmp_path / "small.flac").touch()
    with pytest.raises(InputError, match="one name"):
        their_piece(system, film)


def test_midi_tells_notes_bars_and_tempi(tmp_path: Path) -> None:
    file = mido.MidiFile(ticks_per_beat=100)
    track = mido.MidiTrack()
    file.tracks.append(track)
    track.append(mido.MetaMessage("set_tempo", tempo=mido.bpm2tempo(100)))
    track.append(mido.MetaMessage("time_signature", numerator=3, denominator=4))
    track.append(mido.Message("note_on", note=60, velocity=80))
    track.append(mido.Message("note_on", note=36, velocity=80, channel=9))
    track.append(mido.Message("note_on", note=60, velocity=0, time=150))
    track.append(mido.Message("note_off", note=36, channel=9, time=250))
    file.save(str(tmp_path / "tune.mid"))

    tune, declared = read_midi(tmp_path / "tune.mid")

    assert [(n.start, n.end, n.pitch, n.drum) for n in tune.notes] == [
        (0, 4, 36, True),
        (0, 1.5, 60, False),
    ]
    assert tune.bars == (0, 3, 6)
    assert declared.bpms == (pytest.approx((100,), rel=1e-4),)


def test_what_is_no_midi_is_told(tmp_path: Path) -> None:
    (tmp_path / "tune.mid").write_bytes(b"not music")

    with pytest.raises(InputError, match="cannot be read as MIDI"):
        read_midi(tmp_path / "tune.mid")
