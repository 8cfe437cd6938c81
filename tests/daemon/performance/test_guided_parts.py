"""What a guided performance is made of: alignment, retiming, chroma, stretches, prompts, each by itself."""

from __future__ import annotations

import threading
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from small_scores import SECOND, example, parts_of

from ningbgm_agents.palette import load_palette
from ningbgm_agents.thought import ModelFacts
from ningbgm_daemon.performance.guided.alignment import MOST_STRETCH, Warp, anchors_in, find_warp
from ningbgm_daemon.performance.guided.chroma import (
    STEP,
    agreement,
    chroma_of_notes,
    chroma_of_sound,
    wanted_chroma,
)
from ningbgm_daemon.performance.guided.player import PlayerFacts
from ningbgm_daemon.performance.guided.prompt import prompt_for
from ningbgm_daemon.performance.guided.retiming import retimed
from ningbgm_daemon.performance.guided.stretches import CROSSFADE, plan_for, stretches_in, windows_in
from ningbgm_daemon.performance.guided.tempo import played_tempo
from ningbgm_daemon.performance.guided.watch import Watch
from ningbgm_daemon.performance.stem_player import StemToPlay

BEATS = [SECOND // 2 * (1 + number) for number in range(18)]


def strokes(beats: list[int], count: int, seed: int = 0) -> np.ndarray:
    """Short noises on beats: float32, shape (count,)."""
    sound = np.zeros(count + 4_800, np.float32)
    random = np.random.default_rng(seed)
    for beat in beats:
        sound[beat : beat + 4_800] += random.normal(0, 0.2, 4_800) * np.exp(-np.arange(4_800) / 700)
    return sound[:count]


class TestAlignment:
    @pytest.mark.parametrize("slower", [0.97, 1.0, 1.03])
    def test_beats_are_found_where_they_are_played(self, slower: float) -> None:
        played = [round(beat * slower) + 960 for beat in BEATS]

        warp = find_warp(strokes(BEATS, 10 * SECOND), strokes(played, 11 * SECOND, seed=1), BEATS)

        assert all(abs(warp.at(a) - b) <= 240 for a, b in zip(BEATS[1:-1], played[1:-1], strict=True))

    def test_nothing_is_bent_beyond_the_limit(self) -> None:
        played = [round(beat * 1.09) for beat in BEATS]

        warp = find_warp(strokes(BEATS, 10 * SECOND), strokes(played, 12 * SECOND), BEATS)

        assert warp.largest_bend <= MOST_STRETCH + 1e-3

    def test_silence_is_left_alone(self) -> None:
        warp = find_warp(strokes(BEATS, 10 * SECOND), np.zeros(10 * SECOND, np.float32), BEATS)

        assert warp.straight

    def test_anchors_are_the_loudest_of_neighbours(self) -> None:
        motion = [part for part in parts_of(8) if part.stem == "motion"]

        anchors = anchors_in(motion, 0, 8 * SECOND)

        assert min(np.diff(anchors)) >= SECOND // 4
        assert 0 in anchors


class TestRetiming:
    def test_the_length_is_exact_and_attacks_lie_where_they_should(self) -> None:
        played = [round(beat * 1.03) for beat in BEATS]
        sound = np.stack([strokes(played, 11 * SECOND)] * 2)
        knots = (0, 3 * SECOND, 7 * SECOND, 10 * SECOND)

        out = retimed(sound, Warp(knots, tuple(round(1.03 * knot) for knot in knots)))

        assert out.shape == (2, 10 * SECOND)
        for beat in BEATS:
            around = np.abs(out[0, beat - 480 : beat + 480])
            assert abs(int((around > 0.3 * around.max()).argmax()) - 480) < 96

    def test_what_lies_well_is_not_touched(self) -> None:
        sound = np.stack([strokes(BEATS, 10 * SECOND)] * 2)

        assert np.array_equal(retimed(sound, Warp((0, 10 * SECOND), (40, 10 * SECOND + 40))), sound)


@pytest.mark.parametrize(("slower", "found"), [(1.0, None), (1.03, None), (1.1, 1.1), (0.9, 0.9)])
def test_a_tempo_beyond_the_limits_is_measured(slower: float, found: float | None) -> None:
    uneven = [beat + 6_000 * (number % 3) for number, beat in enumerate(BEATS)]
    played = [round(beat * slower) for beat in uneven]

    tempo = played_tempo(strokes(uneven, 10 * SECOND), strokes(played, 11 * SECOND))

    assert tempo == (found if found is None else pytest.approx(found, abs=0.011))


class TestChroma:
    def test_the_guide_holds_the_pitch_classes_of_the_notes_strongest_on_their_attack(self) -> None:
        bass = [part for part in parts_of(4) if part.stem == "bass"]

        chroma = chroma_of_notes(bass, 0, 4 * SECOND)

        assert chroma.shape == (4 * SECOND // STEP, 12)
        assert set(np.flatnonzero(chroma[:90].any(axis=0))) == {9}
        assert chroma[0, 9] > chroma[20, 9] > 0

    def test_kits_have_no_pitch(self) -> None:
        drums = [part for part in parts_of(4) if part.stem == "drums"]

        assert not chroma_of_notes(drums, 0, 4 * SECOND).any()

    @pytest.mark.parametrize("transposed", [0, 3, 11])
    def test_a_transposition_is_recognised(self, transposed: int) -> None:
        harmony = [part for part in parts_of(8) if part.stem == "harmony"]
        sound = tones(chroma_of_notes(harmony, 0, 8 * SECOND), transposed)

        found = agreement(wanted_chroma(harmony, 8 * SECOND), chroma_of_sound(sound))

        assert int(found.argmax()) == transposed
        assert found.max() > 0.8

    def test_noise_agrees_with_nothing(self) -> None:
        harmony = [part for part in parts_of(8) if part.stem == "harmony"]
        noise = np.random.default_rng(1).normal(0, 0.2, 8 * SECOND).astype(np.float32)

        assert agreement(wanted_chroma(harmony, 8 * SECOND), chroma_of_sound(noise)).max() < 0.3


def tones(chroma: np.ndarray, transposed: int) -> np.ndarray:
    seconds = np.arange(len(chroma) * STEP) / SECOND
    sound = np.zeros(len(seconds))
    for pitch_class in range(12):
        level = np.repeat(chroma[:, pitch_class], STEP)
        hertz = 440 * 2 ** ((60 + pitch_class + transposed - 69) / 12)
        sound += level * np.sin(2 * np.pi * hertz * seconds)
    return sound.astype(np.float32)


class TestStretches:
    FACTS = PlayerFacts(ModelFacts("m"), "e", ("melody", "continuation"), 32_000, 1, 30.0)

    def test_a_stem_is_played_where_it_sounds(self) -> None:
        energies = np.zeros(300)
        energies[50:120] = 0.01
        energies[125:140] = 0.01
        energies[200:210] = 0.01

        assert stretches_in(energies, 300 * 4_800) == [(50 * 4_800, 140 * 4_800)]

    def test_passages_cover_a_stretch_and_overlap(self) -> None:
        plan = plan_for(self.FACTS, MOST_STRETCH)

        windows = windows_in(SECOND, 101 * SECOND, plan)

        assert windows[0][0] == SECOND
        assert windows[-1][1] == 101 * SECOND
        assert all(a[1] - b[0] == CROSSFADE for a, b in pairwise(windows))
        assert max(last - first for first, last in windows) <= plan.window

    def test_what_is_asked_for_fits_into_the_players_longest(self) -> None:
        plan = plan_for(self.FACTS, MOST_STRETCH)

        assert (plan.window * (1 + MOST_STRETCH) + plan.context) / SECOND + 0.5 <= 30

    def test_one_that_continues_nothing_has_no_context(self) -> None:
        assert plan_for(replace(self.FACTS, guidances=("melody",)), MOST_STRETCH).context == 0


class TestPrompt:
    def stem(self, name: str) -> StemToPlay:
        score = example(8)
        parts = tuple(part for part in score.cues[0].parts if part.stem == name)
        return StemToPlay(score, score.cues[0], name, parts, "key")

    def test_it_tells_style_instruments_role_tempo_and_key(self) -> None:
        words = prompt_for(self.stem("melody"))

        assert words.startswith(f"{load_palette('orchestral').title} film music, flute, solo melody")
        assert "120 bpm, A minor, instrumental, no drums" in words

    def test_drums_are_not_told_to_be_without_drums(self) -> None:
        assert "no drums" not in prompt_for(self.stem("drums"))


class TestWatch:
    def test_a_call_that_is_over_is_watched_no_longer(self) -> None:
        """However near its last sign of life and its end lie to each other."""
        before = set(threading.enumerate())
        for _ in range(300):
            watch = Watch(600.0, self.never)
            watch.heard()
            watch.end()
        watching = [one for one in threading.enumerate() if one not in before]
        for thread in watching:
            thread.join(60)

        assert not [thread for thread in watching if thread.is_alive()]

    def test_a_call_that_falls_silent_is_cancelled(self) -> None:
        cancelled = threading.Event()

        watch = Watch(0.01, cancelled.set)

        assert cancelled.wait(60)
        assert watch.barked

    @staticmethod
    def never() -> None:
        raise AssertionError("nobody was silent")
