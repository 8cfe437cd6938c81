"""Each action by clicks and keys: the panel's page in a browser, Premiere in memory, the whole daemon."""

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path

import pytest
from premiere_seat import Seat, Sit

sys.path.append(str(Path(__file__).parents[2] / "daemon"))
from small_film import write_small_film

pytestmark = pytest.mark.e2e
_SHOTS = 5
_SHOT_FRAMES = 100


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_small_film(tmp_path_factory.mktemp("film") / "film.mp4", 30)


def cut(seat: Seat, film: Path) -> None:
    """Put five shots of the film on the sequence, with their sound."""
    seat.stage.do(
        """
        const clip = hands.footage(given.film, { seconds: 30, channels: 2, rate: "25" });
        for (let n = 0; n < given.shots; n++) {
          const at = n * given.frames;
          const options = { source: at, sound: sequence.audio[0] };
          hands.place(sequence, sequence.video[0], clip, at, given.frames, options);
        }
        """,
        film=str(film),
        shots=_SHOTS,
        frames=_SHOT_FRAMES,
    )


def music(seat: Seat) -> dict[str, list[tuple[int, int]]]:
    """Where each stem lies, in frames of the sequence."""
    found = seat.stage.do(
        """
        const frames = (ticks) => Number(ticks / sequence.timebase);
        return sequence.audio.slice(1).flatMap((track) => track.clips)
          .map((clip) => [clip.name, frames(clip.start), frames(clip.end)]);
        """
    )
    assert isinstance(found, list)
    lying: dict[str, list[tuple[int, int]]] = {}
    for name, start, end in found:
        lying.setdefault(name.split()[-1], []).append((start, end))
    return lying


def markers(seat: Seat) -> object:
    return seat.stage.do("return sequence.markers.map((marker) => marker.name)")


def snapshot(seat: Seat) -> None:
    seat.stage.do("globalThis.before = premiere.snapshot('user')")


def changes_of_the_users(seat: Seat) -> object:
    return seat.stage.do("return premiere.differences(globalThis.before, 'user')")


def work_is_done(seat: Seat) -> None:
    """The click that went before began something; wait until it is over."""
    seat.page.wait_for_function("document.querySelector('.work') || document.querySelector('.notice')")
    seat.settle()


def test_score_listen_change_update_undo_and_remove(sit: Sit, film: Path) -> None:
    seat = sit()
    cut(seat, film)
    snapshot(seat)
    seat.sit_down()
    page = seat.page
    seat.told("Whole sequence")

    page.get_by_role("textbox", name="What the music should be like").fill("calm piano, hopeful ending")
    seat.click("Score selection")
    work_is_done(seat)

    first = music(seat)
    assert first
    assert len({tuple(spans) for spans in first.values()}) == 1, "stems of a cue share start and length"
    assert markers(seat) == ["1m1"]
    assert changes_of_the_users(seat) == []

    seat.click("Play 1m1")
    page.wait_for_function("document.querySelector('audio')?.currentTime > 0.2")
    seat.click("Stop 1m1")
    assert page.locator("audio").count() == 0

    cue = page.locator(".cuename")
    cue.click()
    hit = page.get_by_role("list", name="Hits of 1m1").get_by_role("button").nth(1)
    timecode = hit.inner_text()
    hit.click()
    page.wait_for_timeout(300)
    at = seat.stage.do("return Number(sequence.player / sequence.timebase)")
    frames = [int(part) for part in timecode.split(":")]
    assert at == (frames[1] * 60 + frames[2]) * 25 + frames[3]

    page.get_by_role("textbox", name="Wish for 1m1 alone").fill("warm strings")
    seat.click("Regenerate")
    work_is_done(seat)
    seat.told("6 taken away" if len(first) == 6 else "taken away")
    assert music(seat)
    seat.click("Undo")
    work_is_done(seat)
    assert music(seat) == first

    seat.click("Lock")
    seat.told("Locked")
    seat.click("Unlock")
    page.locator(".state.locked").wait_for(state="detached")

    seat.stage.do(
        """
        for (const { clips } of [sequence.video[0], sequence.audio[0]]) hands.delete(sequence, clips.at(-1));
        """
    )
    snapshot(seat)
    seat.click("Update")
    seat.told("What the update does")
    assert music(seat) == first, "a plan changes nothing"
    seat.click("Carry out")
    work_is_done(seat)
    ends = {end for spans in music(seat).values() for _, end in spans}
    assert max(ends) <= (_SHOTS - 1) * _SHOT_FRAMES
    assert changes_of_the_users(seat) == []

    seat.click("Review")
    page.wait_for_timeout(500)
    assert ["/review/" in address for address in seat.stage.opened()] == [True]

    seat.click("History")
    page.get_by_role("button", name="Go back").last.click()
    work_is_done(seat)
    assert music(seat) == first

    seat.click("Remove")
    page.get_by_role("alertdialog").get_by_role("button", name="Remove").click()
    work_is_done(seat)
    assert music(seat) == {}
    assert markers(seat) == []
    assert changes_of_the_users(seat) == []
    seat.told("No music of NingBGM lies on this sequence yet.")


