"""CMX3600 edit lists become edits, in all their dialects."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from ningbgm_agents.errors import TimelineError
from ningbgm_agents.timeline import Edit, FrameRate, Span
from ningbgm_daemon.timeline.edl_reader import read_edl
from ningbgm_daemon.timeline.media_path import MediaFinder

AT_25 = FrameRate(Fraction(25))
AT_24 = "001  A  V  C  00:00:01:21 00:00:07:03 01:00:00:00 01:00:05:06\n"


def read(tmp_path: Path, text: str, rate: FrameRate | None = AT_25) -> Edit:
    path = tmp_path / "cut.edl"
    path.write_bytes(text.encode())
    return read_edl(path, rate=rate)


def shots(edit: Edit) -> list[tuple[str, int, int, int]]:
    """Name, record and the source's first frame, in frames of the edit."""
    return [
        (s.name or s.kind, s.record.start, s.record.end, round(s.source_start_s * edit.rate.fps))
        for s in edit.shots
    ]


CUTS = """TITLE: Two
FCM: NON-DROP FRAME

001  REEL1    V     C        01:00:00:10 01:00:02:10 10:00:00:00 10:00:02:00
* FROM CLIP NAME: first.mov
002  REEL2    V     C        02:00:00:00 02:00:01:00 10:00:02:12 10:00:03:12
* FROM CLIP NAME: second.mov
"""


def test_events_lie_at_their_record_times(tmp_path: Path) -> None:
    edit = read(tmp_path, CUTS)

    assert (edit.name, str(edit.timecode(0)), edit.duration) == ("Two", "10:00:00:00", 87)
    assert shots(edit) == [("first.mov", 0, 50, 90_010), ("gap", 50, 62, 0), ("second.mov", 62, 87, 180_000)]


@pytest.mark.parametrize(
    "odd",
    [
        CUTS.replace("\n", "\r\n"),
        CUTS.replace("  ", "\t"),
        "\ufeff" + CUTS.lower().replace("first.mov", "first.mov"),
        CUTS.replace("V     C        ", "V C "),
        CUTS.replace("* FROM CLIP NAME", "*  FROM CLIP NAME"),
        CUTS.replace("* FROM CLIP NAME: ", "* FROM CLIP NAME:"),
        CUTS.replace("FCM: NON-DROP FRAME\n", ""),
        CUTS.replace("001  REEL1", "000001  REEL1"),
        CUTS + "\x1a\x1a\n",
        CUTS.replace("* FROM", "FROM"),
    ],
)
def test_odd_spelling_changes_nothing(odd: str, tmp_path: Path) -> None:
    edit = read(tmp_path, odd)

    assert [(name, start, end) for name, start, end, _ in shots(edit)] == [
        ("first.mov", 0, 50), ("gap", 50, 62), ("second.mov", 62, 87),
    ]  # fmt: skip


def test_a_dissolve_of_two_lines_is_a_cut_in_its_middle(tmp_path: Path) -> None:
    edit = read(
        tmp_path,
        """001  A   V  C     00:00:00:00 00:00:02:00 01:00:00:00 01:00:02:00
002  A   V  C     00:00:02:00 00:00:02:00 01:00:02:00 01:00:02:00
002  B   V  D 010 00:00:10:00 00:00:12:00 01:00:02:00 01:00:04:00
* FROM CLIP NAME: a.mov
* TO CLIP NAME: b.mov
003  C   V  C     00:00:00:00 00:00:00:20 01:00:04:00 01:00:04:20
003  D   V  W001 020 00:00:00:00 00:00:02:00 01:00:04:20 01:00:06:20
""",
    )

    assert shots(edit) == [("A", 0, 55, 0), ("b.mov", 55, 100, 255), ("C", 100, 130, 0), ("D", 130, 170, 10)]
    assert [(s.transition_in, s.transition_frames) for s in edit.shots] == [
        ("cut", 0), ("dissolve", 10), ("cut", 0), ("wipe", 20),
    ]  # fmt: skip


def test_black_makes_fades(tmp_path: Path) -> None:
    edit = read(
        tmp_path,
        """001  BL  V  C     00:00:00:00 00:00:00:00 01:00:00:00 01:00:00:00
001  A   V  D 025 00:00:00:00 00:00:02:00 01:00:00:00 01:00:02:00
002  A   V  C     00:00:02:00 00:00:02:00 01:00:02:00 01:00:02:00
002  BL  V  D 010 00:00:00:00 00:00:01:00 01:00:02:00 01:00:03:00
""",
    )

    assert [(s.kind, s.record, s.transition_in, s.transition_frames) for s in edit.shots] == [
        ("clip", Span(0, 55), "fade_in", 25),
        ("gap", Span(55, 60), "fade_out", 10),
    ]


