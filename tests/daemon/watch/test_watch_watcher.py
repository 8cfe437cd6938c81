"""What is dropped is scored once; what changes is revised; what cannot be scored says why."""

from __future__ import annotations

import asyncio
import json
import os
import shutil
import sys
from importlib import resources
from pathlib import Path

import opentimelineio as otio
import pytest
from watch_stage import Stage

from ningbgm_agents.errors import StateError, WishError
from ningbgm_daemon.config import WatchedFolder
from ningbgm_daemon.records.order import ReviseOrder, ScoreOrder
from ningbgm_daemon.watch.desk import JobsDesk
from ningbgm_daemon.watch.pace import Pace
from ningbgm_daemon.watch.watching import watching

pytestmark = pytest.mark.anyio

EDIT = '{"OTIO_SCHEMA": "Timeline.1", "name": "%s", "version": %d}'


def timeline(name: str, frames: int) -> str:
    """An edit of one shot, as OpenTimelineIO."""
    whole = otio.opentime.TimeRange(otio.opentime.RationalTime(0, 25), otio.opentime.RationalTime(frames, 25))
    edit = otio.schema.Timeline(name)
    edit.tracks.append(otio.schema.Track(children=[otio.schema.Clip("shot", source_range=whole)]))
    return str(edit.to_json_string())


class TestArriving:
    async def test_a_film_with_its_text_and_picture_is_scored_beside_itself(self, stage: Stage) -> None:
        async with stage.watched():
            stage.drop("day 1/reel.txt", "calm piano")
            stage.drop("day 1/reel.jpg", b"jpeg")
            film = stage.drop("day 1/reel.mp4")
            await stage.until_told("reel.mp4", "scored into")

        (order,) = stage.jobs.orders
        assert isinstance(order, ScoreOrder)
        assert order.source is not None
        assert order.source.path == str(film)
        assert order.request.wish == "calm piano"
        assert order.images == (str(film.with_suffix(".jpg")),)
        assert order.folder == str(film.with_suffix(".score"))

    async def test_what_was_there_before_is_scored_too(self, stage: Stage) -> None:
        stage.drop("reel.mp4")
        stage.drop("day 1/edit.otio", EDIT % ("edit", 1))

        async with stage.watched():
            await stage.until(lambda: len(stage.jobs.orders) == 2)

    async def test_a_file_that_grows_is_waited_for(self, stage: Stage) -> None:
        async with stage.watched():
            with (stage.root / "reel.mp4").open("w") as file:
                for _ in range(20):
                    file.write("frames ")
                    file.flush()
                    await asyncio.sleep(0.05)
                assert stage.jobs.orders == []
            await stage.until_told("reel.mp4", "scored into")

        assert stage.jobs.sources() == ["reel.mp4"]

    async def test_what_is_moved_into_place_is_not_waited_for(self, stage: Stage) -> None:
        stage.pace = Pace(tick_s=0.02, quiet_s=3600, retry_s=0.02)
        async with stage.watched():
            await asyncio.sleep(0.2)
            stage.drop("reel.mp4")
            (stage.outside / "day 2").mkdir()
            (stage.outside / "day 2/night.mov").write_text("a night")
            (stage.outside / "day 2").rename(stage.root / "day 2")

            await stage.until(lambda: sorted(stage.jobs.sources()) == ["night.mov", "reel.mp4"])

    async def test_a_bundle_is_one_timeline(self, stage: Stage) -> None:
        async with stage.watched():
            stage.write("cut.otiod/content.otio", EDIT % ("cut", 1))
            stage.write("cut.otiod/media/shot.mov", "a shot")
            await stage.until_told("cut.otiod", "scored into")
            await stage.settle()

        assert stage.jobs.sources() == ["cut.otiod"]

    async def test_a_polled_folder_is_watched_as_well(self, stage: Stage) -> None:
        stage.poll = True
        stage.pace = Pace(tick_s=0.02, quiet_s=0.2, poll_s=0.1, retry_s=0.02)
        async with stage.watched():
            await asyncio.sleep(0.3)
            stage.write("reel.mp4", "a film")
            await stage.until_told("reel.mp4", "scored into")

    async def test_a_folder_that_comes_and_goes_is_waited_for(self, stage: Stage) -> None:
        async with stage.watched():
            stage.drop("reel.mp4")
            await stage.until_told("reel.mp4", "scored into")
            shutil.move(stage.root, stage.outside / "away")
            await asyncio.sleep(0.3)
            shutil.move(stage.outside / "away", stage.root)
            stage.drop("night.mp4", "another")
            await stage.until_told("night.mp4", "scored into")

        assert stage.jobs.sources() == ["reel.mp4", "night.mp4"]

    async def test_pipes_camera_sidecars_and_odd_names_do_no_harm(self, stage: Stage) -> None:
        os.mkfifo(stage.root / "pipe.mp4")
        stage.write("C0001.xml", "<NonRealTimeMeta/>")
        stage.write("C0001.mp4", "a clip")
        (Path(os.fsencode(stage.root).decode()) / "odd\udcff.mp4").write_text("a film")
        stage.drop("-rf; $(x)\n\x1b[31m.mp4", "hostile")

        async with stage.watched():
            await stage.until(lambda: len(stage.jobs.orders) == 2)
            await stage.settle()

        assert sorted(stage.jobs.sources()) == ["-rf; $(x)\n\x1b[31m.mp4", "C0001.mp4"]


