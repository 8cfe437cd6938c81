"""Chords, voicings and themes follow the rules they claim."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from composing_film import composed, draw, only_cue
from hypothesis import given
from hypothesis import strategies as st

from ningbgm_agents.composing.choosing import Choice
from ningbgm_agents.composing.progression import load_progressions, spell
from ningbgm_agents.composing.scale import SCALES, degree_of, nearest, pitch_of
from ningbgm_agents.composing.theme import invent
from ningbgm_agents.composing.transforming import transformed
from ningbgm_agents.composing.voicing import parallels, voice
from ningbgm_agents.errors import InputError, NotFoundError
from ningbgm_agents.palette import load_palette, palette_names, read_palette
from ningbgm_agents.score import Key

C_MAJOR, A_MINOR = Key(0, "ionian"), Key(9, "aeolian")


@pytest.mark.parametrize(
    ("numeral", "key", "symbol", "pitches"),
    [
        ("I", C_MAJOR, "C", (0, 4, 7)),
        ("V7", C_MAJOR, "G7", (7, 11, 2, 5)),
        ("bVI", C_MAJOR, "Ab", (8, 0, 3)),
        ("ii9", C_MAJOR, "Dm9", (2, 5, 9, 0, 4)),
        ("IV/3", C_MAJOR, "F/A", (5, 9, 0)),
        ("II/1", C_MAJOR, "D/C", (2, 6, 9)),
        ("i", A_MINOR, "Am", (9, 0, 4)),
        ("bVII", A_MINOR, "G", (7, 11, 2)),
        ("#iv°/1", A_MINOR, "Ebdim/A", (3, 6, 9)),
        ("i5", A_MINOR, "A5", (9, 4)),
        ("Vsus4", C_MAJOR, "Gsus4", (7, 0, 2)),
    ],
)
def test_a_numeral_means_its_chord(numeral: str, key: Key, symbol: str, pitches: tuple[int, ...]) -> None:
    chord = spell(numeral, key, Fraction(0), Fraction(4))

    assert (chord.symbol, chord.pitches) == (symbol, pitches)


def test_every_progression_can_be_spelt() -> None:
    for progression in load_progressions().values():
        for numeral in progression.chords:
            spell(numeral, C_MAJOR, Fraction(0), Fraction(4))


def test_nonsense_is_no_numeral() -> None:
    with pytest.raises(NotFoundError, match="not a Roman numeral"):
        spell("H7", C_MAJOR, Fraction(0), Fraction(4))


def test_voices_move_little_and_not_in_parallel_fifths() -> None:
    before: tuple[int, ...] = ()
    faults = moves = 0
    for numeral in load_progressions()["uplift"].chords * 2:
        after = voice(spell(numeral, C_MAJOR, Fraction(0), Fraction(4)), before, 48, 79, 4)
        if before:
            faults += parallels(before, after)
            moves = max(moves, max(abs(a - b) for a, b in zip(before, after, strict=True)))
        before = after

    assert faults == 0
    assert moves <= 5


@given(st.sampled_from(sorted(SCALES)), st.integers(0, 11), st.integers(30, 100))
def test_degrees_and_pitches_are_inverse(scale: str, tonic: int, pitch: int) -> None:
    key = Key(tonic, scale)

    degree, alteration = degree_of(key, pitch)

    assert pitch_of(key, degree) + alteration == pitch


@given(st.integers(20, 100), st.lists(st.integers(0, 11), min_size=1, max_size=4))
def test_the_nearest_note_is_of_the_chord(pitch: int, classes: list[int]) -> None:
    assert nearest(pitch, tuple(classes)) % 12 in classes
    assert abs(nearest(pitch, tuple(classes)) - pitch) <= 6


@given(st.integers(0, 100_000), st.booleans())
def test_a_theme_has_a_short_motif_one_peak_and_a_close(seed: int, lively: bool) -> None:
    theme = invent("A", "a walker", lively, random.Random(seed))

    degrees = [note.degree for note in theme.melody]
    assert 3 <= len(theme.motif) <= 6
    assert degrees.count(max(degrees)) == 1
    assert 0.5 <= theme.melody[degrees.index(max(degrees))].beat / theme.beats <= 0.8
    assert degrees[-1] == 0


@pytest.mark.parametrize("how", ["whole", "head", "augmented", "inverted", "fragments", "answer"])
def test_a_transformed_theme_fits_its_length(how: str) -> None:
    notes = transformed(invent("A", "a walker", True, random.Random(3)), how)

    assert notes
    assert all(0 <= note.beat < 32 for note in notes)


def test_seeds_bring_many_different_motifs() -> None:
    motifs = {invent("A", "x", seed % 2 == 0, random.Random(seed)).motif for seed in range(60)}

    assert len(motifs) > 50


def test_the_cue_ends_on_its_tonic() -> None:
    cue = only_cue(composed(draw(30)))

    assert cue.chords[-1].root == cue.sections[-1].key.tonic


def test_no_chord_loop_runs_on_unchanged() -> None:
    cue = only_cue(composed(draw(140, mean_shot_s=6.0), "electronic"))

    symbols = [chord.symbol for chord in cue.chords]
    for start in range(len(symbols) - 12):
        a, b, c = symbols[start : start + 4], symbols[start + 4 : start + 8], symbols[start + 8 : start + 12]
        assert not (a == b == c)


@pytest.mark.parametrize("name", palette_names())
def test_a_palette_names_progressions_that_exist(name: str) -> None:
    palette = load_palette(name)

    assert set(palette.major + palette.minor + palette.tense) <= set(load_progressions())
    assert all(player.low < player.high for player in palette.players)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("name = ", "not TOML"), ("name = 'x'", "title"), ("name = 3", "name")],
)
def test_a_bad_palette_file_is_refused_with_its_fault(text: str, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence):
        read_palette(text, "mine")


def test_an_unknown_palette_names_the_known_ones() -> None:
    with pytest.raises(NotFoundError, match="orchestral"):
        load_palette("kazoo")


@pytest.mark.parametrize("variant", [0, 1, 2])
def test_a_progression_of_minor_is_major_throughout_in_a_major_key(variant: int) -> None:
    key = Key(0, "ionian")
    scale = {0, 2, 4, 5, 7, 9, 11}

    for name in ("mist", "drive"):
        numerals = Choice(name, variant).numerals(key)
        for numeral in numerals:
            assert set(spell(numeral, key, Fraction(0), Fraction(1)).pitches) <= scale