def test_keys_lie_over_the_picture(tmp_path: Path) -> None:
    edit = read(
        tmp_path,
        """001  BG  V  K B     00:00:00:00 00:00:04:00 01:00:00:00 01:00:04:00
001  FG  V  K   000 00:00:10:00 00:00:12:00 01:00:01:00 01:00:03:00
* FROM CLIP NAME: plate.mov
* KEY CLIP NAME: title.mov
002  FG2 V  K O 010 00:00:10:00 00:00:11:00 01:00:05:00 01:00:06:00
""",
    )

    assert shots(edit) == [("plate.mov", 0, 100, 0), ("gap", 100, 125, 0), ("FG2", 125, 150, 250)]


@pytest.mark.parametrize(
    ("source", "motion", "speed", "first"),
    [
        ("00:00:10:00 00:00:12:00", "M2   A   050.0   00:00:10:00", 2, 250),
        ("00:00:10:00 00:00:14:00", "M2   A   050.0   00:00:10:00", 2, 250),
        ("00:00:10:00 00:00:12:00", "M2   A   025.0   00:00:10:00", 1, 250),
        ("00:00:10:00 00:00:12:00", "M2   A   012.5   00:00:10:00", Fraction(1, 2), 250),
        ("00:00:10:00 00:00:10:01", "M2   A   000.0   00:00:10:00", 0, 250),
        ("00:00:10:00 00:00:10:01", "* * FREEZE FRAME", 0, 250),
        ("00:00:10:00 00:00:10:01", "", 0, 250),
        ("00:00:10:00 00:00:14:00", "", 2, 250),
        ("00:00:10:00 00:00:13:24", "", 2, 250),
        # Final Cut and Avid name the frame that is seen first, Premiere the range that is used
        ("00:00:10:00 00:00:12:00", "M2   A  -035.0   00:00:10:00", Fraction(-7, 5), 250),
        ("00:00:10:00 00:00:10:01", "M2   A  -025.0   00:00:10:00", -1, 250),
        ("00:00:00:00 00:00:02:00", "M2   A   -25.0   00:00:00:00", -1, 50),
        ("00:00:10:00 00:00:14:00", "M2   A  -050.0   00:00:10:00", -2, 350),
    ],
)
def test_speed(source: str, motion: str, speed: Fraction, first: int, tmp_path: Path) -> None:
    edit = read(tmp_path, f"001  A   V  C   {source} 01:00:00:00 01:00:02:00\n{motion}\n")

    assert edit.shots[0].record == Span(0, 50)
    assert edit.shots[0].speed == speed
    assert shots(edit)[0][3] == first


def test_speed_belongs_to_the_reel_that_it_names(tmp_path: Path) -> None:
    edit = read(
        tmp_path,
        """001  A   V  C     00:00:00:00 00:00:01:00 01:00:00:00 01:00:01:00
001  B   V  D 010 00:00:10:00 00:00:12:00 01:00:01:00 01:00:03:00
M2   B   050.0   00:00:10:00
""",
    )

    assert [s.speed for s in edit.shots] == [1, 2]
    assert shots(edit)[1] == ("B", 30, 75, 260)


def test_channels_are_tracks(tmp_path: Path) -> None:
    edit = read(
        tmp_path,
        """001  A   B     C  00:00:00:00 00:00:02:00 01:00:00:00 01:00:02:00
* FROM CLIP NAME: scene.mov
002  S   A2    C  00:00:00:00 00:00:01:00 01:00:00:00 01:00:01:00
* FROM CLIP NAME: song music.wav
003  F   AA    C  00:00:00:00 00:00:01:00 01:00:02:00 01:00:03:00
AUD  3
004  G   A3/V2 C  00:00:05:00 00:00:06:00 01:00:01:00 01:00:02:00
005  N   NONE  C  00:00:00:00 00:00:01:00 01:00:02:00 01:00:03:00
""",
    )

    assert shots(edit) == [("scene.mov", 0, 25, 0), ("G", 25, 50, 125), ("gap", 50, 75, 0)]
    assert [(t.name, t.use, [s.name for s in t.sounds]) for t in edit.tracks] == [
        ("A1", "unknown", ["scene.mov", "F"]),
        ("A2", "music", ["song music.wav", "F"]),
        ("A3", "unknown", ["G", "F"]),
    ]


