"""Looking at a score: lanes, zoom, panels, downloads, keys, sizes of windows."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import pytest
from review_visitor import TITLE, WISH, Visitor

pytestmark = pytest.mark.e2e


def test_a_hostile_title_and_wish_are_text(visitor: Visitor) -> None:
    visitor.tab("Brief")

    assert visitor.page.locator("h1").inner_text() == TITLE
    assert WISH in visitor.page.locator(".brief").inner_text()


def test_every_lane_has_its_name(visitor: Visitor) -> None:
    for lane in (
        "Picture",
        "Scenes",
        "Feeling",
        "Cues",
        "Hit points",
        "Tempo, bars",
        "Harmony",
        "Notes",
        "melody",
    ):
        assert visitor.page.get_by_role("group", name=lane, exact=True).count() == 1


def test_zoom_goes_from_the_whole_film_to_single_frames_and_back(visitor: Visitor) -> None:
    whole = visitor.read()["view"]["perPx"]

    for _ in range(12):
        visitor.page.keyboard.press("+")
    near = visitor.read()["view"]["perPx"]
    visitor.page.keyboard.press("0")

    assert near <= 1 / 40
    assert visitor.read()["view"] == {"from": 0, "perPx": whole}


def test_the_wheel_zooms_at_the_pointer_and_moves_along(visitor: Visitor) -> None:
    box = visitor.page.locator(".lane.film .track").bounding_box()
    assert box is not None
    visitor.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 20)
    whole = visitor.read()["view"]["perPx"]

    visitor.page.keyboard.down("Control")
    visitor.page.mouse.wheel(0, -600)
    visitor.page.keyboard.up("Control")
    visitor.until(f"now.view.perPx < {whole * 0.6}")
    before = visitor.read()["view"]["from"]
    visitor.page.keyboard.down("Shift")
    visitor.page.mouse.wheel(0, 200)
    visitor.page.keyboard.up("Shift")

    visitor.until(f"now.view.from > {before}")


def test_pressing_on_the_ruler_moves_the_playhead(visitor: Visitor) -> None:
    box = visitor.page.locator(".lane.ruler .track").bounding_box()
    assert box is not None

    visitor.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + 8)

    assert abs(visitor.read()["frame"] - 384) <= 8


def test_a_scene_record_shows_its_nine_fields(visitor: Visitor) -> None:
    visitor.tab("Scene")

    names = visitor.page.locator(".scene-panel dt").all_inner_texts()

    assert names[:9] == [
        "Time", "Subject", "Mood", "Voice", "Voice style", "Background", "Background style", "Sound",
        "Sound style",
    ]  # fmt: skip


def test_the_exchange_is_filtered_and_leads_to_the_film(visitor: Visitor) -> None:
    visitor.tab("Agents")
    messages = visitor.page.locator(".message")
    messages.first.wait_for()
    everything = messages.count()

    visitor.page.get_by_label("decisions").check()
    decisions = messages.count()
    visitor.page.get_by_label("Search the exchange").fill("1m1")
    visitor.page.get_by_label("decisions").uncheck()
    visitor.page.keyboard.press("Home")
    for summary in visitor.page.locator(".message summary").all():
        summary.click()
    visitor.page.locator(".message .place", has_text="1m1").first.click()

    assert 0 < decisions < everything
    assert visitor.read()["frame"] == int(visitor.cue()["span"]["start"])


def test_the_verdict_is_told_in_words_and_numbers(visitor: Visitor) -> None:
    visitor.page.locator(".badge").click()

    assert "1m1" in visitor.page.locator(".verdict-panel table").inner_text()
    assert visitor.page.locator(".verdict-panel .headline").inner_text() != ""


def test_delivered_files_are_downloaded_whole(visitor: Visitor, tmp_path: Path) -> None:
    visitor.tab("Files")
    with visitor.page.expect_download() as coming:
        visitor.page.get_by_role("link", name="midi/1m1.mid").click()
    coming.value.save_as(tmp_path / "1m1.mid")

    folder = Path(str(visitor.ask("GET", f"/v1/{visitor.score}")["folder"]))
    assert (tmp_path / "1m1.mid").read_bytes() == (folder / "midi" / "1m1.mid").read_bytes()


def test_help_tells_the_keys(visitor: Visitor) -> None:
    visitor.page.keyboard.press("?")

    assert "hit at the playhead" in visitor.page.get_by_role("dialog", name="Keyboard").inner_text()


@pytest.mark.parametrize("width", [1280, 390])
def test_the_page_is_no_wider_than_its_window(visitor: Visitor, width: int) -> None:
    visitor.enter(width, 844)

    assert visitor.page.evaluate("document.documentElement.scrollWidth") == width


def test_the_look_can_be_chosen(visitor: Visitor) -> None:
    assert visitor.page.evaluate("document.documentElement.dataset.theme") == "dark"

    visitor.page.get_by_title("Look", exact=True).select_option("light")

    assert visitor.page.evaluate("document.documentElement.dataset.theme") == "light"


@pytest.mark.parametrize("wanted", ["reduce", "no-preference"])
@pytest.mark.parametrize("part", ["", "::after"])
def test_nothing_moves_for_who_wants_less_motion(
    visitor: Visitor, wanted: Literal["reduce", "no-preference"], part: str
) -> None:
    visitor.page.emulate_media(reduced_motion=wanted)

    visitor.page.evaluate(
        """(part) => {
            const sheet = document.styleSheets[0];
            sheet.insertRule("@keyframes turn { to { opacity: 0; } }", 0);
            sheet.insertRule(`.hit${part} { animation: turn 60s infinite; transition: opacity 60s; }`, 1);
        }""",
        part,
    )
    moving = visitor.page.evaluate("document.getAnimations().length")

    assert (moving == 0) == (wanted == "reduce")


def test_the_address_keeps_score_and_frame(visitor: Visitor) -> None:
    visitor.seek(75)
    visitor.until_page("location.hash.includes('frame=75')")

    visitor.page.reload()
    visitor.page.locator(".cue").first.wait_for()

    visitor.until("now.frame === 75")


def test_a_lost_session_says_what_to_run(visitor: Visitor) -> None:
    visitor.page.evaluate("sessionStorage.clear()")
    visitor.page.reload()

    assert "ningbgm review" in visitor.page.locator(".lost").inner_text()


def test_the_list_of_scores_opens_one(visitor: Visitor) -> None:
    visitor.button("NingBGM").click()

    visitor.page.locator(".score-list button", has_text=TITLE).first.click()

    visitor.page.locator(".cue").first.wait_for()
    assert visitor.page.locator("h1").inner_text() == TITLE
