"""The sound of FCPXML projects is told apart by role, and heard where the file says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ningbgm_agents.timeline import Edit, Span
from ningbgm_daemon.timeline.fcpxml_reader import read_fcpxml

Writer = Callable[..., Path]


def heard(edit: Edit) -> dict[str, list[tuple[str, Span]]]:
    return {track.name: [(s.name, s.record) for s in track.sounds] for track in edit.tracks}


def sound(name: str, role: str, offset: str = "0s", inside: str = "", more: str = "") -> str:
    start = sum(map(ord, name))
    return (
        f'<asset-clip ref="s" name="{name}" lane="-1" offset="{offset}" start="{start}s" duration="2s"'
        f' audioRole="{role}" {more}>{inside}</asset-clip>'
    )


def picture(inside: str = "", more: str = 'audioRole="dialogue"') -> str:
    return f'<asset-clip ref="v" name="a" offset="0s" start="0s" duration="4s" {more}>{inside}</asset-clip>'


def test_roles_become_tracks_with_their_use(fcpxml: Writer) -> None:
    inside = sound("song", "music.music-1") + sound("bang", "effects") + sound("boom", "dialogue.boom")

    edit = read_fcpxml(fcpxml(picture(inside + sound("x", "Atmos.Wind"))))

    assert heard(edit) == {
        "dialogue": [("a", Span(0, 100))],
        "music": [("song", Span(0, 50))],
        "effects": [("bang", Span(0, 50))],
        "dialogue.boom": [("boom", Span(0, 50))],
        "Atmos.Wind": [("x", Span(0, 50))],
    }
    assert [t.use for t in edit.tracks] == ["dialogue", "music", "effects", "dialogue", "effects"]


def test_the_roles_of_channels_win_over_those_of_the_clip(fcpxml: Writer) -> None:
    channels = (
        '<audio-channel-source srcCh="1" role="music.music-1"/>'
        '<audio-channel-source srcCh="2" role="effects.effects-1" enabled="0"/>'
    )

    edit = read_fcpxml(fcpxml(picture(channels)))

    assert heard(edit) == {"music": [("a", Span(0, 100))]}


def test_what_is_switched_off_or_turned_down_is_not_heard(fcpxml: Writer) -> None:
    silent = '<adjust-volume amount="-96dB"/>'
    inside = sound("mute", "music", inside=silent) + sound("off", "effects", more='enabled="0"')

    edit = read_fcpxml(fcpxml(picture(silent + inside)))

    assert heard(edit) == {}
    assert edit.shots


def test_a_split_edit_sounds_before_its_picture(fcpxml: Writer) -> None:
    first = picture().replace('duration="4s"', 'duration="4s" audioStart="0s" audioDuration="3s"')
    second = (
        '<asset-clip ref="v" name="b" offset="4s" start="10s" duration="2s"'
        ' audioStart="9s" audioDuration="3s" audioRole="dialogue"/>'
    )

    edit = read_fcpxml(fcpxml(first + second))

    assert [s.record for s in edit.shots] == [Span(0, 100), Span(100, 150)]
    assert heard(edit) == {"dialogue": [("a", Span(0, 75)), ("b", Span(75, 150))]}
    assert edit.tracks[0].sounds[1].source_start_s == 9


def test_picture_or_sound_alone_can_be_taken_from_a_clip(fcpxml: Writer) -> None:
    only = (
        '<asset-clip ref="v" name="voice" lane="-1" offset="0s" duration="1s" srcEnable="audio"'
        ' audioRole="dialogue"/>'
    )

    edit = read_fcpxml(fcpxml(picture(only, 'srcEnable="video"')))

    assert [s.name for s in edit.shots] == ["a"]
    assert heard(edit) == {"dialogue": [("voice", Span(0, 25))]}


def test_sounds_of_one_role_that_overlap_lie_side_by_side(fcpxml: Writer) -> None:
    inside = sound("one", "music") + sound("two", "music", "1s") + sound("three", "music", "2s")

    edit = read_fcpxml(fcpxml(picture(inside, 'srcEnable="video"')))

    assert heard(edit) == {
        "music": [("one", Span(0, 50)), ("three", Span(50, 100))],
        "music 2": [("two", Span(25, 75))],
    }


def test_roles_of_a_synchronised_clip_can_be_switched_off(fcpxml: Writer) -> None:
    inside = (
        '<spine><asset-clip ref="v" name="cam" offset="0s" duration="9s" audioRole="dialogue">'
        '<asset-clip ref="s" name="boom" lane="-1" offset="0s" duration="9s" audioRole="dialogue"/>'
        "</asset-clip></spine>"
        '<sync-source sourceID="storyline"><audio-role-source role="dialogue.dialogue-1" active="0"/>'
        "</sync-source>"
    )

    edit = read_fcpxml(
        fcpxml(f'<sync-clip name="S" offset="0s" start="1s" duration="4s">{inside}</sync-clip>')
    )

    assert [(s.name, s.source_start_s) for s in edit.shots] == [("cam", 1)]
    assert heard(edit) == {"dialogue": [("boom", Span(0, 100))]}


def test_without_roles_as_resolve_writes_it_lanes_are_tracks_and_names_say_what_they_are(
    fcpxml: Writer,
) -> None:
    song = '<asset-clip ref="s" name="Theme music.wav" lane="-2" offset="0s" duration="2s" enabled="1"/>'

    edit = read_fcpxml(fcpxml(picture(song, 'enabled="1"')))

    assert [(t.name, t.use) for t in edit.tracks] == [("storyline", "unknown"), ("lane -2", "music")]


def test_a_project_of_sound_alone_has_no_shots(fcpxml: Writer) -> None:
    edit = read_fcpxml(fcpxml('<asset-clip ref="s" name="x" offset="0s" duration="2s" audioRole="music"/>'))

    assert (edit.shots, edit.duration, edit.width) == ((), 50, 0)


def test_music_that_ningbgm_placed_is_no_part_of_the_edit(fcpxml: Writer) -> None:
    edit = read_fcpxml(fcpxml(picture(sound("1m1", "NingBGM.strings"))))

    assert heard(edit) == {"dialogue": [("a", Span(0, 100))]}
