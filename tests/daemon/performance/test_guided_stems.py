"""A score played by a performer service: in time, on its hits, and whole whatever the performer does."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import soundfile
from guided_scores import bass_and_drums, line_to, perform, sounds, stem_of
from scipy import signal
from small_scores import SECOND, example, parts_of

from fakes.fake_performer import FakePerformer, Manner
from ningbgm.v1 import performer_service_pb2 as wire
from ningbgm_agents.score import Heard, Score
from ningbgm_daemon.cache import Cache
from ningbgm_daemon.loudness import KWeighting, integrated
from ningbgm_daemon.performance.guided.alignment import onset_curve
from ningbgm_daemon.performance.guided.guided_stems import PITCHED, GuidedStems

SCORE = example(16)
LITTLE = bass_and_drums()
REASONS: dict[Manner, str] = {
    "off key": "a semitone above",
    "silent": "silent for",
    "noise": "pitches agreed",
    "not finite": "not finite",
    "clipped": "clipped",
    "too little": "bytes, which are not",
    "too much": "more than",
    "dies": "the device is gone",
    "stalls": "no sign of life",
    "refuses": "refused: prompt",
    "busy": "failed: 64 passages wait",
}


@pytest.fixture(scope="module")
def by_soundfont(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("soundfont")
    perform(SCORE, folder, None)
    return folder


@pytest.fixture(scope="module")
def little(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("little")
    perform(LITTLE, folder, None)
    return folder


@pytest.fixture(scope="module")
def by_model(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[Path, GuidedStems, FakePerformer, tuple[Heard, ...]]:
    """Played two per cent too slowly and 30 ms late by a model that follows the melody."""
    folder = tmp_path_factory.mktemp("model")
    with FakePerformer(slower=1.02, late_s=0.03) as performer:
        player = GuidedStems({"": line_to(performer)})
        heard = perform(SCORE, folder, player)
        return folder, player, performer, heard


def integers(path: Path) -> np.ndarray:
    return np.asarray(soundfile.read(path, dtype="int32", always_2d=True)[0].T >> 8)


def off_ms(played: np.ndarray, guide: np.ndarray) -> float:
    """By how much one sound is late against another as a whole, by where their attacks fit best."""
    one, other = (onset_curve(sound.astype(np.float32)) for sound in (played, guide))
    shifts = range(-20, 21)
    fits = [float((np.roll(other, shift) * one)[40:-40].sum()) for shift in shifts]
    return 5.0 * shifts[int(np.argmax(fits))]


def loudness(folder: Path, stem: str) -> float:
    sound = soundfile.read(folder / "stems" / f"1m1_{stem}.wav", always_2d=True)[0].T
    return integrated(KWeighting(2).blocks(sound))


class TestPlayedWell:
    def test_every_stem_with_pitches_is_played_by_the_model(self, by_model) -> None:
        _, player, _, _ = by_model

        assert {(one.cue, one.stem) for one in player.played} == {("1m1", stem) for stem in PITCHED}
        assert all("played by fake/musicgen (fake 1.0, on the" in event.sentence for event in player.events)

    def test_it_sounds_otherwise_than_the_soundfont(self, by_model, by_soundfont: Path) -> None:
        played, guide = stem_of(by_model[0], "melody"), stem_of(by_soundfont, "melody")

        assert abs(np.corrcoef(played, guide)[0, 1]) < 0.7

    def test_drums_and_accents_stay_as_they_are(self, by_model) -> None:
        _, player, _, _ = by_model

        assert {one.stem for one in player.played}.isdisjoint({"drums", "hits"})

    @pytest.mark.parametrize("stem", ["melody", "motion", "bass"])
    def test_it_lies_on_the_beat_though_it_was_played_slower(
        self, stem: str, by_model, by_soundfont: Path
    ) -> None:
        played, guide = stem_of(by_model[0], stem), stem_of(by_soundfont, stem)

        for second in (1, 5, 9):
            piece = slice(second * SECOND, (second + 4) * SECOND)
            assert abs(off_ms(played[piece], guide[piece])) <= 10

    def test_hits_are_heard_on_their_frames(self, by_model) -> None:
        errors = [hit.error_ms for hit in by_model[3][-1].hits]

        assert len(errors) == 2
        assert all(error is not None and abs(error) < 5 for error in errors)

    def test_stems_have_the_cues_length_and_add_up_to_the_mix(self, by_model) -> None:
        stems = [integers(path) for path in sorted((by_model[0] / "stems").glob("*.wav"))]

        assert {stem.shape[1] for stem in stems} == {16 * SECOND}
        assert np.array_equal(sum(stems), integers(by_model[0] / "mix" / "1m1_mix.wav"))

    def test_each_stem_is_as_loud_beside_the_others_as_it_was(self, by_model, by_soundfont: Path) -> None:
        def balance(folder: Path) -> list[float]:
            return [loudness(folder, stem) - loudness(folder, "drums") for stem in PITCHED]

        assert balance(by_model[0]) == pytest.approx(balance(by_soundfont), abs=1.0)

    def test_passages_overlap_and_their_joins_do_not_click(self, by_model) -> None:
        folder, _, performer, _ = by_model
        steps = np.abs(np.diff(stem_of(folder, "bass")))

        assert len([one for one in performer.asked if "bass" in one.prompt]) > 1
        assert steps.max() < 4 * np.percentile(steps, 99.9)

    def test_each_passage_goes_on_from_the_tail_before(self, by_model) -> None:
        _, _, performer, _ = by_model
        continued = [len(one.continued) / 4 / 32_000 for one in performer.asked if "bass" in one.prompt]

        assert continued[0] == 0
        assert continued[1:] == pytest.approx([2.5] * (len(continued) - 1), abs=0.01)

    def test_the_same_score_and_performer_give_the_same_bytes(self, tmp_path: Path) -> None:
        for name in ("one", "two"):
            with FakePerformer() as performer:
                perform(LITTLE, tmp_path / name, GuidedStems({"": line_to(performer)}))

        assert sounds(tmp_path / "one") == sounds(tmp_path / "two")


@pytest.mark.parametrize("manner", REASONS)
def test_with_a_performer_that_is(manner: Manner, tmp_path: Path, little: Path) -> None:
    """... off key, silent, gone: the SoundFont plays, and the record says what was measured."""
    with FakePerformer(manner) as performer:
        player = GuidedStems({"": line_to(performer)})
        perform(LITTLE, tmp_path, player)

    assert player.played == ()
    assert {event.action for event in player.events} == {"falls back"}
    assert any(REASONS[manner] in reason for event in player.events for reason in event.reasons)
    assert sounds(tmp_path) == sounds(little)


def test_who_plays_too_slowly_to_be_bent_is_not_used_where_there_is_a_beat(tmp_path: Path) -> None:
    with FakePerformer(slower=1.1) as performer:
        player = GuidedStems({"": line_to(performer)})
        perform(LITTLE, tmp_path, player)

    assert player.played == ()
    assert "10 % slower" in " ".join(player.events[0].reasons)


def test_the_second_try_has_another_seed_and_may_succeed(tmp_path: Path) -> None:
    with FakePerformer("noise", well_from=2) as performer:
        player = GuidedStems({"bass": line_to(performer)})
        perform(LITTLE, tmp_path, player)

    (event,) = player.events
    assert "at the second try" in event.sentence
    assert event.reasons[0].startswith("Try 1: ")
    assert len({one.seed for one in performer.asked}) == len(performer.asked) == 4


def test_one_bad_passage_spoils_a_stem(tmp_path: Path) -> None:
    with FakePerformer("noise", well_from=1) as performer:
        player = GuidedStems({"bass": line_to(performer)})
        perform(LITTLE, tmp_path, player)

    (event,) = player.events
    assert "2 passage(s)" in event.sentence
    assert "at the second try" in event.sentence
    assert "pitches agreed" in event.reasons[0]


def test_a_performer_that_is_gone_is_left_alone(tmp_path: Path) -> None:
    performer = FakePerformer()
    with performer:
        player = GuidedStems({"": line_to(performer)})
    perform(LITTLE, tmp_path, player)

    assert player.played == ()
    assert all("nobody answers" in event.sentence for event in player.events)


def test_one_that_stalls_is_not_asked_for_every_stem(tmp_path: Path) -> None:
    with FakePerformer("stalls") as performer:
        player = GuidedStems({"": line_to(performer)})
        perform(example(6), tmp_path, player)

    assert len(performer.asked) <= 3
    assert any("left alone" in event.sentence for event in player.events)


def test_a_wrong_key_is_told(tmp_path: Path) -> None:
    with FakePerformer() as performer:
        player = GuidedStems({"": line_to(performer, "another")})
        perform(LITTLE, tmp_path, player)

    assert all("does not take the key" in event.sentence for event in player.events)
    assert performer.asked == []


def test_stems_may_have_players_of_their_own_or_none(tmp_path: Path) -> None:
    with FakePerformer() as one, FakePerformer(name="fake/other") as other:
        player = GuidedStems({"": line_to(one), "bass": line_to(other), "motion": None})
        perform(LITTLE, tmp_path, player)
        parts = {part.name: part for part in parts_of(4)}

        assert player.plays("melody", parts["flute"])
        assert not player.plays("motion", parts["harp"])

    assert [(p.stem, p.model.name) for p in player.played] == [("bass", "fake/other")]


def test_layers_stay_where_the_rest_of_their_stem_is_played() -> None:
    parts = {part.name: part for part in parts_of(4)}
    with FakePerformer() as performer:
        player = GuidedStems({"": line_to(performer)})

        assert player.plays("harmony", parts["strings"])
        assert not player.plays("harmony", parts["pad"])
        assert not player.plays("drums", parts["drums"])
        assert GuidedStems({"drums": line_to(performer)}).plays("drums", parts["drums"])


def test_what_was_played_is_kept_and_only_changed_stems_are_played_again(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache", 1 << 30)
    with FakePerformer() as performer:
        perform(LITTLE, tmp_path / "one", GuidedStems({"bass": line_to(performer)}), cache)
        asked = len(performer.asked)
        player = GuidedStems({"bass": line_to(performer)})
        perform(LITTLE, tmp_path / "two", player, cache)
        assert len(performer.asked) == asked

        perform(
            _with_louder_bass(LITTLE), tmp_path / "three", GuidedStems({"bass": line_to(performer)}), cache
        )

    assert [one.stem for one in player.played] == ["bass"]
    assert sounds(tmp_path / "one") == sounds(tmp_path / "two")
    assert len(performer.asked) == 2 * asked


@pytest.mark.parametrize(
    ("changed", "anew"),
    [({"fingerprint": "new"}, True), ({"device": "on the GPU in bfloat16"}, False)],
)
def test_other_weights_under_the_same_name_play_anew_and_those_that_moved_do_not(
    tmp_path: Path, changed: dict[str, str], anew: bool
) -> None:
    cache = Cache(tmp_path / "cache", 1 << 30)
    with FakePerformer(fingerprint="old") as performer:
        perform(LITTLE, tmp_path / "one", GuidedStems({"bass": line_to(performer)}), cache)
    with FakePerformer(**{"fingerprint": "old", **changed}) as performer:
        perform(LITTLE, tmp_path / "two", GuidedStems({"bass": line_to(performer)}), cache)

    assert bool(performer.asked) == anew


def test_a_hit_that_moved_is_played_anew_though_the_notes_are_the_same(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache", 1 << 30)
    with FakePerformer() as performer:

        def asked_with_hit_at(second: int, folder: str) -> int:
            before = len(performer.asked)
            player = GuidedStems({"bass": line_to(performer)})
            perform(_with_hit_at(second * SECOND), tmp_path / folder, player, cache)
            return len(performer.asked) - before

        first, again, moved = (
            asked_with_hit_at(second, folder) for second, folder in ((4, "one"), (4, "two"), (6, "three"))
        )

    assert (again, moved) == (0, first)
    assert first > 0


def test_a_failure_is_not_tried_again_for_the_same_notes(tmp_path: Path) -> None:
    with FakePerformer("noise") as performer:
        player = GuidedStems({"bass": line_to(performer)})
        cache = Cache(tmp_path / "cache", 1 << 30)
        perform(LITTLE, tmp_path / "one", player, cache)
        asked = len(performer.asked)
        perform(LITTLE, tmp_path / "two", player, cache)

    assert len(performer.asked) == asked
    assert [event.action for event in player.events] == ["falls back"]


def test_who_follows_no_melody_goes_on_from_the_soundfonts_first_seconds(
    tmp_path: Path, little: Path
) -> None:
    with FakePerformer(guidances=(wire.GUIDANCE_CONTINUATION,), longest_s=24.0) as performer:
        performer.taught = [_at_32_khz(little, "bass")]
        player = GuidedStems({"bass": line_to(performer)})
        perform(LITTLE, tmp_path, player)

    assert [one.stem for one in player.played] == ["bass"]
    assert 3.5 < len(performer.asked[0].continued) / 4 / 32_000 <= 5
    assert not performer.asked[0].chroma


def test_who_wanders_off_after_the_soundfonts_first_seconds_is_not_used(tmp_path: Path) -> None:
    with FakePerformer("noise", guidances=(wire.GUIDANCE_CONTINUATION,), longest_s=24.0) as performer:
        player = GuidedStems({"bass": line_to(performer)})
        perform(LITTLE, tmp_path, player)

    assert player.played == ()


def test_giving_up_cancels_what_is_being_played(tmp_path: Path) -> None:
    class Enough(Exception):  # noqa: N818 - stands for Ctrl-C
        pass

    def progress(share: float) -> None:
        if 0.12 < share < 0.5 and threading.current_thread() is not threading.main_thread():
            raise Enough

    with FakePerformer() as performer:
        with pytest.raises(Enough):
            perform(LITTLE, tmp_path, GuidedStems({"": line_to(performer)}), progress=progress)

        assert performer.cancelled.wait(10)
    assert not list((tmp_path / "mix").glob("*.wav"))


def _with_louder_bass(score: Score) -> Score:
    (cue,) = score.cues
    parts = tuple(replace(part, gain_db=-1.0) if part.stem == "bass" else part for part in cue.parts)
    return replace(score, cues=(replace(cue, parts=parts),))


def _with_hit_at(sample: int) -> Score:
    """The little score with a hit that none of its notes carries."""
    (cue,) = LITTLE.cues
    hit = replace(example(10).cues[0].hits[0], sample=sample)
    return replace(LITTLE, cues=(replace(cue, hits=(hit,)),))


def _at_32_khz(folder: Path, stem: str) -> np.ndarray:
    return np.asarray(signal.resample_poly(stem_of(folder, stem), 2, 3), np.float32)
