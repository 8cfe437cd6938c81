"""FCP7 XML becomes an edit, as Final Cut Pro 7, Premiere and Resolve write it."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest
from fcp7_files import clip, file, key, marker, rate, remap, sequence, track, transition, write

from ningbgm_agents.errors import TimelineError
from ningbgm_agents.timeline import Edit, Span
from ningbgm_daemon.timeline.fcp7_reader import read_fcp7


def edit_of(tmp_path: Path, *sequences: str) -> Edit:
    return read_fcp7(write(tmp_path / "cut.xml", *sequences))


def shots(edit: Edit) -> list[tuple[str, int, int, int]]:
    """Name, record and the source's first frame, in frames of the edit."""
    return [
        (s.name or s.kind, s.record.start, s.record.end, round(s.source_start_s * edit.rate.fps))
        for s in edit.shots
    ]


@pytest.mark.parametrize(
    ("timebase", "ntsc", "shown", "told", "start", "first"),
    [
        (24, True, "NDF", "23.976", 86_400, "01:00:00:00"),
        (24, False, "NDF", "24", 86_400, "01:00:00:00"),
        (25, False, "NDF", "25", 90_000, "01:00:00:00"),
        (30, True, "DF", "29.97 DF", 107_892, "01:00:00;00"),
        (30, True, "NDF", "29.97", 108_000, "01:00:00:00"),
        (50, False, "NDF", "50", 180_000, "01:00:00:00"),
        (60, True, "DF", "59.94 DF", 215_784, "01:00:00;00"),
        (60, False, "NDF", "60", 216_000, "01:00:00:00"),
    ],
)
def test_every_rate_counts_as_it_is_written(
    timebase: int, ntsc: bool, shown: str, told: str, start: int, first: str, tmp_path: Path
) -> None:
    text = "01;00;00;00" if shown == "DF" else "01:00:00:00"
    code = f"<timecode><string>{text}</string><displayformat>{shown}</displayformat></timecode>"
    with_frame = code.replace("<displayformat>", f"<frame>{start}</frame><displayformat>")

    for said in (code, with_frame):
        edit = edit_of(
            tmp_path, sequence(track(clip("a", 0, 48, 10, 58)), extra=said, own_rate=rate(timebase, ntsc))
        )

        assert (str(edit.rate), edit.start_frame, str(edit.timecode(0))) == (told, start, first)
        assert shots(edit) == [("a", 0, 48, 10)]


def test_tracks_gaps_and_disabled_things(tmp_path: Path) -> None:
    lower = track(clip("a", 0, 100, 0, 100), clip("b", 120, 150, 5, 35))
    upper = track(clip("c", 20, 40, 0, 20), clip("off", 50, 60, 0, 10, enabled=False))
    hidden = track(clip("d", 0, 150, 0, 150), enabled=False)

    edit = edit_of(tmp_path, sequence(lower + upper + hidden))

    assert shots(edit) == [
        ("a", 0, 20, 0), ("c", 20, 40, 0), ("a", 40, 100, 40), ("gap", 100, 120, 0), ("b", 120, 150, 5),
    ]  # fmt: skip


def test_a_transition_is_a_cut_in_its_middle_however_its_neighbours_count(tmp_path: Path) -> None:
    # Premiere counts to the far end of the transition, Resolve to the cut
    premiere = track(clip("a", 0, -1, 0, 60), transition(40, 60), clip("b", -1, 100, 7, 67))
    resolve = track(clip("a", 0, -1, 0, 50), transition(40, 60), clip("b", -1, 100, 17, 67))

    for tracks in (premiere, resolve):
        edit = edit_of(tmp_path, sequence(tracks))

        assert shots(edit) == [("a", 0, 50, 0), ("b", 50, 100, 17)]
        assert (edit.shots[1].transition_in, edit.shots[1].transition_frames) == ("dissolve", 20)