def test_keys_alone_score_in_to_out_and_cancel(sit: Sit, film: Path) -> None:
    seat = sit(width=320)
    cut(seat, film)
    seat.stage.do("hands.marks(sequence, 100, 300)")
    seat.sit_down()
    page = seat.page
    seat.told("In to out")
    seat.told("01:00:04:00 – 01:00:12:00")

    wish = page.get_by_role("textbox", name="What the music should be like")
    while not wish.evaluate("(element) => element === document.activeElement"):
        page.keyboard.press("Tab")
    page.keyboard.type("dark drums")
    page.keyboard.press("Control+Enter")
    cancel = seat.button("Cancel")
    cancel.wait_for()
    while not cancel.evaluate("(element) => element === document.activeElement"):
        page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    work_is_done(seat)

    seat.told("Cancelled; nothing was changed.")
    assert music(seat) == {}

    page.keyboard.press("Tab")
    wish.focus()
    page.keyboard.press("Control+Enter")
    work_is_done(seat)
    assert {start for spans in music(seat).values() for start, _ in spans} >= {100}
    assert max(end for spans in music(seat).values() for _, end in spans) <= 300

    page.locator(".cuename").focus()
    page.keyboard.press("Enter")
    assert page.locator(".cuename").get_attribute("aria-expanded") == "true"
    page.keyboard.press(" ")
    page.wait_for_function("document.querySelector('audio')?.currentTime > 0")


def test_a_daemon_that_is_killed_is_started_again_and_the_job_goes_on(
    sit: Sit, film: Path, extension: Path
) -> None:
    seat = sit()
    cut(seat, film)
    seat.sit_down()
    seat.told("Whole sequence")
    seat.click("Score selection")
    seat.wait_for_job()

    os.kill(
        json.loads((extension.parent / "home" / "run" / "daemon.json").read_text())["pid"], signal.SIGKILL
    )
    work_is_done(seat)

    seat.told("clips put down")
    assert music(seat)


def test_a_panel_that_is_closed_in_the_middle_goes_on_when_it_is_opened(sit: Sit, film: Path) -> None:
    seat = sit()
    cut(seat, film)
    seat.sit_down()
    seat.told("Whole sequence")
    seat.click("Score selection")
    seat.wait_for_job()

    seat.sit_down()
    seat.page.locator(".notice.good").wait_for()

    assert music(seat)


def test_music_that_was_moved_by_hand_is_told_and_left_alone(sit: Sit, film: Path) -> None:
    seat = sit()
    cut(seat, film)
    seat.sit_down()
    seat.told("Whole sequence")
    seat.click("Score selection")
    work_is_done(seat)
    seat.stage.do("hands.move(sequence, sequence.audio[1].clips[0], 50)")
    moved = music(seat)
    seat.told("Changed by hand")

    seat.click("Score selection")
    seat.page.locator(".notice.bad").wait_for()

    assert seat.page.locator(".notice.bad").get_attribute("role") == "alert"
    assert "changed by hand" in seat.page.locator(".notice.bad .sentence").inner_text()
    assert music(seat) == moved


def test_the_doctor_says_what_is_there(sit: Sit) -> None:
    seat = sit()
    seat.sit_down()

    seat.page.get_by_role("button", name="Doctor").click()

    seat.told("Premiere Pro (CEP) 25.6")
    seat.told("NingBGM 0")
    seat.told("The sequence is empty; put clips on it.")


def test_the_colours_follow_premiere(sit: Sit) -> None:
    seat = sit()
    seat.sit_down()
    panel = seat.page.locator(".panel")
    before = panel.evaluate("(element) => getComputedStyle(element).backgroundColor")

    seat.stage.do("panel.setTheme('light')")
    seat.page.wait_for_function(
        "(before) => getComputedStyle(document.querySelector('.panel')).backgroundColor !== before",
        arg=before,
    )

    assert before == "rgb(29, 29, 29)"
    assert panel.evaluate("(element) => getComputedStyle(element).backgroundColor") == "rgb(184, 184, 184)"


@pytest.mark.parametrize("width", [240, 300, 420, 600, 1200])
def test_nothing_is_cut_off_and_everything_has_a_name(sit: Sit, film: Path, width: int) -> None:
    seat = sit(width=width, height=500)
    cut(seat, film)
    seat.sit_down()
    seat.told("Whole sequence")
    seat.page.get_by_role("button", name="Doctor").click()
    seat.told("NingBGM 0")

    outside = seat.page.evaluate(
        """() => [...document.querySelectorAll("button, select, textarea, p, h1")]
          .filter((one) => one.getBoundingClientRect().right > innerWidth + 0.5)
          .map((one) => one.outerHTML)"""
    )
    nameless = seat.page.evaluate(
        """() => [...document.querySelectorAll("button, select, textarea, input")]
          .filter((one) => !(one.ariaLabel || one.textContent.trim() || one.labels?.length))
          .map((one) => one.outerHTML)"""
    )
    assert outside == []
    assert nameless == []
