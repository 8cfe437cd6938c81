"""Palettes are listed, heard and checked, and one's own is used wherever a name is."""

from __future__ import annotations

import json
from importlib import resources
from pathlib import Path

import numpy as np
import pytest
import soundfile
from saying import Say

from ningbgm_agents.palette import palette_names


def own_palette(folder: Path, name: str = "my-folk") -> Path:
    text = (resources.files("ningbgm_agents") / "palettes" / "acoustic.toml").read_text(encoding="utf-8")
    path = folder / f"{name}.toml"
    path.write_text(text.replace('name = "acoustic"', f'name = "{name}"'), encoding="utf-8")
    return path


def test_all_are_listed_with_what_they_are_for(say: Say) -> None:
    done = say("palettes")

    assert done.exit_code == 0
    for name in palette_names():
        assert name in done.output
    assert "asked for by: bossa" in done.output
    assert {entry["name"] for entry in json.loads(say("palettes", "--json").output)} == set(palette_names())


def test_a_demo_is_twenty_seconds_of_sound(say: Say, tmp_path: Path) -> None:
    target = tmp_path / "demo.wav"

    done = say("palettes", "demo", "bossa", "-o", target)

    sound, rate_hz = soundfile.read(target)
    assert done.exit_code == 0, done.output
    assert len(sound) == 20 * rate_hz
    assert rate_hz == 48_000
    assert float(np.sqrt(np.mean(sound[: 16 * rate_hz] ** 2))) > 0.02
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["demo.wav"]


def test_a_demo_of_ones_own_palette_is_played_on_ones_own_samples(say: Say, tmp_path: Path) -> None:
    path = own_palette(tmp_path)
    soundfile.write(tmp_path / "a.wav", 0.5 * np.sin(np.arange(48_000) / 20), 48_000)
    (tmp_path / "mine.sfz").write_text("<region> sample=a.wav loop_mode=loop_continuous")
    plain = tmp_path / "plain.wav"
    say("palettes", "demo", path, "-o", plain)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('name = "piano"\n', 'name = "piano"\nsfz = "mine.sfz"\n'), encoding="utf-8")

    done = say("palettes", "demo", path, "-o", tmp_path / "own.wav")

    assert done.exit_code == 0, done.output
    assert "my-folk" in done.output
    assert plain.read_bytes() != (tmp_path / "own.wav").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("demo", "polka"), "there is no palette 'polka'"),
        (("demo", "none.toml"), "there is no palette file none.toml"),
        (("demo", "lofi", "-o", "demo.mp3"), "name it demo.wav"),
        (("check", "none.toml"), "there is no palette file none.toml"),
    ],
)
def test_what_cannot_be_done_is_told(say: Say, arguments: tuple[str, ...], sentence: str) -> None:
    done = say("palettes", *arguments)

    assert done.exit_code == 2
    assert sentence in done.stderr


def test_a_sound_palette_passes_the_check_and_a_faulty_one_is_told_fault_by_fault(
    say: Say, tmp_path: Path
) -> None:
    path = own_palette(tmp_path)
    good = say("palettes", "check", path)
    path.write_text(
        path.read_text(encoding="utf-8").replace("swing = 0.5\n", "swong = 0.5\n"), encoding="utf-8"
    )

    bad = say("palettes", "check", path)

    assert good.exit_code == 0
    assert "can be played" in good.output
    assert bad.exit_code == 2
    assert "did you mean 'swing'" in bad.output
    assert "swing: this is missing" in bad.output


def test_missing_samples_are_told_at_the_door(say: Say, tmp_path: Path) -> None:
    path = own_palette(tmp_path)
    path.write_text(
        path.read_text(encoding="utf-8") + '\n[sound]\nsoundfont = "better.sf2"\n', encoding="utf-8"
    )

    done = say("palettes", "check", path)

    assert done.exit_code == 2
    assert f"there is no file {tmp_path / 'better.sf2'}" in done.stderr


def test_opcodes_that_are_not_understood_are_told_by_the_check(say: Say, tmp_path: Path) -> None:
    path = own_palette(tmp_path)
    soundfile.write(tmp_path / "a.wav", np.zeros(100), 48_000)
    (tmp_path / "mine.sfz").write_text("<region> sample=a.wav eq1_gain=3")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('name = "piano"\n', 'name = "piano"\nsfz = "mine.sfz"\n'), encoding="utf-8")

    done = say("palettes", "check", path)

    assert done.exit_code == 0
    assert "mine.sfz: not understood: eq1_gain" in done.output


def test_a_score_is_written_for_ones_own_palette_and_like_a_temp_track(say: Say, tmp_path: Path) -> None:
    path = own_palette(tmp_path)
    image = tmp_path / "still.txt"
    image.write_text("a walk by the sea")
    temp = tmp_path / "temp.wav"
    clicks = np.zeros(20 * 48_000)
    clicks[:: round(60 / 104 * 48_000)] = 0.9
    soundfile.write(temp, clicks, 48_000)

    done = say(
        "score", "--text", image, "--length", "12", "--palette", path, "--like", temp, "-o", tmp_path / "out",
        "--no-preview", "--alone", "--json",
    )  # fmt: skip

    told = json.loads(done.output)
    assert told["palette"] == "my-folk"
    derived = json.dumps(told)
    assert "tempo 104 as in temp.wav" in derived
    assert 100 <= told["cues"][0]["tempo_map"]["base_bpm"] <= 108


def test_a_temp_track_that_is_not_there_is_told(say: Say, tmp_path: Path) -> None:
    text = tmp_path / "a.txt"
    text.write_text("a walk")

    done = say("score", "--text", text, "--length", "8", "--like", tmp_path / "none.wav", "--alone")

    assert done.exit_code == 2
    assert "there is no file" in done.stderr