class TestOnce:
    async def test_the_same_content_is_scored_once(self, stage: Stage) -> None:
        async with stage.watched():
            film = stage.drop("reel.mp4")
            await stage.until_told("reel.mp4", "scored into")
            stage.drop("reel copy.mp4")
            await stage.until_told("reel copy.mp4", "the same as")
            os.utime(film)
            await stage.settle()

        assert stage.jobs.sources() == ["reel.mp4"]

    async def test_so_across_a_restart(self, stage: Stage) -> None:
        for _ in range(2):
            async with stage.watched():
                stage.drop("reel.mp4")
                await stage.until_told("reel.mp4", "scored into")
                await stage.settle()

        assert stage.jobs.sources() == ["reel.mp4"]

    async def test_with_another_recipe_it_is_another_score(self, stage: Stage) -> None:
        stage.write("lofi/ningbgm.toml", "palette = 'lofi'")
        async with stage.watched():
            stage.drop("reel.mp4")
            stage.drop("lofi/reel.mp4")
            await stage.until(lambda: len(stage.jobs.orders) == 2)

    async def test_our_own_output_is_never_picked_up(self, stage: Stage) -> None:
        async with stage.watched():
            film = stage.drop("reel.mp4")
            await stage.until_told("reel.mp4", "scored into")
            delivered = film.with_suffix(".score")
            stage.write("reel.score/preview.mp4", "a preview")
            stage.write(".reel.score.ningbgm-7.part/mix.wav", "a mix")
            shutil.copy(delivered / "timeline.fcpxml", stage.root / "from NingBGM.fcpxml")
            ours = {"metadata": {"ningbgm": {"kind": "ningbgm.timeline"}}}
            stage.write("timeline.otio", json.dumps(ours))
            await stage.until_told("from NingBGM.fcpxml", "NingBGM wrote it")
            await stage.until_told("timeline.otio", "NingBGM wrote it")
            await stage.settle()

        assert stage.jobs.sources() == ["reel.mp4"]

    async def test_dropped_again_after_its_score_was_removed_it_is_scored_again(self, stage: Stage) -> None:
        async with stage.watched():
            film = stage.drop("reel.mp4")
            await stage.until_told("reel.mp4", "scored into")
            shutil.rmtree(film.with_suffix(".score"))
            film.rename(stage.outside / "kept.mp4")
            await stage.settle()
            (stage.outside / "kept.mp4").rename(film)
            await stage.until_told("reel.mp4", "scored into", times=2)

    async def test_two_cannot_watch_one_folder_nor_one_in_the_other(self, stage: Stage) -> None:
        async with stage.watched():
            with pytest.raises(StateError, match="watched already"):
                async with stage.watched():
                    pass
        both = [WatchedFolder(stage.root), WatchedFolder(stage.root / "day 1")]
        with pytest.raises(WishError, match="in one another"):
            async with watching(both, JobsDesk(stage.jobs), stage.settings):
                pass


