"""What 21.1 gave to items, in the fake Resolve."""

from __future__ import annotations

from fakes.resolve_stage import Stage


def new_stage() -> Stage:
    return Stage(version="21.1")


def test_items_tell_their_type() -> None:
    """nle.md 1.3, R21.1."""
    stage = new_stage()
    stage.world.hands.transition(stage.picture, 96, 12)

    kinds = [item.GetType() for item in stage.timeline.GetItemListInTrack("video", 1)]

    assert kinds == ["video", "transition", "video"]
    assert stage.item("audio", 1).GetType() == "audio"


def test_properties_are_set_all_or_nothing() -> None:
    """nle.md 1.3: AudioVolume -100..30 dB, AudioPan -100..100."""
    item = new_stage().item("audio", 1)

    assert item.SetProperties({"AudioVolume": -6.0, "AudioPan": 900}) is False
    assert item.GetProperties()["AudioVolume"] == 0.0
    assert item.SetProperties({"AudioVolume": -6.0, "AudioVolumeEnabled": True}) is True
    assert item.GetProperties()["AudioVolume"] == -6.0
    assert item.SetProperties({"Banana": 1}) is False


def test_fades_read_back_floats_and_a_partial_dict_keeps_the_other_side() -> None:
    """nle.md 1.3, DB: FadeIn 6 survived {FadeOut: 12}; reads 12.0."""
    item = new_stage().item("audio", 1)

    assert item.SetFades({"FadeIn": 6}) is True
    assert item.SetFades({"FadeOut": 12}) is True

    assert item.GetFades() == {"FadeIn": 6.0, "FadeOut": 12.0}
    assert isinstance(item.GetFades()["FadeOut"], float)


def test_a_transition_needs_an_alignment() -> None:
    """nle.md 1.3, DB: None, and nothing changes."""
    stage = new_stage()
    item = stage.item("video", 1)

    assert item.AddTransition({"type": "Cross Dissolve", "category": "simple", "position": "end"}) is None
    assert len(stage.timeline.GetItemListInTrack("video", 1)) == 2


def test_a_centred_transition_lands_over_the_cut() -> None:
    """DB: end + center, 12 frames at a hard cut 86851 lands 86845-86857."""
    stage = new_stage()

    made = stage.item("video", 1).AddTransition(
        {
            "type": "Cross Dissolve",
            "category": "simple",
            "position": "end",
            "alignment": "center",
            "duration": 12,
        }
    )

    assert (made.GetStart(), made.GetEnd(), made.GetType()) == (86490, 86502, "transition")


def test_a_transition_at_the_tail_ends_on_the_last_frame() -> None:
    """DB: end + left, a dissolve to black; 12 / 0 in the export."""
    stage = new_stage()

    made = stage.item("video", 1, 1).AddTransition({"position": "end", "alignment": "left", "duration": 12})

    assert (made.GetStart(), made.GetEnd()) == (86628, stage.timeline.GetEndFrame())


def test_a_second_transition_on_an_edge_fails() -> None:
    """DB."""
    stage = new_stage()
    options = {"position": "start", "alignment": "right", "duration": 12}

    first = stage.item("video", 1).AddTransition(options)

    assert first is not None
    assert stage.item("video", 1).AddTransition(options) is None


def test_without_handles_a_centred_transition_fails() -> None:
    """AT: with zero handles the native call returned None."""
    stage = new_stage()
    short = stage.world.hands.footage("/rushes/short.mov", 48)
    stage.world.hands.place(stage.picture, short, 240, 48)

    assert stage.item("video", 1, 1).AddTransition({"position": "end", "alignment": "center"}) is None


def test_sound_takes_only_its_own_cross_fade() -> None:
    """nle.md 1.3, DB: 'Cross Fade 0 dB' in category 'audio'; 'Cross Dissolve' is None."""
    item = new_stage().item("audio", 1)
    edge = {"position": "end", "alignment": "left", "duration": 12}

    assert item.AddTransition({**edge, "type": "Cross Dissolve", "category": "simple"}) is None
    assert item.AddTransition({**edge, "type": "Cross Fade 0 dB", "category": "audio"}) is not None


def test_a_speed_without_ripple_moves_nothing() -> None:
    """DB: True; the item keeps its span, the timeline's end is unchanged."""
    stage = new_stage()
    item = stage.item("video", 1)

    assert item.SetSpeed({"Percentage": 50}) is True

    assert (item.GetDuration(), stage.timeline.GetEndFrame()) == (96, 86640)
    assert item.GetSpeed()["Percentage"] == 50.0


def test_a_speed_with_ripple_cuts_the_unlinked_music() -> None:
    """nle.md 1.3, DB: the shot halves, later items move, 97 frames of the mix on A1 are gone."""
    stage = new_stage()
    music = stage.world.hands.sound("/mix.wav", 10)
    under = stage.world.hands.track(stage.sequence, "audio")
    stage.world.hands.place(under, music, 0, 240)

    stage.item("video", 1).SetSpeed({"Percentage": 200, "RippleTimeline": True})

    pieces = [(i.start, i.end, i.source) for i in under.sorted_items()]
    assert pieces == [(86400, 86448, 0), (86448, 86592, 96)]
    assert stage.item("video", 1, 1).GetStart() == 86448


def test_normalizing_takes_items() -> None:
    """R21.1 `NormalizeAudioLevel`."""
    stage = new_stage()

    assert stage.timeline.NormalizeAudioLevel([stage.item("audio", 1)], {"targetLoudness": -24.0}) is True
    assert stage.timeline.GetNormalizeAudioModes() == ["Sample Peak Program"]
