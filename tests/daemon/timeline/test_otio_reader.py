"""OpenTimelineIO timelines become edits: what the viewer sees, what is heard, exactly when."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import opentimelineio as otio
import pytest

from ningbgm_agents.errors import TimelineError
from ningbgm_agents.timeline import Edit, FrameRate, Span
from ningbgm_daemon.timeline.otio_reader import read_otio

Writer = Callable[..., Path]
Range = otio.opentime.TimeRange
Time = otio.opentime.RationalTime


def span(start: float, duration: float, rate: float = 24) -> Range:
    return Range(Time(start, rate), Time(duration, rate))


def clip(
    name: str, start: float, duration: float, rate: float = 24, available: Range | None = None
) -> otio.schema.Clip:
    reference = otio.schema.ExternalReference(f"/nowhere/{name}.mov", available)
    return otio.schema.Clip(name, reference, span(start, duration, rate))


def gap(duration: float, rate: float = 24) -> otio.schema.Gap:
    return otio.schema.Gap(source_range=span(0, duration, rate))


def track(*items: otio.core.Composable, kind: str = "Video", name: str = "") -> otio.schema.Track:
    made = otio.schema.Track(name, kind=kind)
    made.extend(items)
    return made


def timeline(*tracks: otio.core.Item, start: Time | None = None) -> otio.schema.Timeline:
    made = otio.schema.Timeline("T", global_start_time=start)
    made.tracks.extend(tracks)
    return made


def shots(edit: Edit) -> list[tuple[str, int, int]]:
    return [(s.name or s.kind, s.record.start, s.record.end) for s in edit.shots]


def test_clips_follow_each_other_and_gaps_are_black(write: Writer) -> None:
    path = write(timeline(track(clip("a", 10, 24), gap(6), clip("b", 0, 12))))

    edit = read_otio(path)

    assert shots(edit) == [("a", 0, 24), ("gap", 24, 30), ("b", 30, 42)]
    assert edit.duration == 42
    assert edit.shots[0].source_start_s == Fraction(10, 24)


def test_the_upper_track_hides_the_lower_and_its_gaps_let_it_through(write: Writer) -> None:
    lower = track(clip("below", 0, 100))
    upper = track(gap(20), clip("above", 0, 30))

    edit = read_otio(write(timeline(lower, upper)))

    assert shots(edit) == [("below", 0, 20), ("above", 20, 50), ("below", 50, 100)]
    assert edit.shots[2].source_start_s == Fraction(50, 24)


def test_what_is_disabled_is_not_seen(write: Writer) -> None:
    hidden, off = clip("hidden", 0, 30), track(clip("off", 0, 50))
    hidden.enabled = False
    off.enabled = False

    edit = read_otio(write(timeline(track(clip("a", 0, 50)), track(gap(5), hidden), off)))

    assert shots(edit) == [("a", 0, 50)]


def test_a_disabled_clip_keeps_its_place(write: Writer) -> None:
    hidden = clip("hidden", 0, 30)
    hidden.enabled = False

    edit = read_otio(write(timeline(track(hidden, clip("a", 0, 10)))))

    assert shots(edit) == [("gap", 0, 30), ("a", 30, 40)]


def test_a_title_over_a_picture_cuts_nothing_but_over_black_it_is_a_title(write: Writer) -> None:
    def title() -> otio.schema.Clip:
        words = otio.schema.GeneratorReference(generator_kind="Text+")
        return otio.schema.Clip("Text+", words, span(0, 10))

    over = read_otio(write(timeline(track(clip("a", 0, 50)), track(gap(5), title()))))
    alone = read_otio(write(timeline(track(title(), clip("a", 0, 50)))))

    assert shots(over) == [("a", 0, 50)]
    assert [s.kind for s in alone.shots] == ["title", "clip"]


def test_a_generator_hides_what_is_below(write: Writer) -> None:
    colour = otio.schema.GeneratorReference(generator_kind="Solid Color")
    solid = otio.schema.Clip("Solid Color", colour, span(0, 10))

    edit = read_otio(write(timeline(track(clip("a", 0, 30)), track(gap(5), solid))))

    assert [(s.kind, s.record.start) for s in edit.shots] == [
        ("clip", 0), ("generator", 5), ("clip", 15),
    ]  # fmt: skip


def test_a_transition_becomes_a_cut_in_its_middle(write: Writer) -> None:
    dissolve = otio.schema.Transition("x", "SMPTE_Dissolve", Time(4, 24), Time(12, 24))

    edit = read_otio(write(timeline(track(clip("a", 0, 24), dissolve, clip("b", 24, 24)))))

    assert shots(edit) == [("a", 0, 28), ("b", 28, 48)]
    assert edit.shots[1].transition_in == "dissolve"
    assert edit.shots[1].transition_frames == 16
    assert edit.shots[1].source_start_s == Fraction(28, 24)


def test_a_transition_from_nothing_is_a_fade_in_and_a_wipe_is_a_wipe(write: Writer) -> None:
    fade = otio.schema.Transition("in", "SMPTE_Dissolve", Time(0, 24), Time(10, 24))
    wipe = otio.schema.Transition("Clock Wipe", "Custom_Transition", Time(2, 24), Time(2, 24))

    edit = read_otio(write(timeline(track(fade, clip("a", 0, 24), wipe, clip("b", 0, 24)))))

    assert [shot.transition_in for shot in edit.shots] == ["fade_in", "wipe"]
    assert edit.shots[0].record.start == 0


def test_speed_and_freeze_are_kept(write: Writer) -> None:
    fast, held = clip("fast", 0, 24), clip("held", 48, 12)
    fast.effects.append(otio.schema.LinearTimeWarp(time_scalar=2.5))
    held.effects.append(otio.schema.FreezeFrame())

    edit = read_otio(write(timeline(track(fast, held))))

    assert [(s.speed, s.record.duration) for s in edit.shots] == [(Fraction(5, 2), 24), (0, 12)]


def test_premiere_counts_a_retimed_clip_in_source_frames(write: Writer) -> None:
    # auto-editor `otio.nim`: visible = duration / time_scalar
    fast = clip("fast", 0, 24)
    fast.effects.append(otio.schema.LinearTimeWarp(time_scalar=2.0))
    made = timeline(track(fast, clip("b", 0, 10)))
    made.tracks.metadata["PremierePro_OTIO"] = {"VideoFrameRate": 24}

    edit = read_otio(write(made))

    assert shots(edit) == [("fast", 0, 12), ("b", 12, 22)]


def test_a_reversed_clip_starts_at_the_end_of_what_it_uses(write: Writer) -> None:
    back = clip("back", 24, 48, available=span(0, 240))
    back.effects.append(otio.schema.LinearTimeWarp(time_scalar=-1.0))

    shot = read_otio(write(timeline(track(back)))).shots[0]

    assert (shot.source_start_s, shot.speed) == (3, -1)


def test_nested_sequences_are_flattened_trimmed_and_retimed(write: Writer) -> None:
    nested = otio.schema.Stack("nest", source_range=span(10, 20))
    nested.append(track(clip("a", 0, 20), clip("b", 100, 40)))
    nested.effects.append(otio.schema.LinearTimeWarp(time_scalar=2.0))

    edit = read_otio(write(timeline(track(clip("x", 0, 5), nested))))

    assert shots(edit) == [("x", 0, 5), ("a", 5, 10), ("b", 10, 25)]
    assert edit.shots[1].source_start_s == Fraction(10, 24)
    assert edit.shots[2].speed == 2


def test_media_timecode_is_compared_in_seconds(write: Writer) -> None:
    # Resolve: source range in the timeline's rate, available range in the media's own
    available = span(90_000, 500, 25)

    edit = read_otio(write(timeline(track(clip("a", 86_400 + 12, 24, 24, available)))))

    assert edit.shots[0].source_start_s == Fraction(1, 2)


def test_where_the_timeline_says_no_range_the_media_is_asked_for_its_timecode(
    write: Writer, tmp_path: Path
) -> None:
    (tmp_path / "a.mov").write_bytes(b"x")
    made = clip("a", 86_400 + 36, 24)
    made.media_reference.target_url = "a.mov"

    edit = read_otio(write(timeline(track(made))), media_start_s=lambda _path: Fraction(3_600))

    assert edit.shots[0].source_start_s == Fraction(3, 2)


def test_the_noise_of_floats_does_not_move_a_source(write: Writer) -> None:
    # hiero writes 23.976024627685547 beside 23.976
    available = span(345_619.0, 73, 23.976)
    noisy = clip("a", 345_623.3550172907, 24, 23.976024627685547, available)

    edit = read_otio(write(timeline(track(noisy))))

    assert edit.rate.fps == Fraction(24000, 1001)
    assert edit.shots[0].source_start_s == Fraction(4 * 1001, 24000)


def test_a_source_that_counts_from_zero_beside_a_timecode_starts_there(write: Writer) -> None:
    edit = read_otio(write(timeline(track(clip("a", 48, 24, 24, span(86_400, 240))))))

    assert edit.shots[0].source_start_s == 2


@pytest.mark.parametrize(
    ("rate", "fps"),
    [
        (23.976, Fraction(24000, 1001)),
        (23.976024627685547, Fraction(24000, 1001)),
        (29.97, Fraction(30000, 1001)),
        (59.94005994005994, Fraction(60000, 1001)),
        (25.0, Fraction(25)),
    ],
)
def test_rates_are_snapped_exactly(write: Writer, rate: float, fps: Fraction) -> None:
    edit = read_otio(write(timeline(track(clip("a", 0, 100, rate)), start=Time(3600 * 25, rate))))

    assert edit.rate == FrameRate(fps)
    assert edit.start_frame == 90_000
    assert edit.duration == 100


def test_drop_frame_is_believed_where_it_is_told(write: Writer) -> None:
    made = timeline(track(clip("a", 0, 100, 29.97)), start=Time(107_892, 29.97))
    made.metadata["fcp_xml"] = {"timecode": {"displayformat": "DF"}}

    edit = read_otio(write(made))

    assert str(edit.timecode(0)) == "01:00:00;00"


def test_markers_of_stack_track_and_clip_land_on_their_frames(write: Writer) -> None:
    marked, lane = clip("a", 100, 48), track(gap(10))
    marked.markers.append(otio.schema.Marker("hit", span(112, 1), "RED"))
    marked.markers[0].metadata["Resolve_OTIO"] = {"Note": "door slams"}
    lane.append(marked)
    lane.markers.append(otio.schema.Marker("lane", span(3, 0), "GREEN", comment="said"))
    made = timeline(lane)
    made.tracks.markers.append(otio.schema.Marker("top", span(30, 12), "BLUE"))

    markers = read_otio(write(made)).markers

    assert [(m.frame, m.name, m.note, m.colour) for m in markers] == [
        (3, "lane", "said", "green"),
        (22, "hit", "door slams", "red"),
        (30, "top", "", "blue"),
    ]
    assert markers[2].duration == 12


def test_audio_tracks_keep_their_sounds_and_tell_their_use(write: Writer) -> None:
    made = timeline(
        track(clip("a", 0, 100)),
        track(gap(10), clip("boom", 24, 48), kind="Audio", name="DIALOGUE 1"),
        track(clip("SFX_door", 0, 10), kind="Audio", name="A2"),
        track(clip("something", 0, 10), kind="Audio", name="A3"),
        track(clip("old", 0, 10), kind="Audio", name="NingBGM melody"),
    )

    tracks = read_otio(write(made)).tracks

    assert [(t.name, t.use) for t in tracks] == [
        ("DIALOGUE 1", "dialogue"), ("A2", "effects"), ("A3", "unknown"),
    ]  # fmt: skip
    assert tracks[0].sounds[0].record == Span(10, 58)
    assert tracks[0].sounds[0].source_start_s == 1


def test_media_that_is_nowhere_is_named_and_offline(write: Writer) -> None:
    edit = read_otio(write(timeline(track(clip("a", 0, 10)))))

    assert edit.shots[0].media is not None
    assert edit.shots[0].media.offline
    assert edit.shots[0].media.path == "/nowhere/a.mov"


def test_any_root_that_holds_picture_will_do(write: Writer) -> None:
    bare, stack = clip("a", 0, 10), otio.schema.Stack("s")
    stack.append(track(clip("a", 0, 10)))
    roots = [
        bare,
        stack,
        track(clip("a", 0, 10)),
        otio.schema.SerializableCollection("c", [timeline(track(clip("a", 0, 10)))]),
    ]

    for root in roots:
        assert shots(read_otio(write(root))) == [("a", 0, 10)]


def test_sound_alone_is_an_edit_too(write: Writer) -> None:
    sound = track(clip("vo", 0, 96_000, 48_000), kind="Audio")

    edit = read_otio(write(timeline(sound)))

    assert (edit.shots, edit.rate.fps, edit.duration) == ((), 25, 50)


@pytest.mark.parametrize(
    "root",
    [
        timeline(),
        timeline(track(gap(100))),
        otio.schema.Marker(),
        otio.schema.SerializableCollection("c", []),
    ],
)
def test_what_holds_nothing_is_refused(write: Writer, root: otio.core.SerializableObject) -> None:
    with pytest.raises(TimelineError):
        read_otio(write(root))


def test_nests_without_end_are_refused(write: Writer) -> None:
    item: otio.core.Item = clip("a", 0, 10)
    for _ in range(30):
        stack = otio.schema.Stack()
        stack.append(item)
        item = stack

    with pytest.raises(TimelineError, match="nest"):
        read_otio(write(timeline(track(item))))


def test_a_timeline_longer_than_a_day_is_refused(write: Writer) -> None:
    with pytest.raises(TimelineError, match="24 hours"):
        read_otio(write(timeline(track(clip("a", 0, 24 * 86_400 + 1), clip("b", 0, 1)))))


def test_a_content_folder_is_read_with_its_own_media(tmp_path: Path) -> None:
    folder = tmp_path / "cut.otiod"
    (folder / "media").mkdir(parents=True)
    (folder / "media" / "a b#1.mov").write_bytes(b"x")
    piece = clip("a", 0, 10)
    piece.media_reference.target_url = "media/a%20b%231.mov"
    otio.adapters.write_to_file(
        timeline(track(piece)), str(folder / "content.otio"), adapter_name="otio_json"
    )

    edit = read_otio(folder)

    assert edit.shots[0].media is not None
    assert edit.shots[0].media.path == str(folder / "media" / "a b#1.mov")