class TestVersions:
    async def test_a_newer_version_of_an_edit_revises_its_score(self, stage: Stage) -> None:
        async with stage.watched():
            edit = stage.drop("edit.otio", EDIT % ("edit", 1))
            await stage.until_told("edit.otio", "scored into")
            stage.drop("edit.otio", EDIT % ("edit", 2))
            await stage.until_told("edit.otio", "scored into", times=2)

        first, second = stage.jobs.orders
        assert isinstance(first, ScoreOrder)
        assert isinstance(second, ReviseOrder)
        assert second.score_id == "s1"
        assert second.source is not None
        assert (second.source.path, second.folder) == (str(edit), str(edit.with_suffix(".score")))

    async def test_so_where_it_changes_while_it_is_scored(self, stage: Stage) -> None:
        stage.jobs.paused = True
        async with stage.watched():
            stage.drop("edit.otio", EDIT % ("edit", 1))
            await stage.until_told("edit.otio", "is being scored")
            stage.drop("edit.otio", EDIT % ("edit", 2))
            await stage.settle()
            assert len(stage.jobs.orders) == 1
            stage.jobs.paused = False
            await stage.until_told("edit.otio", "scored into", times=2)

        assert isinstance(stage.jobs.orders[1], ReviseOrder)

    async def test_so_by_the_name_of_the_edit_where_that_is_said(self, stage: Stage) -> None:
        stage.recipe = {"versions": "name"}
        async with stage.watched():
            stage.drop("reel_v1.otio", timeline("Reel 1", 100))
            await stage.until_told("reel_v1.otio", "scored into")
            stage.drop("reel_v2.otio", timeline("Reel 1", 98))
            await stage.until_told("reel_v2.otio", "scored into")

        second = stage.jobs.orders[1]
        assert isinstance(second, ReviseOrder)
        assert second.score_id == "s1"
        assert second.folder == str(stage.root / "reel_v2.score")

    async def test_a_new_wish_is_a_new_score_and_one_tidied_away_is_none(self, stage: Stage) -> None:
        async with stage.watched():
            film = stage.drop("reel.mp4")
            await stage.until_told("reel.mp4", "scored into")
            wish = stage.drop("reel.txt", "louder")
            await stage.until_told("reel.mp4", "scored into", times=2)
            wish.unlink()
            await stage.settle()
            stage.drop("reel.mp4", "a longer film")
            await stage.until_told("reel.mp4", "scored into", times=3)

        kinds = [type(order) for order in stage.jobs.orders]
        assert kinds == [ScoreOrder, ScoreOrder, ReviseOrder]
        assert film.with_suffix(".score").is_dir()

    async def test_a_film_beside_its_timeline_stays_the_timelines(self, stage: Stage) -> None:
        async with stage.watched():
            edit = stage.drop("reel.otio", EDIT % ("reel", 1))
            await stage.until_told("reel.otio", "scored into")
            stage.drop("reel.mp4")
            edit.unlink()
            await stage.settle()

        assert stage.jobs.sources() == ["reel.otio"]