def test_markers_of_avid_and_resolve(tmp_path: Path) -> None:
    avid = CUTS + "* LOC: 10:00:01:00 RED     music in\n"
    table = CUTS + "*\n*   1  White  EDITOR   10:00:02:00     V1     hit the door\n"
    edit = read(tmp_path, avid)
    listed = read(tmp_path, table)
    resolve = read(
        tmp_path,
        CUTS
        + """003  001   V  C  10:00:01:00 10:00:01:01 10:00:01:00 10:00:01:01
a note |C:ResolveColorSky |M:drop |D:12
""",
    )

    assert [(m.frame, m.name, m.colour) for m in edit.markers] == [(25, "music in", "red")]
    assert [(m.frame, m.name, m.note, m.colour) for m in listed.markers] == [
        (50, "hit the door", "EDITOR", "white")
    ]
    assert [(m.frame, m.name, m.note, m.colour, m.duration) for m in resolve.markers] == [
        (25, "drop", "a note", "sky", 12)
    ]
    assert len(resolve.shots) == 3


def test_a_list_of_markers_alone_is_refused(tmp_path: Path) -> None:
    text = "001  001  V  C  01:00:01:00 01:00:01:01 01:00:01:00 01:00:01:01\n |C:ResolveColorBlue |M:a |D:1\n"

    with pytest.raises(TimelineError, match="markers only"):
        read(tmp_path, text)


def test_record_time_runs_on_over_midnight(tmp_path: Path) -> None:
    edit = read(
        tmp_path,
        """001  A   V  C  00:00:00:00 00:00:02:00 23:59:59:00 00:00:01:00
002  B   V  C  23:59:59:12 00:00:00:12 00:00:01:00 00:00:02:00
""",
    )

    assert [(name, start, end) for name, start, end, _ in shots(edit)] == [("A", 0, 50), ("B", 50, 75)]
    assert str(edit.timecode(0)) == "23:59:59:00"


def test_later_events_lie_over_earlier_ones_and_empty_ones_show_nothing(tmp_path: Path) -> None:
    edit = read(
        tmp_path,
        """001  A   V  C  00:00:00:00 00:00:04:00 01:00:00:00 01:00:04:00
002  B   V  C  00:00:10:00 00:00:11:00 01:00:01:00 01:00:02:00
003  C   V  C  00:00:10:00 00:00:10:00 01:00:03:00 01:00:03:00
""",
    )

    assert shots(edit) == [("A", 0, 25, 0), ("B", 25, 50, 250), ("A", 50, 100, 50)]


def test_black_slugs_and_generators_have_no_media(tmp_path: Path) -> None:
    edit = read(
        tmp_path,
        """001  AX   V  C  00:00:00:00 00:00:01:00 01:00:00:00 01:00:01:00
* FROM CLIP NAME:  SLUG
002  GEN  V  C  00:00:00:00 00:00:01:00 01:00:01:00 01:00:02:00
* FROM CLIP NAME:  TEXT
003  AX   V  C  00:00:00:00 00:00:01:00 01:00:02:00 01:00:03:00
* FROM CLIP NAME: BLACK VIDEO
""",
    )

    assert [(s.kind, s.media) for s in edit.shots] == [
        ("generator", None),
        ("title", None),
        ("generator", None),
    ]


