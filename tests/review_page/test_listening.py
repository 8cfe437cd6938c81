"""Listening: playing, the picture in step, stems, loops, hits, A and B."""

from __future__ import annotations

import pytest
from review_visitor import Visitor

pytestmark = pytest.mark.e2e
MUSIC = 60
"""A frame inside the music."""


def playing(visitor: Visitor, frame: int = MUSIC) -> None:
    visitor.seek(frame)
    visitor.page.keyboard.press("Space")
    visitor.until(f"now.playing && now.frame > {frame + 4}")


def test_playing_is_heard_and_pausing_ends_it(visitor: Visitor) -> None:
    playing(visitor)
    visitor.until("now.peak > 0.001")

    visitor.page.keyboard.press("Space")

    stopped = visitor.read()
    visitor.until("now.peak === 0")
    assert not stopped["playing"]
    assert visitor.read()["frame"] == stopped["frame"]


def test_the_picture_comes_into_step_with_the_sound(visitor: Visitor) -> None:
    visitor.until_page("document.querySelector('video')?.readyState >= 3", 120_000)

    playing(visitor)

    visitor.until_page(
        "Math.abs(document.querySelector('video').currentTime - ningbgm.reading().sample / 48000) < 0.1"
    )
    visitor.until_page("ningbgm.drift.count > 10")


def test_a_click_on_the_ruler_while_it_plays_goes_on_from_there(visitor: Visitor) -> None:
    visitor.until_page("document.querySelector('video')?.readyState >= 3", 120_000)
    playing(visitor)
    ruler = visitor.page.locator(".lane.ruler .track")

    for share in (0.3, 0.2):
        ruler.click(position={"x": (ruler.bounding_box() or {"width": 0})["width"] * share, "y": 5})

    landed = visitor.read()["frame"]
    assert landed < 0.3 * 768
    visitor.until(f"now.playing && now.frame > {landed + 12} && now.sounds.length > 0")
    visitor.until_page(
        "Math.abs(document.querySelector('video').currentTime - ningbgm.reading().sample / 48000) < 0.1"
    )


def test_a_paused_picture_shows_the_very_frame(visitor: Visitor) -> None:
    visitor.until_page("document.querySelector('video')?.readyState >= 2", 120_000)

    visitor.seek(101)

    visitor.until_page("Math.floor(document.querySelector('video').currentTime * 24) === 101")


def test_keys_step_by_frames_and_seconds_to_start_and_end(visitor: Visitor) -> None:
    visitor.page.keyboard.press("End")
    end = visitor.read()["frame"]
    visitor.page.keyboard.press("ArrowLeft")
    visitor.page.keyboard.press("Shift+ArrowLeft")

    assert end == 768
    assert visitor.read()["frame"] == end - 1 - 24


def test_shuttling_back_goes_back_and_k_stops(visitor: Visitor) -> None:
    visitor.seek(200)

    visitor.page.keyboard.press("j")
    visitor.until("now.frame < 195")
    visitor.page.keyboard.press("k")

    assert not visitor.read()["playing"]


def test_muting_silences_a_stem_and_solo_lets_it_be_heard_alone(visitor: Visitor) -> None:
    visitor.page.keyboard.press("g")
    playing(visitor, 150)
    visitor.until("now.peak > 0.001")

    for mute in visitor.page.locator(".lane.wave .toggle.mute").all():
        mute.click()
    visitor.until("now.playing && now.peak < 0.0005")
    visitor.page.get_by_role("button", name="Solo melody").click()

    visitor.until("now.peak > 0.0005")


def test_the_level_of_the_music_goes_down_to_nothing(visitor: Visitor) -> None:
    visitor.page.keyboard.press("g")
    playing(visitor, 150)
    visitor.until("now.peak > 0.001")

    visitor.page.get_by_label("Level of music").fill("0")

    visitor.until("now.playing && now.peak < 0.0005")


def test_a_loop_never_leaves_its_marks(visitor: Visitor) -> None:
    visitor.seek(84)
    visitor.page.keyboard.press("o")
    visitor.seek(MUSIC)
    visitor.page.keyboard.press("i")
    visitor.page.keyboard.press("c")

    visitor.page.keyboard.press("Space")
    visitor.until("now.frame > 76")
    visitor.until("now.frame < 68")

    assert MUSIC <= visitor.read()["frame"] <= 84


def test_arrows_go_from_hit_to_hit_with_their_error(visitor: Visitor) -> None:
    first = next(hit for hit in visitor.cue()["hits"] if "errorMs" in hit)
    visitor.seek(int(first["frame"]) - 1)

    visitor.page.keyboard.press("ArrowDown")

    assert visitor.read()["frame"] == int(first["frame"])
    error = first["errorMs"] / 1000 * 24
    assert f"{abs(error):.2f} f" in visitor.page.locator(".readout").inner_text()


def test_a_hit_is_played_from_a_moment_before_it(visitor: Visitor) -> None:
    frame = int(visitor.cue()["hits"][2]["frame"])
    visitor.page.locator(f'.hit[data-frame="{frame}"]').click()

    visitor.page.keyboard.press("p")

    visitor.until(f"now.playing && now.frame < {frame}")
    visitor.until(f"now.frame >= {frame}")


def test_two_variations_are_compared_at_one_playhead(visitor: Visitor) -> None:
    visitor.go_back_to_the_first()
    visitor.page.get_by_label("State B").select_option(f"{visitor.revision()}.2")
    visitor.page.locator(".heard").wait_for()
    playing(visitor)
    visitor.until("['A ', 'B '].every((side) => now.sounds.some((voice) => voice.startsWith(side)))")

    before = visitor.read()
    visitor.page.keyboard.press("b")
    after = visitor.read()

    assert (before["heard"], after["heard"]) == ("A", "B")
    assert after["edition"] == {"revision": visitor.revision(), "variation": 2}
    assert after["playing"]
    assert after["frame"] >= before["frame"]
    assert "variation 2" in visitor.page.locator(".heard").inner_text()
