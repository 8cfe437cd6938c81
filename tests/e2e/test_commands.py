"""The command line, as people use it: what it writes, what it says, and how it fails."""

from __future__ import annotations

import hashlib
import json
import wave
from pathlib import Path

import cv2
import numpy as np
import opentimelineio as otio
import pytest
from commanding import Command

pytestmark = pytest.mark.e2e


def score_of(folder: Path) -> dict:
    return json.loads((folder / "score.json").read_text(encoding="utf-8"))


def digest(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.suffix in (".wav", ".mid")
    }


def test_the_demo_leaves_everything_behind(demo: Path) -> None:
    score = score_of(demo)

    assert score["verdict"]["passed"]
    for name in (
        "mix/music.wav",
        "cuesheet.csv",
        "cuesheet.html",
        "timeline.otio",
        "timeline.fcpxml",
        "timeline.xml",
        "music.edl",
        "markers.csv",
        "markers.edl",
        "preview.mp4",
        "report.html",
        "midi/1m1.mid",
    ):
        assert (demo / name).stat().st_size > 0, name
    for cue in score["cues"]:
        for stem in cue["stems"]:
            with wave.open(str(demo / stem["path"])) as file:
                assert (file.getframerate(), file.getsampwidth()) == (48_000, 3)
                assert file.getnframes() == stem["sample_count"]


def test_the_timeline_places_every_stem_on_its_named_track(demo: Path) -> None:
    score = score_of(demo)

    timeline = otio.adapters.read_from_file(str(demo / "timeline.otio"))

    names = [track.name for track in timeline.audio_tracks()]
    for stem in score["cues"][0]["stems"]:
        assert any(stem["name"] in name for name in names)


def test_stems_sum_to_the_mix_bit_for_bit(demo: Path) -> None:
    for cue in score_of(demo)["cues"]:
        stems = sum(samples(demo / stem["path"]) for stem in cue["stems"])
        assert np.array_equal(stems, samples(demo / cue["mix"]["path"]))


def samples(path: Path) -> np.ndarray:
    with wave.open(str(path)) as file:
        raw = np.frombuffer(file.readframes(file.getnframes()), dtype=np.uint8).reshape(-1, 3)
    padded = np.zeros((len(raw), 4), dtype=np.uint8)
    padded[:, 1:] = raw
    return padded.view("<i4").reshape(-1) >> 8


def test_the_same_film_and_seed_give_the_same_bytes(ningbgm: Command, demo: Path, tmp_path: Path) -> None:
    film = demo.with_name("demo.mp4")

    for name, workers in (("a", 1), ("b", 2)):
        done = ningbgm("score", film, "-o", tmp_path / name, "--seed", 7, "--workers", workers)
        assert done.returncode == 0, done.stderr

    assert digest(tmp_path / "a") == digest(tmp_path / "b")


def test_three_variations_differ_in_palette_and_theme(ningbgm: Command, demo: Path, tmp_path: Path) -> None:
    done = ningbgm("score", demo.with_name("demo.mp4"), "-o", tmp_path / "out", "--variations", 3)

    assert done.returncode == 0, done.stderr
    made = [score_of(tmp_path / "out" / inside) for inside in ("", "variations/2", "variations/3")]
    assert len({score["palette"] for score in made}) == 3
    assert len({json.dumps(score["themes"]) for score in made}) == 3
    assert len({score["cues"][-1]["hits"][-1]["frame"] for score in made}) == 1


