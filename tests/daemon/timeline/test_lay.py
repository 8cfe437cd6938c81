"""Evidence of media, laid onto the edit that uses parts of it."""

from __future__ import annotations

from fractions import Fraction

import pytest

from ningbgm_agents.evidence import (
    Curve,
    Cut,
    Event,
    Evidence,
    FaceSighting,
    Look,
    Shown,
    SilenceSpan,
    SpeechSpan,
    Words,
)
from ningbgm_agents.timeline import Edit, FrameRate, Media, Shot, Sound, Span, Track
from ningbgm_daemon.timeline.lay import lay_evidence, used_parts, with_detected_shots

RATE = FrameRate(Fraction(25))
A, B = Media("/a.mov"), Media("/b.mov")
LOOK = Look(0.5, 0.5, 0.0, 0.5)


def sensed(**given: object) -> Evidence:
    """Evidence of a 40 s film at 25 fps with picture and sound."""
    values: dict[str, object] = {"modalities": ("picture", "sound"), **given}
    return Evidence(RATE, 1_000, **values)  # type: ignore[arg-type]  # fields by name


def edit(*shots: Shot, tracks: tuple[Track, ...] = (), **given: object) -> Edit:
    end = max([s.record.end for s in shots] + [s.record.end for t in tracks for s in t.sounds])
    return Edit("e", RATE, end, shots=shots, tracks=tracks, **given)  # type: ignore[arg-type]  # by name


def shot(start: int, end: int, media: Media = A, source: object = 0, **given: object) -> Shot:
    start_s = Fraction(str(source))
    return Shot(Span(start, end), media=media, source_start_s=start_s, **given)  # type: ignore[arg-type]  # by name


def test_a_film_laid_on_itself_keeps_its_evidence() -> None:
    found = sensed(
        cuts=(Cut(100, 0.9), Cut(700, 0.8, "dissolve", 20)),
        events=(Event(130, "action", 0.7, 0.6), Event(140, "sound", 0.7, 0.6)),
        faces=(FaceSighting(50, 0.3, 0.9),),
        speech=(SpeechSpan(2.0, 3.5, 0.9, -20, "hello"),),
        shots=(Shown(0, 100, LOOK), Shown(100, 1_000, LOOK)),
        loudness_lufs=-21.5,
        words=(Words("a synopsis", "file"),),
    )

    laid = lay_evidence(edit(shot(0, 1_000)), {"/a.mov": [(found, 0.0)]})

    assert laid.cuts == found.cuts
    assert laid.events == found.events
    assert laid.faces == found.faces
    assert laid.speech == found.speech
    assert laid.shots == found.shots
    assert laid.words == found.words
    assert laid.loudness_lufs == -21.5
    assert laid.modalities == ("picture", "sound")


def test_the_timelines_cuts_are_certain_and_detected_ones_near_them_are_the_same() -> None:
    found = sensed(cuts=(Cut(251, 0.9), Cut(300, 0.7)))

    laid = lay_evidence(edit(shot(0, 50, B), shot(50, 150, A, 10)), {"/a.mov": [(found, 0.0)]})

    assert laid.cuts == (Cut(50, 1.0), Cut(100, 0.7))


def test_a_cut_in_the_middle_of_running_picture_is_none() -> None:
    laid = lay_evidence(edit(shot(0, 50), shot(50, 100, A, 2), shot(100, 150, A, 9)), {})

    assert [cut.frame for cut in laid.cuts] == [100]


def test_speed_moves_what_was_detected() -> None:
    found = sensed(cuts=(Cut(100, 0.9), Cut(300, 0.5)), speech=(SpeechSpan(4, 6, 0.9),))
    fast = shot(0, 100, A, 2, speed=Fraction(2))

    laid = lay_evidence(edit(fast), {"/a.mov": [(found, 0.0)]})

    assert [cut.frame for cut in laid.cuts] == [25]
    assert [(s.start_s, s.end_s) for s in laid.speech] == [(1.0, 2.0)]


def test_a_film_in_another_rate_lands_on_the_first_frame_that_shows_it() -> None:
    found = Evidence(FrameRate(Fraction(24)), 960, ("picture",), cuts=(Cut(48, 0.9), Cut(49, 0.9)))

    laid = lay_evidence(edit(shot(0, 500)), {"/a.mov": [(found, 0.0)]})

    # media frame 49 starts at 2.0417 s: frame 51 (2.04 s) still shows 48
    assert [cut.frame for cut in laid.cuts] == [50, 52]