def test_a_clip_between_two_transitions_finds_both_ends(tmp_path: Path) -> None:
    edit = edit_of(
        tmp_path,
        sequence(
            track(
                clip("a", 0, -1, 0, 60),
                transition(40, 60),
                clip("b", -1, -1, 0, 80),
                transition(100, 120, name="Wipe"),
                clip("c", -1, 200, 0, 100),
            )
        ),
    )

    assert shots(edit) == [("a", 0, 50, 0), ("b", 50, 110, 10), ("c", 110, 200, 10)]
    assert edit.shots[2].transition_in == "wipe"


def test_fades_from_and_to_black(tmp_path: Path) -> None:
    faded = track(
        transition(0, 10, "start-black"),
        clip("a", -1, -1, 0, 50),
        transition(40, 50, "end-black"),
        clip("b", 60, 80, 0, 20),
    )

    edit = edit_of(tmp_path, sequence(faded))

    assert [(s.kind, s.record, s.transition_in) for s in edit.shots] == [
        ("clip", Span(0, 45), "fade_in"),
        ("gap", Span(45, 60), "fade_out"),
        ("clip", Span(60, 80), "cut"),
    ]


def test_a_fade_over_a_lower_track_is_a_dissolve(tmp_path: Path) -> None:
    lower = track(clip("below", 0, 100, 0, 100))
    upper = track(clip("above", 0, -1, 0, 50), transition(30, 50, "end-black"))

    edit = edit_of(tmp_path, sequence(lower + upper))

    assert shots(edit) == [("above", 0, 40, 0), ("below", 40, 100, 40)]
    assert edit.shots[1].transition_in == "dissolve"


def test_in_and_out_count_in_the_clips_own_rate(tmp_path: Path) -> None:
    half = clip("a", 100, 200, 10, 60, own_rate=rate(15))

    edit = edit_of(tmp_path, sequence(track(half), own_rate=rate(30)))

    assert edit.shots[1].source_start_s == Fraction(10, 15)
    assert edit.shots[1].record == Span(100, 200)


def test_ticks_are_sharper_than_frames(tmp_path: Path) -> None:
    half_a_frame = 254_016_000_000 // 50
    ticks = f"<pproTicksIn>{half_a_frame}</pproTicksIn><pproTicksOut>{half_a_frame * 41}</pproTicksOut>"

    edit = edit_of(tmp_path, sequence(track(clip("a", 0, 20, 0, 20, ticks))))

    assert edit.shots[0].source_start_s == Fraction(1, 50)


@pytest.mark.parametrize(
    ("effect", "first", "last", "speeds", "starts"),
    [
        (remap(200), 30, 80, [2], [60]),  # counted after the retime, as Final Cut and Premiere do
        (remap(200), 30, 130, [2], [30]),  # counted in source frames, as hand-made files do
        (remap(50), 10, 60, [Fraction(1, 2)], [5]),
        (remap(-100), 100, 150, [-1], [900]),
        (remap(100, key(0, 500) + key(500, 0), reverse=True), 100, 150, [-1], [400]),
        (remap(0, key(0, 33) + key(1000, 33)), 400, 450, [0], [33]),
        (remap(0), 12, 62, [0], [12]),
        (
            remap(100, key(0, 0) + key(20, 10) + key(1020, 2010), variable=True),
            0,
            50,
            [Fraction(1, 2), 2],
            [0, 10],
        ),
    ],
    ids=[
        "double",
        "double in source frames",
        "half",
        "reverse",
        "reverse by graph",
        "freeze",
        "held",
        "ramp",
    ],
)
def test_speed(
    effect: str, first: int, last: int, speeds: list[Fraction], starts: list[int], tmp_path: Path
) -> None:
    edit = edit_of(tmp_path, sequence(track(clip("a", 0, 50, first, last, effect))))

    assert [shot.speed for shot in edit.shots] == speeds
    assert [round(shot.source_start_s * 25) for shot in edit.shots] == starts
    assert edit.shots[-1].record.end == 50


