"""Changing the music from the page, and what the daemon made of it."""

from __future__ import annotations

import pytest
from review_visitor import PATIENCE_MS, Visitor

pytestmark = pytest.mark.e2e


def free_hit(visitor: Visitor) -> int:
    """The frame of a hit with room on both sides."""
    frames = [int(hit["frame"]) for hit in visitor.cue()["hits"]]
    return next(
        b for a, b, c in zip(frames, frames[1:], frames[2:], strict=False) if b - a > 14 and c - b > 14
    )


def asked(visitor: Visitor) -> dict[int, float]:
    """Weights by frame that the daemon keeps for the cue."""
    hits = visitor.cue().get("direction", {}).get("hits", [])
    return {int(hit["frame"]): hit["weight"] for hit in hits}


def test_a_dragged_hit_is_met_where_it_was_put(visitor: Visitor) -> None:
    frame = free_hit(visitor)
    visitor.page.keyboard.press("f")
    box = visitor.page.locator(f'.hit[data-frame="{frame}"]').bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    pixels = 8 / visitor.read()["view"]["perPx"]

    visitor.page.keyboard.down("Alt")
    visitor.page.mouse.move(x, y)
    visitor.page.mouse.down()
    visitor.page.mouse.move(x + pixels / 2, y)
    visitor.page.mouse.move(x + pixels, y)
    visitor.page.mouse.up()
    visitor.page.keyboard.up("Alt")
    visitor.write_anew()

    moved = asked(visitor)
    target = next(other for other in moved if other != frame and moved[other] > 0)
    assert moved[frame] == 0
    assert abs(target - frame - 8) <= 1
    met = {int(hit["frame"]): hit for hit in visitor.cue()["hits"]}
    assert met[target]["kind"] == "directed"
    assert frame not in met


def test_a_hit_is_moved_weighed_and_removed_by_keys_alone(visitor: Visitor) -> None:
    frame = free_hit(visitor)
    visitor.seek(frame - 1)
    visitor.page.keyboard.press("ArrowDown")

    visitor.page.keyboard.press("Alt+ArrowRight")
    visitor.page.keyboard.press("Alt+ArrowDown")
    moved = visitor.page.locator(f'.hit[data-frame="{frame + 1}"].added')
    assert moved.count() == 1
    visitor.page.keyboard.press("Delete")

    assert moved.count() == 0
    assert visitor.page.locator(f'.hit[data-frame="{frame}"].left').count() == 1


def test_hits_are_added_at_the_playhead_and_by_timecode(visitor: Visitor) -> None:
    start = int(visitor.cue()["span"]["start"])
    visitor.seek(start + 30)
    visitor.page.keyboard.press("h")
    visitor.page.get_by_label("Timecode of a new hit; empty for the playhead").fill("00:00:11:06")
    visitor.button("Add hit").click()

    visitor.write_anew()

    assert {start + 30: 1, 270: 1}.items() <= asked(visitor).items()


def test_a_drawn_silence_is_silent(visitor: Visitor) -> None:
    cue = visitor.cue()
    start = int(cue["span"]["start"])
    visitor.seek(start + 96)
    visitor.page.keyboard.press("i")
    visitor.seek(start + 144)
    visitor.page.keyboard.press("o")
    visitor.page.keyboard.press("x")

    visitor.write_anew()

    silences = visitor.cue()["direction"]["silences"]
    assert [(int(span["start"]), int(span["end"])) for span in silences] == [(start + 96, start + 144)]
    # a second after it began what rang has gone; the second half of the silence holds nothing
    assert visitor.loudest(132 * 2000, 10 * 2000) < 40
    assert visitor.loudest(0, 90 * 2000) > 400


def test_a_wish_for_one_cue_is_written_and_compared_with_before(visitor: Visitor) -> None:
    before = visitor.revision()
    visitor.page.get_by_label("Wish for this cue").fill("only strings & <b>slow</b>")
    visitor.button("Write 1m1 anew").click()
    visitor.page.get_by_label("Progress").wait_for()
    visitor.until(f"now.edition.revision === {before + 1}", PATIENCE_MS)
    visitor.tab("A/B")

    assert visitor.cue()["wish"] == "only strings & <b>slow</b>"
    assert "<b>slow</b>" in visitor.page.locator(".compare").inner_text()
    visitor.page.keyboard.press("b")
    assert visitor.read()["edition"]["revision"] == before


def test_undo_takes_an_unsent_step_back_before_it_takes_a_revision_back(visitor: Visitor) -> None:
    present = visitor.revision()
    wish = visitor.page.get_by_label("Wish for this cue")
    kept = wish.input_value()
    wish.fill("something else")

    visitor.button("Undo").click()

    assert wish.input_value() == kept
    assert visitor.revision() == present


def test_undo_and_redo_go_through_revisions(visitor: Visitor) -> None:
    seed = visitor.cue()["seed"]
    present = visitor.revision()
    visitor.button("Another version").click()
    visitor.until(f"now.edition.revision === {present + 1}", PATIENCE_MS)
    other = visitor.cue()["seed"]

    visitor.button("Undo").click()
    visitor.until(f"now.edition.revision === {present + 2}")
    undone = visitor.cue()["seed"]
    visitor.button("Redo").click()
    visitor.until(f"now.edition.revision === {present + 3}")

    assert other != seed
    assert undone == seed
    assert visitor.cue()["seed"] == other


def test_a_running_job_is_cancelled_and_changes_nothing(visitor: Visitor) -> None:
    present = visitor.revision()
    visitor.button("Another version").click()

    visitor.button("Cancel").first.click()

    visitor.page.locator(".notice", has_text="Cancelled").wait_for()
    assert visitor.revision() == present


def test_a_locked_cue_cannot_be_changed_until_it_is_unlocked(visitor: Visitor) -> None:
    visitor.button("Lock").click()
    visitor.button("Locked").wait_for()
    assert visitor.cue()["locked"]
    assert visitor.button("Another version").is_disabled()

    visitor.button("Locked").click()
    visitor.button("Lock").wait_for()

    assert not visitor.cue()["locked"]


def test_another_variation_becomes_the_present_one(visitor: Visitor) -> None:
    visitor.go_back_to_the_first()
    present = visitor.revision()
    visitor.page.get_by_label("State B").select_option(f"{present}.2")
    visitor.page.locator(".heard").wait_for()
    visitor.page.keyboard.press("b")
    visitor.button("Use this").click()

    visitor.until(f"now.edition.revision === {present + 1}")

    assert visitor.revision() == present + 1


def test_what_cannot_be_is_refused_in_words(visitor: Visitor) -> None:
    visitor.page.get_by_label("Timecode of a new hit; empty for the playhead").fill("09:00:00:00")
    visitor.button("Add hit").click()

    assert "1m1 lies from" in visitor.page.get_by_role("alert").inner_text()