def test_a_held_frame_has_no_cuts_and_no_motion() -> None:
    found = sensed(cuts=(Cut(10, 1.0),), curves=(Curve("motion", 4.0, (0.8,) * 160, "flow"),))

    laid = lay_evidence(edit(shot(0, 100, speed=Fraction(0))), {"/a.mov": [(found, 0.0)]})

    assert laid.cuts == ()
    assert set(laid.curves[0].values) == {0.0}


def test_curves_of_picture_follow_the_shots() -> None:
    rising = Curve("brightness", 4.0, tuple(i / 160 for i in range(160)), "x")
    flat = Curve("brightness", 8.0, (0.25,) * 320, "x")

    laid = lay_evidence(
        edit(shot(0, 50, A, 20), shot(50, 100, B)),
        {"/a.mov": [(sensed(curves=(rising,)), 0.0)], "/b.mov": [(sensed(curves=(flat,)), 0.0)]},
    )

    curve = laid.curve("brightness")
    assert curve is not None
    assert (curve.rate_hz, len(curve.values)) == (4.0, 16)
    assert curve.values[0] == pytest.approx(0.5)
    assert curve.values[-1] == 0.25


def test_loudness_of_two_tracks_adds_up_as_energy() -> None:
    def loud(level: float) -> Evidence:
        return sensed(curves=(Curve("loudness", 10.0, (level,) * 400, "x"),))

    sounds = (Track("A1", sounds=(Sound(Span(0, 100), A),)),
              Track("A2", sounds=(Sound(Span(0, 50), B),)))  # fmt: skip
    laid = lay_evidence(edit(tracks=sounds), {"/a.mov": [(loud(-20.0), 0.0)], "/b.mov": [(loud(-20.0), 0.0)]})

    curve = laid.curve("loudness")
    assert curve is not None
    assert curve.values[0] == pytest.approx(-20 + 3.0103, abs=1e-3)
    assert curve.values[-1] == pytest.approx(-20)
    assert laid.loudness_lufs == pytest.approx(-18.2391, abs=1e-3)


def test_speech_comes_from_the_audio_tracks_clipped_to_what_is_used() -> None:
    found = sensed(speech=(SpeechSpan(1.0, 3.0, 0.9), SpeechSpan(9.0, 12.0, 0.8)))
    voice = Track("VO", "dialogue", (Sound(Span(100, 200), A, Fraction(2)),))
    song = Track("song", "music", (Sound(Span(0, 300), A),))

    laid = lay_evidence(edit(shot(0, 300, B), tracks=(voice, song)), {"/a.mov": [(found, 0.0)]})

    assert [(s.start_s, s.end_s) for s in laid.speech] == [(4.0, 5.0)]


def test_overlapping_speech_of_two_tracks_is_one_span() -> None:
    found = sensed(speech=(SpeechSpan(0.0, 2.0, 0.5, -30, "one"),))
    other = sensed(speech=(SpeechSpan(0.0, 3.0, 0.9, -20, "two"),))
    tracks = (Track("1", sounds=(Sound(Span(0, 100), A),)),
              Track("2", sounds=(Sound(Span(25, 100), B),)))  # fmt: skip

    laid = lay_evidence(edit(tracks=tracks), {"/a.mov": [(found, 0.0)], "/b.mov": [(other, 0.0)]})

    assert laid.speech == (SpeechSpan(0.0, 4.0, 0.9, -20, "one two"),)


def test_silence_is_where_every_sound_is_silent_or_none_is_placed() -> None:
    found = sensed(silences=(SilenceSpan(2.0, 4.0),))
    tracks = (Track("1", sounds=(Sound(Span(0, 150), A),)),
              Track("2", sounds=(Sound(Span(75, 150), B),)))  # fmt: skip

    laid = lay_evidence(
        edit(shot(0, 200), tracks=tracks), {"/a.mov": [(found, 0.0)], "/b.mov": [(sensed(), 0.0)]}
    )

    assert laid.silences == (SilenceSpan(2.0, 3.0), SilenceSpan(6.0, 8.0))


def test_without_any_sound_nothing_is_said_about_silence() -> None:
    found = sensed(modalities=("picture",))

    laid = lay_evidence(edit(shot(0, 100)), {"/a.mov": [(found, 0.0)]})

    assert laid.silences == ()
    assert laid.loudness_lufs is None
    assert laid.modalities == ("picture",)


def test_offline_media_leaves_its_cuts_and_a_note() -> None:
    gone = Media(r"D:\cuts\gone.mov", offline=True)
    half = edit(shot(0, 50, A), shot(50, 100, gone), notes=("gone.mov is not on this machine.",))

    laid = lay_evidence(half, {"/a.mov": [(sensed(), 0.0)]})

    assert [cut.frame for cut in laid.cuts] == [50]
    assert laid.notes == ("gone.mov is not on this machine.",)