class TestFailing:
    async def test_why_is_said_and_it_is_tried_again_when_it_changes(self, stage: Stage) -> None:
        stage.jobs.bad["reel.mp4"] = "there is no picture and no sound in reel.mp4"
        async with stage.watched():
            film = stage.drop("reel.mp4")
            await stage.until_told("reel.mp4", "cannot be scored")
            note = film.with_suffix(".score") / "error.txt"
            said = note.read_text()
            await stage.settle()
            assert len(stage.jobs.orders) == 1
            stage.jobs.bad.clear()
            stage.drop("reel.mp4", "a better film")
            await stage.until_told("reel.mp4", "scored into")

        assert "there is no picture and no sound" in said
        assert not note.exists()

    async def test_a_wrong_recipe_is_said_and_mended(self, stage: Stage) -> None:
        stage.write("ningbgm.toml", "pallete = 'lofi'")
        async with stage.watched():
            film = stage.drop("day 1/reel.mp4")
            await stage.until_told("reel.mp4", "cannot be scored")
            assert "'pallete'" in (film.with_suffix(".score") / "error.txt").read_text()
            stage.write("ningbgm.toml", "palette = 'lofi'")
            await stage.until_told("reel.mp4", "scored into")

        (order,) = stage.jobs.orders
        assert isinstance(order, ScoreOrder)
        assert order.request.palette == "lofi"

    async def test_a_palette_of_ones_own_and_a_temp_track_go_with_the_order(self, stage: Stage) -> None:
        text = (resources.files("ningbgm_agents") / "palettes" / "lofi.toml").read_text(encoding="utf-8")
        stage.write("styles/mine.toml", text.replace('name = "lofi"', 'name = "mine"'))
        stage.write("ningbgm.toml", "palette = 'styles/mine.toml'\nlike = 'temp.wav'")
        async with stage.watched():
            stage.write("b/other.like.wav", "beats")
            stage.drop("b/other.mp4")
            stage.drop("a/reel.mp4")
            await stage.until_told("reel.mp4", "scored into")
            await stage.until_told("other.mp4", "scored into")

        orders = [order for order in stage.jobs.orders if isinstance(order, ScoreOrder)]
        assert {order.request.palette for order in orders} == {"mine"}
        assert all('name = "mine"' in order.request.palette_text for order in orders)
        likes = {Path(order.source.path).name: order.like for order in orders if order.source}
        assert likes["reel.mp4"] == str(stage.root / "temp.wav")
        assert likes["other.mp4"] == str(stage.root / "b" / "other.like.wav")

    async def test_a_file_of_the_users_is_never_overwritten(self, stage: Stage) -> None:
        stage.write("reel.score/error.txt", "my own notes")
        stage.jobs.bad["reel.mp4"] = "no"
        async with stage.watched():
            stage.drop("reel.mp4")
            await stage.until_told("reel.mp4", "cannot be scored")

        assert (stage.root / "reel.score/error.txt").read_text() == "my own notes"

    async def test_a_desk_without_room_is_asked_again(self, stage: Stage) -> None:
        stage.jobs.busy = 5
        async with stage.watched():
            stage.drop("reel.mp4")
            await stage.until_told("reel.mp4", "scored into")

    async def test_a_job_that_the_daemon_lost_is_ordered_again(self, stage: Stage) -> None:
        stage.jobs.paused = True
        async with stage.watched():
            stage.drop("reel.mp4")
            await stage.until_told("reel.mp4", "is being scored")
        stage.jobs.jobs.clear()
        stage.jobs.paused = False

        async with stage.watched():
            await stage.until_told("reel.mp4", "scored into")


class TestFairness:
    async def test_few_jobs_are_at_the_desk_at_a_time(self, stage: Stage) -> None:
        stage.jobs.paused = True
        for number in range(50):
            stage.drop(f"burst/{number}.mp4", f"film {number}")
        async with stage.watched():
            await stage.until(lambda: len(stage.jobs.orders) == 2)
            stage.drop("one/film.mp4", "the one")
            await stage.settle()
            at_the_desk = len(stage.jobs.orders)
            stage.jobs.paused = False
            await stage.until(lambda: len(stage.jobs.orders) == 51)

        assert at_the_desk == 2, "one at work, one in hand"
        assert stage.jobs.sources().index("film.mp4") <= 4


class TestCommand:
    async def test_it_is_run_for_what_is_scored_and_for_what_fails(self, stage: Stage) -> None:
        said = stage.outside / "said.jsonl"
        code = f"import json, sys; open({str(said)!r}, 'a').write(json.dumps(sys.argv[1:]) + '\\n')"
        stage.recipe = {"command": [sys.executable, "-c", code, "{state}", "{source}", "{folder}", "{error}"]}
        stage.jobs.bad["bad.mp4"] = "no"
        async with stage.watched():
            good, bad = stage.drop("good.mp4", "good"), stage.drop("bad.mp4", "bad")
            await stage.until(lambda: said.exists() and len(said.read_text().splitlines()) == 2)
            await stage.settle()

        lines = sorted(json.loads(line) for line in said.read_text().splitlines())
        folder = str(bad.with_suffix(".score"))
        assert lines == [
            ["failed", str(bad), folder, f"{folder}/error.txt"],
            ["succeeded", str(good), str(good.with_suffix(".score")), ""],
        ]
