"""`ningbgm.toml` is checked, laid over those above it, and trusted only as far as it is the user's."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import pytest

from ningbgm_agents.errors import WishError
from ningbgm_daemon.watch.kinds import Export
from ningbgm_daemon.watch.recipe import Recipe, read_recipe
from ningbgm_daemon.watch.recipes import Recipes


def written(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "ningbgm.toml"
    path.write_text(text)
    path.chmod(0o644)
    return path


def export(folder: Path, name: str = "reel.mp4") -> Export:
    return Export(folder, Path(name).stem, folder / name)


def test_without_any_a_score_lies_beside_its_film(tmp_path: Path) -> None:
    found = Recipes(tmp_path, {}).of(tmp_path / "day 1")

    assert found.recipe == Recipe()
    assert found.out(export(tmp_path / "day 1")) == tmp_path / "day 1/reel.score"


def test_the_inner_one_goes_over_the_outer(tmp_path: Path) -> None:
    written(tmp_path, "palette = 'ambient'\nloudness = -20\nstems = ['melody', 'bass']")
    written(tmp_path / "day 1", "palette = 'lofi'")

    recipe = Recipes(tmp_path, {"wish": "calm", "palette": "band"}).of(tmp_path / "day 1").recipe

    assert (recipe.palette, recipe.loudness, recipe.wish) == ("lofi", -20.0, "calm")
    assert recipe.stems == ("melody", "bass")


def test_scores_keep_their_place_below_another_folder(tmp_path: Path) -> None:
    written(tmp_path, "output = 'music'")

    found = Recipes(tmp_path, {}).of(tmp_path / "day 1")

    assert found.out(export(tmp_path / "day 1")) == tmp_path / "music/day 1/reel.score"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("pallete = 'lofi'", "'pallete' that there is not; the keys are palette"),
        ("palette = 'kazoo'", "no palette 'kazoo'"),
        ("loudness = 3", "loudness"),
        ("loudness = nan", "loudness"),
        ("stems = ['kazoo']", "choose each once from"),
        ("stems = 'melody'", "stems"),
        ("command = ['notify', '{sauce}']", "no placeholder {sauce}"),
        ("command = 'notify me'", "command"),
        ("versions = 'always'", "versions"),
        ("duck = 'no'", "duck"),
        ("= 1", "cannot be read"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, text: str, words: str) -> None:
    path = written(tmp_path, text)

    with pytest.raises(WishError) as told:
        Recipes(tmp_path, {}).of(tmp_path)

    assert words in str(told.value)
    assert str(path) in str(told.value)


def test_what_is_wrong_in_the_settings_is_said_at_once(tmp_path: Path) -> None:
    with pytest.raises(WishError, match="'pallete'"):
        Recipes(tmp_path, {"pallete": "lofi"})


def test_a_recipe_of_others_names_no_file_of_a_palette(tmp_path: Path) -> None:
    written(tmp_path, "palette = 'mine.toml'")

    with pytest.raises(WishError, match="may not name a palette's file"):
        Recipes(tmp_path, {}, is_shared=True).of(tmp_path)


@pytest.mark.parametrize(
    "text",
    [
        "command = ['rm', '-r', '/']",
        "command_limit_s = 5",
        "output = '../elsewhere'",
        "like = '../diary.wav'",
    ],
)
class TestWhatOthersCanWrite:
    def test_on_a_share_it_chooses_only_the_music(self, tmp_path: Path, text: str) -> None:
        written(tmp_path, text)

        with pytest.raises(WishError, match=r"config\.toml"):
            Recipes(tmp_path, {}, is_shared=True).of(tmp_path)

    def test_so_where_its_mode_lets_others_write(self, tmp_path: Path, text: str) -> None:
        written(tmp_path, text).chmod(0o666)

        with pytest.raises(WishError, match=r"config\.toml"):
            Recipes(tmp_path, {}).of(tmp_path)

    def test_the_users_own_may_say_it(self, tmp_path: Path, text: str) -> None:
        written(tmp_path, text)

        assert Recipes(tmp_path, {}).of(tmp_path).recipe != Recipe()


def test_only_what_changes_the_music_marks_a_recipe() -> None:
    usual = Recipe().mark

    assert read_recipe({"output": "/x", "command": ["say"]}, "here").mark == usual
    assert read_recipe({"palette": "lofi"}, "here").mark != usual


def own_palette(folder: Path, remark: str) -> Path:
    """A palette of the user's own: one of ours under another name."""
    ours = resources.files("ningbgm_agents.palettes").joinpath("lofi.toml").read_text(encoding="utf-8")
    path = folder / "mine.toml"
    path.write_text(f"# {remark}\n" + ours.replace('name = "lofi"', 'name = "mine"', 1))
    return path


def test_an_edited_palette_or_temp_track_marks_its_folder_anew(tmp_path: Path) -> None:
    written(tmp_path, "palette = 'mine.toml'\nlike = 'temp.wav'")
    palette, track = own_palette(tmp_path, "first"), tmp_path / "temp.wav"
    track.write_bytes(b"one")
    recipes = Recipes(tmp_path, {})
    folder, recipe = recipes.mark(tmp_path), recipes.of(tmp_path).recipe.mark

    own_palette(tmp_path, "the second, longer")
    edited, edited_recipe = recipes.mark(tmp_path), recipes.of(tmp_path).recipe.mark
    track.write_bytes(b"another")

    assert len({folder, edited, recipes.mark(tmp_path)}) == 3
    assert len({recipe, edited_recipe, recipes.of(tmp_path).recipe.mark}) == 3
    assert palette.is_file()


def test_a_palette_that_vanishes_is_used_as_it_was_read(tmp_path: Path) -> None:
    written(tmp_path, "palette = 'mine.toml'")
    palette = own_palette(tmp_path, "first")
    recipe = Recipes(tmp_path, {}).of(tmp_path).recipe
    palette.unlink()

    assert recipe.chosen is not None
    assert (recipe.chosen.name, "first" in recipe.chosen.text) == ("mine", True)
    assert recipe.mark


def test_a_temp_track_that_is_not_there_marks_by_its_name(tmp_path: Path) -> None:
    one, other = (read_recipe({"like": str(tmp_path / name)}, "here").mark for name in ("a.wav", "b.wav"))

    assert one != other