def test_parts_of_a_file_far_apart_are_sensed_apart() -> None:
    head, tail = shot(0, 50, A, 0), shot(50, 100, A, 3540)
    used = edit(head, tail)
    found = [
        (Evidence(RATE, 50, ("picture",), cuts=(Cut(10, 0.9),)), 0.0),
        (Evidence(RATE, 50, ("picture",), cuts=(Cut(20, 0.8),)), 3540.0),
    ]

    laid = lay_evidence(used, {"/a.mov": found})

    assert used_parts(used) == {"/a.mov": ((0.0, 2.0), (3540.0, 3542.0))}
    assert laid.cuts == (Cut(10, 0.9), Cut(50, 1.0), Cut(70, 0.8))


def test_temp_music_is_neither_sensed_nor_heard() -> None:
    loud = sensed(curves=(Curve("loudness", 10.0, (-10.0,) * 400, "x"),))
    tracks = (
        Track("A1", "dialogue", (Sound(Span(0, 50), A),)),
        Track("MX", "music", (Sound(Span(0, 100), B),)),
    )

    laid = lay_evidence(edit(tracks=tracks), {"/a.mov": [(loud, 0.0)], "/b.mov": [(loud, 0.0)]})

    curve = laid.curve("loudness")
    assert curve is not None
    assert (curve.values[0], curve.values[-1]) == (pytest.approx(-10), -70)
    assert laid.silences == (SilenceSpan(2.0, 4.0),)
    assert set(used_parts(edit(tracks=tracks))) == {"/a.mov"}


def test_a_change_of_speed_in_running_picture_is_no_cut() -> None:
    ramp = edit(shot(0, 50), shot(50, 100, A, 2, speed=Fraction(2)), shot(100, 150, A, 6, speed=Fraction(0)))

    assert lay_evidence(ramp, {}).cuts == ()


def test_only_the_parts_that_the_range_uses_are_named() -> None:
    tracks = (Track("VO", sounds=(Sound(Span(0, 200), B, Fraction(3)),)),)
    shots = (shot(0, 50, A, 10), shot(50, 150, A, 2), shot(150, 200, Media("/c", offline=True)))

    parts = used_parts(edit(*shots, tracks=tracks, scored=Span(25, 200)))

    assert parts == {"/a.mov": ((2.0, 12.0),), "/b.mov": ((4.0, 11.0),)}


def test_a_reversed_shot_names_its_part_forwards_and_lays_cuts_backwards() -> None:
    back = shot(0, 100, A, 8, speed=Fraction(-1))

    laid = lay_evidence(edit(back), {"/a.mov": [(sensed(cuts=(Cut(150, 0.9),)), 0.0)]})

    assert used_parts(edit(back)) == {"/a.mov": ((4.0, 8.0),)}
    assert [cut.frame for cut in laid.cuts] == [50]


def test_detected_cuts_divide_a_film_into_shots() -> None:
    film = edit(shot(0, 1_000))
    found = sensed(cuts=(Cut(250, 0.9), Cut(500, 0.6, "dip", 12)))

    divided = with_detected_shots(film, found)

    assert [s.record for s in divided.shots] == [Span(0, 250), Span(250, 500), Span(500, 1_000)]
    assert [s.confidence for s in divided.shots] == [1.0, 0.9, 0.6]
    assert divided.shots[2].source_start_s == 20
    assert divided.shots[2].transition_in == "fade_in"
    assert lay_evidence(divided, {"/a.mov": [(found, 0.0)]}).cuts[0] == Cut(250, 0.9)


def test_evidence_of_a_part_counts_from_the_start_of_that_part() -> None:
    used = edit(shot(0, 100, A, 10), scored=Span(25, 100))
    parts = used_parts(used)
    found = Evidence(
        RATE,
        75,
        ("picture", "sound"),
        cuts=(Cut(25, 0.9),),
        speech=(SpeechSpan(0.0, 1.0, 0.9),),
        curves=(Curve("motion", 4.0, (0.0, 1.0) * 6, "flow"),),
        loudness_lufs=-19.0,
    )

    laid = lay_evidence(used, {"/a.mov": [(found, 11.0)]})

    assert parts == {"/a.mov": ((11.0, 14.0),)}
    assert [cut.frame for cut in laid.cuts] == [50]
    assert [(s.start_s, s.end_s) for s in laid.speech] == [(1.0, 2.0)]
    assert laid.curves[0].values[4:8] == (0.0, 1.0, 0.0, 1.0)
    assert laid.loudness_lufs == -19.0
