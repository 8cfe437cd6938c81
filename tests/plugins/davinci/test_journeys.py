"""Whole journeys from the menu to the timeline, at every rate."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk import Desk
from household import Household, Sit

from ningbgm_daemon.records.job import Failure

RATES = ("23.976", "24", "25", "29.97 DF", "50", "59.94")


def assert_in_place(desk: Desk) -> None:
    """All that is wanted is heard on its exact frame; a sound a sample short ends one frame early."""
    heard, wanted = desk.music(), desk.wanted()
    assert [(track, start, name) for track, start, _, name in heard] == [
        (track, start, name) for track, start, _, name in wanted
    ]
    for (_, _, end, _), (_, _, wanted_end, _) in zip(heard, wanted, strict=True):
        assert 0 <= wanted_end - end <= 1


@pytest.mark.parametrize("rate", RATES)
def test_score_edit_update_undo_and_remove(sit: Sit, rate: str) -> None:
    desk = sit(rate=rate)
    hands, before = desk.world.hands, desk.world.snapshot("user")

    said = desk.click("score")

    assert "the whole timeline" in said, said
    assert_in_place(desk)
    assert len(desk.music()) == 10
    assert desk.world.differences(before, "user") == []

    hands.trim(desk.shots[4], tail=10)  # written again
    hands.delete(desk.shots[3])  # dropped
    edited = desk.world.snapshot("user")
    said = desk.click("update")
    assert_in_place(desk)
    assert len(desk.music()) == 8, said
    assert desk.world.differences(edited, "user") == []

    hands.move_start(desk.cut, "10:00:00:00")
    edited = desk.world.snapshot("user")
    desk.click("update")
    assert_in_place(desk)
    assert desk.world.differences(edited, "user") == []

    desk.click("undo")
    assert_in_place(desk)
    assert desk.world.differences(edited, "user") == []

    said = desk.click("remove")
    assert desk.music() == []
    assert "NingBGM" not in str([track.name for track in desk.cut.all_tracks()]), said
    assert not [marker for marker in desk.cut.markers.values() if marker.made_by == "script"]
    assert desk.world.differences(edited, "user") == []


@pytest.mark.parametrize("rate", ["24", "29.97 DF"])
def test_inserting_swapping_and_moving_shots(sit: Sit, rate: str) -> None:
    desk = sit(rate=rate)
    hands = desk.world.hands
    desk.click("score")

    hands.swap(desk.shots[0], desk.shots[1])
    assert "changed by hand" not in desk.click("update")
    assert_in_place(desk)

    hands.insert(desk.cut, 120, 30)  # pushes the music along with the picture, as Resolve does
    new = hands.footage("/rushes/new.mov", 300)
    hands.place(desk.cut.tracks["video"][0], new, 120, 30)
    edited = desk.world.snapshot("user")
    said = desk.click("update")

    assert "changed by hand" not in said
    assert_in_place(desk)
    assert len(desk.music()) == 12
    assert desk.world.differences(edited, "user") == []
    assert desk.click("update").startswith("0 clips put down, 0 taken away.")


def test_what_was_changed_by_hand_is_left_alone_and_told(sit: Sit) -> None:
    desk = sit()
    desk.click("score")
    by_name = {(item.name): item for item in desk.cut.all_items() if item.made_by == "script"}
    hands = desk.world.hands
    hands.trim(by_name["1m1 melody"], tail=5)  # changed
    hands.delete(by_name["1m2 bass"])  # taken off
    by_name["1m3 melody"].start += 7  # moved alone
    there = {(item.name, item.start, item.duration) for item in by_name.values() if item.track}

    hands.move_start(desk.cut, "02:00:00:00")
    for item in desk.shots[:3]:
        hands.trim(item, tail=1)  # all three are to be written again
    said = desk.click("update")

    assert "1m1 was changed by hand" in said
    assert "1m3 was changed by hand" in said
    now = {(item.name, item.start - 90000, item.duration) for item in desk.cut.all_items()}
    assert {(name, start, length) for name, start, length in there if name.startswith(("1m1", "1m3"))} <= now
    assert not [name for name, _, _ in now if name.endswith("2 bass")]
    assert desk.click("update").count("by hand") >= 2


def test_a_stem_taken_off_by_hand_stays_off_when_its_cue_is_written_anew(sit: Sit) -> None:
    desk = sit()
    desk.click("score")
    desk.world.hands.delete(next(item for item in desk.cut.all_items() if item.name == "1m1 bass"))

    first = desk.click("regenerate")
    second = desk.click("regenerate")

    assert "1m1: bass was taken off by hand" in first
    assert "1m1: bass was taken off by hand" in second
    assert [name for name in desk.music() if name[3] == "1m1_bass.wav"] == []
    assert len([name for name in desk.music() if name[3] == "1m1_melody.wav"]) == 1


def test_the_selected_clips_are_scored_alone(sit: Sit) -> None:
    desk = sit()
    desk.cut.selection = desk.shots[1:3]

    said = desk.click("score")

    assert "the selected clips" in said
    assert [(cue.span.start, cue.span.end) for cue in desk.cues] == [(48, 120), (120, 220)]
    assert_in_place(desk)


def test_mark_in_and_out_are_relative_and_inclusive(sit: Sit) -> None:
    desk = sit(version="20.2")
    desk.world.hands.mark(desk.cut, 48, 219)

    said = desk.click("score")

    assert "mark in to mark out" in said
    assert "21.0.4" in said  # what would be better
    assert [(cue.span.start, cue.span.end) for cue in desk.cues] == [(48, 120), (120, 220)]
    assert desk.cut.marks["video"] == {"in": 48, "out": 219}


def test_builds_without_marks_score_everything(sit: Sit) -> None:
    desk = sit(version="19.1")
    desk.world.hands.mark(desk.cut, 48, 219)

    said = desk.click("score")

    assert "the whole timeline" in said
    assert len(desk.cues) == 5


@pytest.mark.parametrize("edition", ["free", "studio"])
@pytest.mark.parametrize("version", ["18.5", "19.0.2", "20.1", "20.2.1", "20.3.1", "21.0.4", "21.1"])
def test_every_build_places_the_same(sit: Sit, edition: str, version: str) -> None:
    if (edition, version) == ("free", "21.1"):
        pytest.skip("it runs no Python: see test_lua")
    desk = sit(edition=edition, version=version, numbers_as="string", page="fairlight")
    before = desk.world.snapshot("user")

    said = desk.click("score")

    assert_in_place(desk)
    assert len(desk.music()) == 10, said
    allowed = ["desk/selected in the pool"] if version in ("19.0.2", "20.1", "20.2.1", "20.3.1") else []
    assert [
        line for line in desk.world.differences(before, "user") if not line.startswith(tuple(allowed))
    ] == []
    assert not desk.world.app.modal.up


def test_scoring_again_puts_new_music_in_place_of_the_old(sit: Sit) -> None:
    desk = sit()
    desk.click("score")
    before = desk.world.snapshot("user")

    desk.click("score")

    assert_in_place(desk)
    assert len(desk.music()) == 10
    assert desk.world.differences(before, "user") == []


def test_a_clip_of_the_users_in_the_way_stops_everything(sit: Sit) -> None:
    desk = sit()
    hands = desk.world.hands
    desk.click("score")
    desk.click("remove")
    track = hands.track(desk.cut, "audio", "NingBGM melody", "stereo")
    hands.place(track, hands.sound("/mine/theme.wav", 4), 100, 50)
    before = desk.world.snapshot()

    said = desk.click("score")

    assert "NingBGM melody" in said
    assert "where 1m2 belongs" in said
    assert desk.world.differences(before) == []


def test_locked_tracks_of_ours_are_used_and_locked_again(sit: Sit) -> None:
    desk = sit()
    desk.click("score")
    for track in desk.cut.tracks["audio"]:
        track.locked = True
    before = desk.world.snapshot("user")

    desk.click("regenerate")

    assert_in_place(desk)
    assert desk.world.differences(before, "user") == []
    assert all(track.locked for track in desk.cut.tracks["audio"])
    desk.click("remove")
    assert desk.music() == []
    assert desk.world.differences(before, "user") == []


def test_a_locked_cue_is_left_alone_and_nothing_is_scored_over_it(sit: Sit) -> None:
    desk = sit()
    desk.click("score")
    desk.cut.playhead = desk.cut.start + 50

    assert "1m2 is locked" in desk.click("lock")
    before = desk.world.snapshot()
    assert "1m2 lies in the range and is locked" in desk.click("score")
    assert desk.world.differences(before) == []
    assert "1m2 is unlocked" in desk.click("lock")


@pytest.mark.parametrize("rate", ["24", "29.97 DF", "59.94 DF"])
def test_the_cue_under_the_playhead_is_written_anew(sit: Sit, rate: str) -> None:
    desk = sit(rate=rate, start="00:59:58:00")
    desk.click("score")
    others = [one for one in desk.music() if "1m3" not in one[3]]
    desk.cut.playhead = desk.cut.start + 120  # the first frame of 1m3, past a full minute
    before = desk.world.snapshot("user")

    desk.click("regenerate")

    assert_in_place(desk)
    assert [one for one in desk.music() if "1m3" not in one[3]] == others
    assert desk.world.differences(before, "user") == []


def test_a_sound_that_was_frozen_at_another_rate_is_placed_by_its_own(sit: Sit) -> None:
    desk = sit(rate="24")
    other = desk.world.hands.timeline("Cut NTSC", rate="29.97")
    clip = desk.world.hands.footage("/rushes/ntsc.mov", 600, rate="29.97")
    desk.world.hands.place(other.tracks["video"][0], clip, 0, 435)
    desk.world.app.film.current = other

    desk.click("score")

    heard = [one for one in desk.world.rendered(other) if one.track.startswith("NingBGM")]
    assert [(one.start, 432 <= one.end <= 435) for one in heard] == [(0, True)] * 2


def test_a_cancelled_job_changes_nothing(sit: Sit) -> None:
    desk = sit()
    desk.composer.waiting, desk.face.cancels = True, True
    before = desk.world.snapshot()

    said = desk.click("score")

    assert said == "An edit: cancelled; nothing was changed"
    assert any("%" in line for line in desk.face.shown)
    assert desk.world.differences(before) == []


def test_a_job_that_fails_says_why(sit: Sit) -> None:
    desk = sit()
    desk.composer.failure = Failure("MediaError", "a0.mov cannot be read; is its disk there?")
    before = desk.world.snapshot()

    assert desk.click("score") == "a0.mov cannot be read; is its disk there?"
    assert desk.world.differences(before) == []


def test_while_the_daemon_works_nothing_is_asked_of_resolve(sit: Sit) -> None:
    desk = sit()
    asked: list[int] = []
    follow = desk.face.follow

    def counted(step) -> None:  # type: ignore[no-untyped-def]
        before = len(desk.world.log)
        follow(step)
        asked.append(len(desk.world.log) - before)

    desk.face.follow = counted  # type: ignore[method-assign]
    desk.click("score")

    assert asked[0] == 0


def test_the_user_is_asked_to_come_back_to_the_timeline(sit: Sit) -> None:
    desk = sit()
    other = desk.world.hands.timeline("Something else")
    film = desk.world.app.film
    desk.world.on_call("GetCurrentTimeline", lambda: setattr(film, "current", other), skip=1)
    desk.world.on_call("GetCurrentTimeline", lambda: setattr(film, "current", desk.cut), skip=3)

    desk.click("score")

    assert "The music is ready. Open Cut 3 again." in desk.face.shown
    assert_in_place(desk)


def test_the_users_markers_reach_the_composer_and_ours_do_not(sit: Sit) -> None:
    desk = sit()
    desk.world.hands.marker(desk.cut, 10, "Wish", note="calm piano")
    desk.click("score")
    desk.click("update")

    first, last = desk.composer.orders[-2], desk.composer.orders[-1]

    assert first.request.wish == "calm piano"  # type: ignore[union-attr]
    for order in (first, last):
        assert order.source.otio.count("Marker.2") == 2  # type: ignore[union-attr]
        assert "door slams" in order.source.otio  # type: ignore[union-attr]


def test_without_a_timeline_or_a_score_it_says_what_to_do(sit: Sit) -> None:
    desk = sit()
    assert "choose Score selection" in desk.click("update")
    assert desk.click("remove").startswith("0 clips put down, 0 taken away")

    desk.world.app.film.current = None

    assert "open the one to score" in desk.click("score")


def test_a_window_in_the_way_is_told(sit: Sit) -> None:
    desk = sit(edition="free")
    desk.world.app.modal.show()

    assert "close any window" in desk.click("score")


def test_too_old_a_build_is_told(sit: Sit) -> None:
    assert "18.5 or newer" in sit(version="18.1").click("score")


def test_the_review_page_of_the_score_under_the_playhead_is_opened(
    sit: Sit, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    desk = sit()
    desk.cut.selection = desk.shots[:2]
    desk.click("score")
    desk.cut.selection = desk.shots[2:]
    desk.click("score")
    first, second = list(desk.composer.scores.histories)[-2:]
    before = desk.world.snapshot()

    said = [desk.click("review")]
    desk.cut.playhead = desk.cut.start + 230  # over the second score
    said.append(desk.click("review"))

    assert said == ["The review page is in the browser."] * 2
    assert first in opened[0]
    assert second in opened[1]
    assert all(url.startswith("http://127.0.0.1:") for url in opened)
    desk.cut.playhead = desk.cut.start
    assert desk.world.differences(before) == []


def test_where_the_daemon_refuses_the_page_the_report_is_opened(
    sit: Sit, household: Household, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    desk = sit()
    desk.click("score")

    with household.without_page():
        said = desk.click("review")

    assert said == "The report is in the browser."
    assert opened == [f"file://{household.composer.folder}/report.html"]


def test_the_doctor_tells_the_edition_and_what_is_lacking(sit: Sit) -> None:
    desk = sit(version="19.1", edition="free")
    before = desk.world.snapshot()

    said = desk.click("doctor").splitlines()

    assert said == [
        "DaVinci Resolve 19.1.0; NingBGM 0.1.0 answers.",
        "Selected clips cannot be read (21.0.4 can); use mark in and out.",
        "Mark in and out cannot be read (20 can); the whole timeline is scored.",
        "the disk is nearly full",
        "whisper: pip it",
    ]
    assert desk.world.differences(before) == []


def test_a_sound_that_is_gone_stops_everything(sit: Sit) -> None:
    desk = sit()
    desk.click("score")
    desk.click("remove")
    desk.click("score")
    lost = Path(next(stem.path for stem in desk.cues[0].stems if stem.name == "bass"))
    desk.click("regenerate")
    lost.unlink()
    before = desk.world.snapshot()

    said = desk.click("undo")

    assert f"the sound {lost} is not there" in said
    assert desk.world.differences(before) == []


def test_an_export_that_is_not_written_is_told(sit: Sit) -> None:
    desk = sit()
    desk.world.on_call("Timeline.Export", "return_true")
    before = desk.world.snapshot()

    assert desk.click("score") == "Resolve could not export the timeline as OpenTimelineIO"
    assert desk.world.differences(before) == []


def test_without_a_page_and_a_score_it_says_why_nothing_opens(
    sit: Sit, household: Household, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    desk = sit()

    with household.without_page():
        said = desk.click("review")

    assert said == "the review page was not built with this daemon"
    assert opened == []


def test_without_a_score_the_page_shows_the_list_of_all(sit: Sit, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)

    assert sit().click("review") == "The review page is in the browser."
    assert len(opened) == 1
