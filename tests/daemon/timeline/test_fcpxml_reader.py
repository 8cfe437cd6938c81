"""FCPXML projects become edits: what the viewer sees, exactly when, at every rate."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

from ningbgm_agents.errors import TimelineError
from ningbgm_agents.timeline import Caption, Edit, Span
from ningbgm_daemon.timeline.fcpxml_reader import read_fcpxml

Writer = Callable[..., Path]

RATES = [
    # frame duration, tcStart as Final Cut writes it, tcFormat, the rate and the start that it means
    ("1001/24000s", "86486400/24000s", "NDF", "23.976", "01:00:00:00"),
    ("100/2400s", "3600s", "NDF", "24", "01:00:00:00"),
    ("100/2500s", "3600s", "NDF", "25", "01:00:00:00"),
    ("1001/30000s", "107999892/30000s", "DF", "29.97 DF", "01:00:00;00"),
    ("1001/30000s", "108108000/30000s", "NDF", "29.97", "01:00:00:00"),
    ("100/5000s", "3600s", "NDF", "50", "01:00:00:00"),
    ("1001/60000s", "215999784/60000s", "DF", "59.94 DF", "01:00:00;00"),
    ("100/6000s", "3600s", "NDF", "60", "01:00:00:00"),
]


def shots(edit: Edit) -> list[tuple[str, int, int]]:
    return [(s.name or s.kind, s.record.start, s.record.end) for s in edit.shots]


def clip(name: str, offset: str, start: str, duration: str, inside: str = "", more: str = "") -> str:
    return (
        f'<asset-clip ref="v" name="{name}" offset="{offset}" start="{start}" duration="{duration}"'
        f" {more}>{inside}</asset-clip>"
    )


def compound(spine: str, attributes: str = 'name="Reel"') -> str:
    return f'<media id="m" {attributes}><sequence format="f1"><spine>{spine}</spine></sequence></media>'


@pytest.mark.parametrize(("frame", "start", "counting", "rate", "timecode"), RATES)
def test_frames_are_exact_at_every_rate(
    frame: str, start: str, counting: str, rate: str, timecode: str, fcpxml: Writer
) -> None:
    frame_s, zero = Fraction(frame[:-1]), Fraction(start[:-1])

    def at(frames: int, base: Fraction = Fraction(0)) -> str:
        return f"{base + frames * frame_s}s"

    spine = (
        clip("a", at(0, zero), at(48), at(1_000_001), f'<marker start="{at(60)}" value="hit"/>')
        + f'<gap offset="{at(1_000_001, zero)}" start="3600s" duration="{at(24)}"/>'
        + clip("b", at(1_000_025, zero), at(7), at(3))
    )

    edit = read_fcpxml(fcpxml(spine, frame, sequence=f'tcStart="{start}" tcFormat="{counting}"'))

    assert (str(edit.rate), str(edit.timecode(0))) == (rate, timecode)
    assert shots(edit) == [("a", 0, 1_000_001), ("gap", 1_000_001, 1_000_025), ("b", 1_000_025, 1_000_028)]
    assert edit.shots[0].source_start_s == 48 * frame_s
    assert [(m.name, m.frame) for m in edit.markers] == [("hit", 12)]


def test_black_at_the_end_counts_by_the_length_of_the_sequence(fcpxml: Writer) -> None:
    spine = clip("a", "0s", "0s", "2s") + '<gap offset="2s" duration="1s"/>'

    edit = read_fcpxml(fcpxml(spine, sequence='duration="3s" tcStart="0s"'))

    assert edit.duration == 75
    assert shots(edit) == [("a", 0, 50), ("gap", 50, 75)]


def test_connected_clips_count_in_the_time_of_their_parent(fcpxml: Writer) -> None:
    over = clip("over", "102s", "5s", "1s", more='lane="1"')
    under = clip("under", "103s", "0s", "9s", more='lane="-1"')
    spine = clip("a", "0s", "100s", "4s", over + under) + '<gap offset="4s" start="3600s" duration="4s"/>'

    edit = read_fcpxml(fcpxml(spine))

    assert shots(edit) == [("a", 0, 50), ("over", 50, 75), ("a", 75, 100), ("under", 100, 300)]
    assert edit.shots[2].source_start_s == 103
    assert edit.shots[3].source_start_s == 1


def test_higher_lanes_hide_lower_ones_wherever_they_are_connected(fcpxml: Writer) -> None:
    high = clip("high", "1s", "0s", "4s", more='lane="2"')
    low = clip("low", "0s", "0s", "4s", more='lane="1"')

    edit = read_fcpxml(fcpxml(clip("a", "0s", "0s", "2s", high) + clip("b", "2s", "0s", "4s", low)))

    assert shots(edit) == [("a", 0, 25), ("high", 25, 125), ("low", 125, 150)]


def test_a_secondary_storyline_counts_from_its_own_zero(fcpxml: Writer) -> None:
    line = clip("x", "0s", "3s", "1s") + '<gap offset="1s" duration="1s"/>' + clip("y", "2s", "0s", "1s")
    spine = clip("a", "0s", "10s", "8s", f'<spine lane="1" offset="12s">{line}</spine>')

    edit = read_fcpxml(fcpxml(spine))

    assert shots(edit) == [("a", 0, 50), ("x", 50, 75), ("a", 75, 100), ("y", 100, 125), ("a", 125, 200)]


def test_disabled_clips_are_gone_and_what_is_connected_to_them_stays(fcpxml: Writer) -> None:
    over = clip("over", "0s", "0s", "1s", more='lane="1"')
    spine = clip("off", "0s", "0s", "2s", over, 'enabled="0"') + clip("b", "2s", "0s", "2s")

    edit = read_fcpxml(fcpxml(spine))

    assert shots(edit) == [("over", 0, 25), ("gap", 25, 50), ("b", 50, 100)]


def test_a_transition_is_cut_in_its_middle(fcpxml: Writer) -> None:
    cross = '<transition name="Cross Dissolve" offset="9/5s" duration="1s"/>'
    wipe = '<transition name="Edge Wipe" offset="7/2s" duration="1s"/>'
    spine = (
        clip("a", "0s", "0s", "2s")
        + cross
        + clip("b", "2s", "20s", "2s")
        + wipe
        + clip("c", "4s", "0s", "2s")
    )

    edit = read_fcpxml(fcpxml(spine))

    # 1.8 to 2.8 seconds: the middle is at 2.3 seconds, frame 57.5, which rounds to 58.
    assert shots(edit) == [("a", 0, 58), ("b", 58, 100), ("c", 100, 150)]
    assert [(s.transition_in, s.transition_frames) for s in edit.shots] == [
        ("cut", 0), ("dissolve", 25), ("wipe", 25),
    ]  # fmt: skip
    assert edit.shots[1].source_start_s == 20 + Fraction(8, 25)


def test_a_fade_from_and_to_black_is_none_between_pictures(fcpxml: Writer) -> None:
    head = '<transition name="Cross Dissolve" offset="0s" duration="1s"/>'
    tail = '<transition name="Cross Dissolve" offset="3s" duration="1s"/>'

    edit = read_fcpxml(fcpxml(head + clip("a", "0s", "0s", "4s") + tail, sequence='duration="4s"'))

    assert shots(edit) == [("a", 0, 88), ("gap", 88, 100)]
    assert [(s.transition_in, s.transition_frames) for s in edit.shots] == [("fade_in", 25), ("fade_out", 25)]


def test_a_storyline_that_fades_over_a_picture_dissolves(fcpxml: Writer) -> None:
    line = (
        '<transition offset="0s" duration="2/5s"/>'
        + clip("x", "0s", "0s", "2s")
        + '<transition offset="8/5s" duration="2/5s"/>'
    )
    spine = clip("a", "0s", "0s", "8s", f'<spine lane="1" offset="2s">{line}</spine>')

    edit = read_fcpxml(fcpxml(spine))

    assert shots(edit) == [("a", 0, 55), ("x", 55, 95), ("a", 95, 200)]
    assert [s.transition_in for s in edit.shots] == ["cut", "dissolve", "dissolve"]
    assert edit.shots[1].source_start_s == Fraction(1, 5)


def test_compound_clips_are_flattened_in_the_time_of_their_sequence(fcpxml: Writer) -> None:
    inner = clip("x", "3600s", "0s", "2s") + clip(
        "y", "3602s", "50s", "2s", '<marker start="51s" value="in"/>'
    )
    compound = (
        '<media id="m" name="C"><sequence format="f1" duration="4s" tcStart="3600s">'
        f"<spine>{inner}</spine></sequence></media>"
    )
    spine = '<ref-clip ref="m" name="C" offset="0s" start="3601s" duration="5/2s"/>'

    edit = read_fcpxml(fcpxml(spine, resources=compound))

    assert [(s.name, s.record.start, s.record.end) for s in edit.shots] == [("x", 0, 25), ("y", 25, 63)]
    assert [(m.name, m.frame) for m in edit.markers] == [("in", 50)]


def test_a_compound_clip_that_contains_itself_is_refused(fcpxml: Writer) -> None:
    media = compound('<ref-clip ref="m" duration="1s"/>')

    with pytest.raises(TimelineError, match="contains itself"):
        read_fcpxml(fcpxml('<ref-clip ref="m" offset="0s" duration="1s"/>', resources=media))


def test_a_multicam_clip_shows_one_angle_and_may_sound_another(fcpxml: Writer) -> None:
    a, b = clip("A", "0s", "0s", "90s", more='audioRole="dialogue"'), clip("B", "1s", "0s", "9s")
    angles = (
        f'<mc-angle name="A" angleID="a">{a}</mc-angle>'
        f'<mc-angle name="B" angleID="b"><gap offset="0s" duration="1s"/>{b}</mc-angle>'
        '<mc-angle name="R" angleID="r"><asset-clip ref="s" name="R" offset="0s" duration="90s"'
        ' audioRole="dialogue.boom"/></mc-angle>'
    )
    multicam = f'<media id="m"><multicam format="f1" tcStart="0s">{angles}</multicam></media>'
    video, audio, both = (
        f'<mc-source angleID="{angle}" srcEnable="{enable}"/>'
        for angle, enable in (("b", "video"), ("r", "audio"), ("a", "all"))
    )
    spine = (
        f'<mc-clip ref="m" name="M" offset="0s" start="2s" duration="2s">{video}{audio}</mc-clip>'
        f'<mc-clip ref="m" name="M" offset="2s" start="4s" duration="2s">{both}</mc-clip>'
    )

    edit = read_fcpxml(fcpxml(spine, resources=multicam))

    assert [(s.name, s.source_start_s) for s in edit.shots] == [("B", 1), ("A", 4)]
    heard = {
        track.name: [(s.name, s.record, s.source_start_s) for s in track.sounds] for track in edit.tracks
    }
    assert heard == {"dialogue.boom": [("R", Span(0, 50), 2)], "dialogue": [("A", Span(50, 100), 4)]}


def test_the_first_clip_of_an_audition_is_the_active_one(fcpxml: Writer) -> None:
    choices = clip("chosen", "0s", "0s", "2s").replace('offset="0s"', "") + clip("other", "0s", "0s", "9s")

    edit = read_fcpxml(fcpxml(f'<audition offset="0s">{choices}</audition>' + clip("b", "2s", "0s", "1s")))

    assert shots(edit) == [("chosen", 0, 50), ("b", 50, 75)]


def test_a_clip_shows_the_part_of_its_contents_that_it_covers(fcpxml: Writer) -> None:
    inside = (
        '<video ref="p" offset="10s" start="10s" duration="100s" name="V1">'
        '<audio ref="v" lane="-1" offset="10s" start="10s" duration="100s" role="dialogue"/></video>'
    )
    spine = f'<clip name="C" offset="0s" start="30s" duration="2s">{inside}</clip>'

    edit = read_fcpxml(fcpxml(spine))

    assert [(s.name, s.record, s.source_start_s) for s in edit.shots] == [("V1", Span(0, 50), 30)]
    assert [(s.record, s.source_start_s) for s in edit.tracks[0].sounds] == [(Span(0, 50), 30)]


def test_titles_say_their_words_and_hide_nothing(fcpxml: Writer) -> None:
    text = (
        '<text><text-style ref="ts1">One </text-style><text-style ref="ts2">day\n later</text-style></text>'
    )
    title = f'<title ref="t" name="T" lane="1" offset="1s" start="3600s" duration="2s">{text}</title>'
    caption = (
        '<caption lane="2" offset="0s" duration="1s" role="iTT?captionFormat=ITT.en">'
        "<text>Hello</text></caption>"
    )
    alone = f'<title ref="t" name="End" offset="4s" start="3600s" duration="1s">{text}</title>'

    edit = read_fcpxml(fcpxml(clip("a", "0s", "0s", "4s", title + caption) + alone))

    assert [(s.kind, s.name, s.record.end) for s in edit.shots] == [("clip", "a", 100), ("title", "End", 125)]
    assert edit.captions == (
        Caption(Span(0, 25), "Hello", "caption"),
        Caption(Span(25, 75), "One day\nlater", "title"),
        Caption(Span(100, 125), "One day\nlater", "title"),
    )


def test_generators_and_stills_are_known_as_such(fcpxml: Writer) -> None:
    spine = (
        '<video ref="g" name="Clouds" offset="0s" start="3600s" duration="2s"/>'
        '<video ref="still" name="Photo" offset="2s" start="3600s" duration="2s"/>'
    )

    edit = read_fcpxml(fcpxml(spine))

    assert [(s.kind, s.name, s.speed) for s in edit.shots] == [
        ("generator", "Clouds", 0),
        ("clip", "Photo", 0),
    ]
    assert edit.shots[1].source_start_s == 0
    assert edit.shots[1].media is not None


def test_a_small_or_faint_picture_over_another_is_no_shot(fcpxml: Writer) -> None:
    small = clip("pip", "0s", "0s", "1s", '<adjust-transform scale="0.3 0.3"/>', 'lane="1"')
    faint = clip("leak", "1s", "0s", "1s", '<adjust-blend mode="10"/>', 'lane="1"')
    large = clip("big", "2s", "0s", "1s", '<adjust-transform scale="1.2 1.2"/>', 'lane="1"')

    edit = read_fcpxml(fcpxml(clip("a", "0s", "0s", "4s", small + faint + large)))

    assert shots(edit) == [("a", 0, 50), ("big", 50, 75), ("a", 75, 100)]


def test_media_with_a_timecode_is_found_from_its_first_frame(fcpxml: Writer) -> None:
    spine = '<asset-clip ref="tc" offset="0s" start="3610s" duration="1s"/>'

    edit = read_fcpxml(fcpxml(spine))

    assert edit.shots[0].source_start_s == 10
    assert (edit.width, edit.height) == (1920, 1080)


def test_media_are_found_by_their_urls_and_named_where_they_are_not(tmp_path: Path, fcpxml: Writer) -> None:
    (tmp_path / "My Clip #1.mov").write_bytes(b"x")
    found = tmp_path.as_uri() + "/My%20Clip%20%231.mov"
    files = (
        f'<asset id="here" hasVideo="1" format="f1" duration="9s"><media-rep src="{found}"/></asset>'
        '<asset id="win" hasVideo="1" format="f1" duration="9s"><media-rep src="file:///D%3A/Films/b.mov"/></asset>'
    )
    spine = (
        '<asset-clip ref="here" offset="0s" duration="1s"/><asset-clip ref="win" offset="1s" duration="1s"/>'
    )
    spine += '<asset-clip ref="lost" name="lost" offset="2s" duration="1s"/>'

    edit = read_fcpxml(fcpxml(spine, resources=files))

    media = [(s.media.path, s.media.offline) if s.media else None for s in edit.shots]
    assert media == [(str(tmp_path / "My Clip #1.mov"), False), ("D:/Films/b.mov", True), None]
    assert any("'lost' refers to media" in note for note in edit.notes)


def test_markers_keep_their_words_and_the_time_base_of_their_clip(fcpxml: Writer) -> None:
    markers = (
        '<marker start="101s" duration="2s" value="drop" note="hard"/>'
        '<marker start="102s" duration="1/25s" value="fix" completed="0"/>'
        '<marker start="103s" duration="1/25s" value="done" completed="1"/>'
        '<chapter-marker start="102s" duration="1/25s" value="Act 2" posterOffset="1s"/>'
        '<marker start="99s" value="before"/><marker start="104s" value="after"/>'
    )

    edit = read_fcpxml(fcpxml(clip("a", "0s", "100s", "4s", markers)))

    assert [(m.frame, m.name, m.note, m.colour, m.duration) for m in edit.markers] == [
        (25, "drop", "hard", "blue", 50), (50, "Act 2", "", "orange", 1), (50, "fix", "", "red", 1),
        (75, "done", "", "green", 1),
    ]  # fmt: skip


def test_the_first_of_several_projects_is_read_and_the_others_are_named(fcpxml: Writer) -> None:
    path = fcpxml(clip("a", "0s", "0s", "1s"))
    text = path.read_text()
    project = text[text.index("<project") : text.index("</event>")]
    path.write_text(text.replace(project, project + project.replace("Film", "Trailer")))

    edit = read_fcpxml(path)

    assert edit.name == "Film"
    assert edit.notes[0] == "edit.fcpxml holds 2 projects; 'Film' was read, not 'Trailer'"


def test_an_event_with_one_clip_is_that_clip_and_one_with_more_is_refused(fcpxml: Writer) -> None:
    path = fcpxml("")
    text = path.read_text()
    project = text[text.index("<project") : text.index("</event>")]
    one = '<asset-clip ref="tc" name="Shot" start="3600s" duration="4s" format="f1"/>'

    path.write_text(text.replace(project, one))
    edit = read_fcpxml(path)
    path.write_text(text.replace(project, one * 2))

    assert (edit.name, edit.duration, str(edit.timecode(0))) == ("Shot", 100, "01:00:00:00")
    with pytest.raises(TimelineError, match="2 clips but no project"):
        read_fcpxml(path)


def test_a_compound_clip_alone_is_read_as_an_edit(fcpxml: Writer) -> None:
    media = compound(clip("a", "0s", "0s", "2s"))
    path = fcpxml("", resources=media)
    text = path.read_text()
    project = text[text.index("<project") : text.index("</event>")]
    path.write_text(text.replace(project, '<ref-clip ref="m" name="Reel" duration="2s"/>'))

    edit = read_fcpxml(path)

    assert (edit.name, shots(edit)) == ("Reel", [("a", 0, 50)])


def test_a_bundle_is_read_through_its_info_file(tmp_path: Path, fcpxml: Writer) -> None:
    bundle = tmp_path / "Film.fcpxmld"
    bundle.mkdir()
    fcpxml(clip("a", "0s", "0s", "1s")).rename(bundle / "Info.fcpxml")

    edit = read_fcpxml(bundle)

    assert shots(edit) == [("a", 0, 25)]


def test_a_format_without_a_frame_duration_is_known_by_its_name(fcpxml: Writer) -> None:
    path = fcpxml(clip("a", "0s", "0s", "1001/30s"))
    text = path.read_text().replace('frameDuration="1/25s"', 'name="FFVideoFormat1080i5994"')
    path.write_text(text)

    edit = read_fcpxml(path)

    assert (str(edit.rate), edit.duration) == ("29.97", 1000)