def test_nonsense_in_premieres_helper_points_is_ignored(tmp_path: Path) -> None:
    helper = "<speedvirtualkf>TRUE</speedvirtualkf><speedkfout>TRUE</speedkfout>"
    keys = key(0, 0) + key(500, -1815255671, helper) + key(1000, 2000)

    edit = edit_of(tmp_path, sequence(track(clip("a", 0, 50, 100, 150, remap(99, keys, variable=True)))))

    assert (edit.shots[0].speed, edit.shots[0].source_start_s) == (2, 8)


def test_a_nested_sequence_shows_its_part(tmp_path: Path) -> None:
    inner = sequence(
        track(clip("x", 0, 100, 0, 100), clip("y", 100, 200, 50, 150)),
        extra=marker(110, "inside"),
        attributes=' id="nest"',
    )
    outer = track(
        clip("nest", 10, 60, 80, 130, source=inner),
        clip("again", 60, 80, 0, 20, source='<sequence id="nest"/>'),
    )

    edit = edit_of(tmp_path, sequence(outer))

    assert shots(edit) == [("gap", 0, 10, 0), ("x", 10, 30, 80), ("y", 30, 60, 50), ("x", 60, 80, 0)]
    assert [(m.frame, m.name) for m in edit.markers] == [(40, "inside")]


def test_a_nested_sequence_at_another_rate_and_speed(tmp_path: Path) -> None:
    inner = sequence(track(clip("x", 0, 100, 0, 100), clip("y", 100, 200, 0, 100)), own_rate=rate(50))
    outer = track(clip("nest", 0, 50, 0, 50, remap(200), source=inner))

    edit = edit_of(tmp_path, sequence(outer))

    # 2 s of the edit show 4 s of the nest, in which y begins after 2 s
    assert [(s.name, s.record.start, s.speed) for s in edit.shots] == [("x", 0, 2), ("y", 25, 2)]


def test_markers_have_their_place_colour_and_length(tmp_path: Path) -> None:
    on_clip = marker(15, "in the clip") + marker(500, "out of sight")
    red = "<color><alpha>255</alpha><red>200</red><green>30</green><blue>40</blue></color>"
    on_sequence = (
        marker(5, "music in", "now", 30)
        + marker(7, "", extra="<pproColor>4294741314</pproColor>")
        + marker(8, "r", extra=red)
    )

    edit = edit_of(tmp_path, sequence(track(clip("a", 20, 50, 10, 40, on_clip)), extra=on_sequence))

    assert [(m.frame, m.name, m.note, m.colour, m.duration) for m in edit.markers] == [
        (5, "music in", "now", "", 25),
        (7, "", "", "blue", 0),
        (8, "r", "", "red", 0),
        (25, "in the clip", "", "", 0),
    ]


def test_in_and_out_points_of_the_sequence_are_the_range(tmp_path: Path) -> None:
    video = track(clip("a", 0, 100, 0, 100))

    assert edit_of(tmp_path, sequence(video, extra="<in>10</in><out>60</out>")).scored == Span(10, 60)
    assert edit_of(tmp_path, sequence(video, extra="<in>-1</in><out>-1</out>")).scored is None
    assert edit_of(tmp_path, sequence(video, extra="<in>40</in><out>-1</out>")).scored == Span(40, 100)