def test_a_range_is_scored_at_its_timecode(ningbgm: Command, demo: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"

    done = ningbgm(
        "score",
        demo.with_name("demo.mp4"),
        "-o",
        out,
        "--range",
        "5s",
        "17s",
        "--wish",
        "calm piano, no drums",
    )

    score = score_of(out)
    assert done.returncode == 0, done.stderr
    assert (score["edit"]["scored"]["start_frame"], score["edit"]["scored"]["end_frame"]) == (120, 408)
    assert score["programme"]["sample_count"] == 12 * 48_000
    assert score["programme"]["first_sample"] == 5 * 48_000
    assert not [stem for cue in score["cues"] for stem in cue["stems"] if stem["name"] == "drums"]


def test_chosen_stems_and_the_rest_sum_to_the_mix(ningbgm: Command, demo: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"

    done = ningbgm(
        "score",
        demo.with_name("demo.mp4"),
        "-o",
        out,
        "--range",
        "0s",
        "8s",
        "--stems",
        "melody",
        "--loudness",
        "-23",
        "--no-preview",
    )

    assert done.returncode == 0, done.stderr
    assert "preview.mp4" not in done.stdout
    assert not (out / "preview.mp4").exists()
    assert "preview.mp4" not in (out / "report.html").read_text(encoding="utf-8")
    score = score_of(out)
    assert {stem["name"] for stem in score["cues"][0]["stems"]} == {"melody", "other"}
    assert abs(score["programme"]["loudness_lufs"] + 23) < 0.5


def test_image_and_text_alone_make_music_of_a_given_length(ningbgm: Command, tmp_path: Path) -> None:
    image, text, out = tmp_path / "a.png", tmp_path / "a.txt", tmp_path / "out"
    cv2.imwrite(str(image), np.full((90, 160, 3), (30, 120, 220), dtype=np.uint8))
    text.write_text("一只可爱的猫在阳光下睡觉。温馨，轻松。", encoding="utf-8")

    done = ningbgm("score", "--image", image, "--text", text, "--length", 12, "-o", out)

    assert done.returncode == 0, done.stderr
    assert score_of(out)["programme"]["sample_count"] == 12 * 48_000
    assert (out / "preview.mp4").stat().st_size > 0


def test_inspect_tells_cuts_as_objects(ningbgm: Command, demo: Path) -> None:
    from ningbgm_daemon.demo.story import DEMO_CUTS

    done = ningbgm("inspect", demo.with_name("demo.mp4"), "--json")

    facts = json.loads(done.stdout)
    assert [cut["frame"] for cut in facts["cuts"]] == list(DEMO_CUTS)
    assert all(0 < cut["confidence"] <= 1 for cut in facts["cuts"])
    assert facts["speech"]
    assert facts["start_timecode"] == "00:00:00:00"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("score", "missing.mp4"), "there is no file"),
        (("score", "text.mp4"), "text.mp4"),
        (("score",), "give a film"),
        (("score", "text.mp4", "--loudness", "-99"), "outside"),
        (("score", "text.mp4", "--palette", "kazoo"), "orchestral"),
        (("score", "text.mp4", "--stems", "kazoo"), "melody"),
        (("inspect", "missing.mp4"), "there is no file"),
        (("score", "."), "is a folder"),
        (("score", "text.mp4", "--soundfont", "text.mp4"), "not a SoundFont"),
        (("score", "text.mp4", "--length", "5"), "--range"),
        (("score", "--wish", "calm", "--range", "1s", "2s"), "--length"),
        (("demo", "-o", "x", "--palette", "kazoo"), "orchestral"),
    ],
)
def test_bad_input_is_one_sentence_and_leaves_nothing(
    ningbgm: Command, tmp_path: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    (tmp_path / "text.mp4").write_text("this is no film", encoding="utf-8")

    done = ningbgm(*arguments, cwd=tmp_path)

    assert done.returncode == 2
    assert sentence in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["text.mp4"]


def test_a_folder_of_the_users_is_not_overwritten(ningbgm: Command, demo: Path, tmp_path: Path) -> None:
    (tmp_path / "diary.txt").write_text("mine", encoding="utf-8")

    done = ningbgm("score", demo.with_name("demo.mp4"), "-o", tmp_path)

    assert done.returncode == 3
    assert (tmp_path / "diary.txt").read_text(encoding="utf-8") == "mine"


def test_palettes_are_listed(ningbgm: Command) -> None:
    plain, as_json = ningbgm("palettes"), ningbgm("palettes", "--json")

    assert "orchestral" in plain.stdout
    assert len(json.loads(as_json.stdout)) >= 6