def test_media_is_found_by_the_names_in_comments(tmp_path: Path) -> None:
    folder = tmp_path / "rushes" / "day 1"
    folder.mkdir(parents=True)
    (folder / "A001C002_170614_R287.MXF").write_bytes(b"x")
    (folder / "B.mov").write_bytes(b"x")
    path = tmp_path / "cut.edl"
    path.write_text(
        """001  A001C002 V  C  01:00:10:00 01:00:11:00 01:00:00:00 01:00:01:00
* FROM CLIP NAME:  92-2A*
* SOURCE FILE: A001C002_170614_R287
002  AX       V  C  00:00:00:00 00:00:01:00 01:00:01:00 01:00:02:00
* FROM CLIP NAME: b.MOV
"""
    )

    edit = read_edl(path, MediaFinder(tmp_path, [tmp_path / "rushes"]), lambda _: Fraction(3600), rate=AT_25)

    names = [Path(s.media.path).name for s in edit.shots if s.media]
    assert names == ["A001C002_170614_R287.MXF", "B.mov"]
    assert [s.source_start_s for s in edit.shots] == [10, 0]
    assert edit.notes == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("001  A  V  C  00:00:00:00 00:00:00:24 01:00:00:00 01:00:00:24\n", "25"),
        ("001  A  V  C  00:00:00:00 00:00:00:29 01:00:00:00 01:00:00:29\n", "30"),
        ("001  A  V  C  00:00:00:00 00:00:00:49 01:00:00:00 01:00:00:49\n", "50"),
        ("001  A  V  C  00:00:00:00 00:00:00:59 01:00:00:00 01:00:00:59\n", "60"),
        # as long as its source at 24 only
        (AT_24, "24"),
        (AT_24 + "* SOURCE FILE: X_2398.MOV\n", "23.976"),
        ("FCM: DROP FRAME\n001  A  V  C  00:00:01:20 00:00:02:20 01:00:00:02 01:00:01:02\n", "29.97 DF"),
        ("001  A  V  C  00:00:01;20 00:00:02;20 01:00:00;02 01:00:01;02\n", "29.97 DF"),
        ("FCM: DROP FRAME\n001  A  V  C  00:00:01:50 00:00:02:50 01:00:00:04 01:00:01:04\n", "59.94 DF"),
        ("001  A  V  C  00:00:01:29 00:00:02:29 01:00:00:00 01:00:01:00\n* FROM CLIP NAME: 29.97\n", "29.97"),
    ],
)  # fmt: skip
def test_the_rate_is_inferred_from_what_the_list_says(text: str, told: str, tmp_path: Path) -> None:
    edit = read(tmp_path, text, None)

    assert str(edit.rate) == told
    assert edit.notes[0].startswith("An edit list does not say") != ("DF" in told)


def test_where_nothing_tells_the_note_says_so(tmp_path: Path) -> None:
    edit = read(tmp_path, "001  A  V  C  00:00:00:00 00:00:10:00 01:00:00:00 01:00:10:00\n", None)

    assert "since nothing in it tells, though it may be 23.976: say it with --rate" in edit.notes[0]


def test_media_at_hand_tells_the_rate(tmp_path: Path) -> None:
    (tmp_path / "a.mov").write_bytes(b"x")
    path = tmp_path / "cut.edl"
    path.write_text(
        "001  A  V  C  00:00:01:21 00:00:07:03 01:00:00:00 01:00:05:06\n* FROM CLIP NAME: a.mov\n"
    )

    edit = read_edl(path, media_fps=lambda _: Fraction(24000, 1001))

    assert str(edit.rate) == "23.976"


@pytest.mark.parametrize(
    ("rate", "clock", "frames"),
    [
        ("23.976", "01:00:10:00", 240),
        ("24", "01:00:10:00", 240),
        ("25", "01:00:10:00", 250),
        ("29.97", "01:00:10:00", 300),
        ("29.97 DF", "01:01:00;02", 1800),
        ("50", "01:00:10:00", 500),
        ("59.94 DF", "01:01:00;04", 3600),
        ("60", "01:00:10:00", 600),
    ],
)
def test_the_user_may_say_the_rate(rate: str, clock: str, frames: int, tmp_path: Path) -> None:
    edit = read(tmp_path, f"001  A  V  C  01:00:00:00 {clock} 01:00:00:00 {clock}\n", FrameRate.parse(rate))

    assert (str(edit.rate), edit.duration) == (rate, frames)
    assert not any("does not say" in note for note in edit.notes)


def test_a_rate_that_cannot_show_a_frame_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TimelineError, match="say the list's rate with --rate"):
        read(
            tmp_path,
            "001  A  V  C  01:00:00:00 01:00:00:24 01:00:00:00 01:00:00:24\n",
            FrameRate(Fraction(24)),
        )


def test_a_said_rate_drops_frames_where_the_list_does(tmp_path: Path) -> None:
    text = "FCM: DROP FRAME\n001  A  V  C  00:00:00:00 00:00:01:00 01:00:00:00 01:00:01:00\n"

    assert str(read(tmp_path, text, FrameRate.parse("29.97")).rate) == "29.97 DF"


def test_what_is_no_edit_list_is_refused(tmp_path: Path) -> None:
    for text in ("", "TITLE: x\n", "hello\nworld\n", "001  A  V  C  00:00\n"):
        with pytest.raises(TimelineError, match="no event"):
            read(tmp_path, text)


def test_events_over_each_other_without_end_are_refused(tmp_path: Path) -> None:
    lines = [
        f"{n:03}  A  V  C  00:00:00:00 00:10:00:00"
        f" 01:00:{n // 25:02}:{n % 25:02} 01:10:{59 - n // 25:02}:{24 - n % 25:02}"
        for n in range(1, 600)
    ]

    with pytest.raises(TimelineError, match="lie over each other"):
        read(tmp_path, "\n".join(lines))