def test_generators_titles_and_black(tmp_path: Path) -> None:
    place = "<start>0</start><end>10</end><in>0</in><out>10</out>"
    solid = f"<generatoritem><name>Solid Color</name>{place}</generatoritem>"
    words = (
        "<generatoritem><name>Text</name><start>10</start><end>30</end><in>0</in><out>20</out><effect>"
        "<effectid>Text</effectid><parameter><parameterid>str</parameterid><value>The end</value></parameter>"
        "</effect></generatoritem>"
    )
    graphic = clip(
        "Graphic",
        30,
        40,
        90_000,
        90_010,
        "<filter><effect><name>Hello</name><effectid>GraphicAndType</effectid></effect></filter>",
        source='<file id="g"><name>Graphic</name><mediaSource>GraphicAndType</mediaSource></file>',
    )
    black = clip("Black Video", 40, 50, 0, 10, source="<file><mediaSource>Slug</mediaSource></file>")

    edit = edit_of(tmp_path, sequence(track(solid, words, graphic, black)))

    assert [s.kind for s in edit.shots] == ["generator", "title", "title", "generator"]
    assert [(c.record, c.text, c.kind) for c in edit.captions] == [
        (Span(10, 30), "The end", "title"),
        (Span(30, 40), "Hello", "title"),
    ]


def test_audio_tracks_and_the_channels_of_one_sound(tmp_path: Path) -> None:
    stereo = [
        track(
            clip("song.wav", 0, 50, 0, 50),
            attributes=f' currentExplodedTrackIndex="{n}" MZ.TrackName="Music"',
        )
        for n in (0, 1)
    ]
    mono = [track(clip("voice.wav", 10, 30, 5, 25)) for _ in range(2)]
    off = track(clip("x.wav", 0, 50, 0, 50), enabled=False)

    edit = edit_of(tmp_path, sequence(track(clip("a", 0, 50, 0, 50)), "".join([*stereo, *mono, off])))

    assert [(t.name, t.use, len(t.sounds)) for t in edit.tracks] == [
        ("Music", "music", 1),
        ("A3", "dialogue", 1),
    ]
    assert edit.tracks[1].sounds[0].source_start_s == Fraction(5, 25)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("file://localhost/D%3a/media/a%20b.mov", "D:/media/a b.mov"),
        ("file:///C:/media/a.mov", "C:/media/a.mov"),
        ("file://localhost/Volumes/Disk/a.mov", "/Volumes/Disk/a.mov"),
    ],
)
def test_paths_of_other_machines_are_shown_as_they_are_there(url: str, shown: str, tmp_path: Path) -> None:
    edit = edit_of(tmp_path, sequence(track(clip("a", 0, 10, 0, 10, source=file("a", url)))))

    media = edit.shots[0].media
    assert media is not None
    assert (media.path, media.offline) == (shown, True)
    assert "on this machine" in edit.notes[0]


def test_a_file_written_once_is_known_everywhere(tmp_path: Path) -> None:
    (tmp_path / "a.mov").write_bytes(b"x")
    first = clip("one", 0, 10, 0, 10, source=file("a.mov"))
    second = clip("two", 10, 20, 50, 60, source='<file id="a.mov"/>')

    edit = edit_of(tmp_path, sequence(track(first, second)))

    assert [s.media and s.media.path for s in edit.shots] == [str(tmp_path / "a.mov")] * 2
    assert edit.notes == ()


def test_of_several_sequences_the_first_that_is_no_nest_is_read(tmp_path: Path) -> None:
    nest = sequence(track(clip("x", 0, 10, 0, 10)), attributes=' id="n"')
    main = sequence(track(clip("nest", 0, 10, 0, 10, source='<sequence id="n"/>')), attributes=' id="m"')

    edit = edit_of(tmp_path, f"<project><children>{nest}{main}</children></project>")

    assert shots(edit) == [("x", 0, 10, 0)]
    assert "other sequences" in edit.notes[0]


def test_a_sequence_inside_itself_is_refused(tmp_path: Path) -> None:
    loop = sequence(track(clip("me", 0, 10, 0, 10, source='<sequence id="s"/>')), attributes=' id="s"')

    with pytest.raises(TimelineError, match="nests more than"):
        edit_of(tmp_path, loop)


def test_what_is_no_sequence_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TimelineError, match="no sequence"):
        edit_of(tmp_path, "<clip><name>a</name></clip>")
    with pytest.raises(TimelineError, match="neither picture nor sound"):
        edit_of(tmp_path, sequence())
