from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest
from drawn_films import scene, silence, tone, write_film

from ningbgm_agents.errors import MediaError, RangeError
from ningbgm_daemon.media import limits
from ningbgm_daemon.media.sense import sense


class Stopped(Exception):  # noqa: N818 - a wish of the caller, not an error
    pass


def test_a_film_gives_curves_shots_and_thumbnails(tmp_path: Path) -> None:
    film = write_film(tmp_path / "film.mkv", scene(1, 72) + scene(2, 72), Fraction(24), sound=tone(6.0))

    sensed = sense(film)

    evidence = sensed.evidence
    assert evidence.modalities == ("picture", "sound")
    assert evidence.duration == 144
    assert [(shot.start_frame, shot.end_frame) for shot in evidence.shots] == [(0, 72), (72, 144)]
    assert {len(curve.values) for curve in evidence.curves} == {24}
    assert {thumbnail.frame // 72 for thumbnail in sensed.thumbnails} == {0, 1}
    assert sum(colour.share for colour in evidence.shots[0].look.palette) == pytest.approx(1, abs=0.01)


def test_a_range_counts_from_its_own_first_frame(tmp_path: Path) -> None:
    film = write_film(tmp_path / "film.mp4", scene(1, 60) + scene(2, 60), Fraction(24))

    evidence = sense(film, start_s=Fraction(30, 24), end_s=Fraction(90, 24)).evidence

    assert evidence.duration == 60
    assert [cut.frame for cut in evidence.cuts] == [30]


def test_an_empty_range_or_one_outside_is_refused(tmp_path: Path) -> None:
    film = write_film(tmp_path / "film.mp4", scene(1, 24))

    for start_s, end_s in ((0.5, 0.5), (2.0, None), (-1.0, 0.5)):
        with pytest.raises(RangeError):
            sense(film, start_s=start_s, end_s=end_s)


def test_digital_silence_counts_as_no_sound_and_is_noted(tmp_path: Path) -> None:
    film = write_film(tmp_path / "film.mkv", scene(1, 48), sound=silence(2.0))

    evidence = sense(film).evidence

    assert evidence.modalities == ("picture",)
    assert evidence.loudness_lufs is None
    assert any("silence" in note for note in evidence.notes)


def test_uneven_pictures_are_placed_by_their_time(tmp_path: Path) -> None:
    gaps = [33, 50, 90, 28, 60] * 10
    times = np.cumsum([0, *gaps]).tolist()
    pictures = scene(1, 26) + scene(2, len(times) - 26)
    film = write_film(tmp_path / "film.mkv", pictures, Fraction(30), times_ms=times)

    evidence = sense(film).evidence

    cut_s = float(evidence.rate.seconds(evidence.cuts[0].frame))
    assert cut_s == pytest.approx(times[26] / 1000, abs=0.02)
    assert any("unevenly" in note for note in evidence.notes)


def test_a_turned_film_is_seen_upright(tmp_path: Path) -> None:
    picture = np.zeros((108, 192, 3), np.uint8)
    picture[:, :96] = (230, 30, 30)
    film = write_film(tmp_path / "film.mp4", [picture] * 5, rotation=-90)

    thumbnail = sense(film).thumbnails[0]

    shown = cv2.imdecode(np.frombuffer(thumbnail.jpeg, np.uint8), cv2.IMREAD_COLOR)
    assert shown.shape[:2] == (thumbnail.height, thumbnail.width) == (160, 90)
    assert shown[20, 45, 2] > 150
    assert shown[140, 45, 2] < 60


def test_a_gif_is_a_film_and_one_of_one_picture_a_still(tmp_path: Path) -> None:
    many = write_film(tmp_path / "many.gif", scene(1, 20), Fraction(10), codec="gif", pix_fmt="rgb8")
    one = write_film(tmp_path / "one.gif", scene(1, 1), Fraction(10), codec="gif", pix_fmt="rgb8")

    assert sense(many).evidence.duration == 20
    assert sense(one).info.is_still


@pytest.mark.parametrize(
    ("name", "codec", "pix_fmt"),
    [
        ("a.mov", "prores_ks", "yuv422p10le"),
        ("a.mkv", "ffv1", "yuv444p16le"),
        ("a.avi", "mpeg4", "yuv420p"),
        ("a.mkv", "ffv1", "gray"),
        ("a.mov", "png", "rgb24"),
    ],
)
def test_pixel_formats_of_all_kinds_are_seen(tmp_path: Path, name: str, codec: str, pix_fmt: str) -> None:
    film = write_film(tmp_path / name, scene(1, 24) + scene(2, 24), codec=codec, pix_fmt=pix_fmt)

    assert [cut.frame for cut in sense(film).evidence.cuts] == [24]


@pytest.mark.parametrize("size", [(2, 2), (18, 300), (300, 18), (66, 50)])
def test_odd_sizes_are_seen(tmp_path: Path, size: tuple[int, int]) -> None:
    picture = np.full((size[1], size[0], 3), 120, np.uint8)
    film = write_film(tmp_path / "a.mkv", [picture] * 12, codec="ffv1")

    assert sense(film).evidence.duration == 12


def test_a_file_that_breaks_off_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    film = write_film(tmp_path / "film.mkv", scene(1, 240), sound=tone(10.0))
    content = film.read_bytes()
    film.write_bytes(content[: len(content) * 6 // 10])

    evidence = sense(film).evidence

    assert 24 < evidence.duration < 240
    assert any("breaks off" in note for note in evidence.notes)


def test_damaged_packets_are_passed_over(tmp_path: Path) -> None:
    film = write_film(tmp_path / "film.ts", scene(1, 240))
    content = bytearray(film.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 3000] = np.random.default_rng(1).bytes(3000)
    film.write_bytes(content)

    assert sense(film).evidence.duration == pytest.approx(240, abs=12)


def test_sound_alone_is_heard(tmp_path: Path) -> None:
    film = write_film(tmp_path / "a.wav", [], sound=tone(3.0))

    evidence = sense(film).evidence

    assert evidence.modalities == ("sound",)
    assert evidence.duration == 75
    assert evidence.shots == ()


def test_a_still_image_is_one_shot(tmp_path: Path) -> None:
    image = tmp_path / "image.jpg"
    cv2.imwrite(str(image), scene(1, 1)[0])

    sensed = sense(image)

    assert sensed.info.is_still
    assert len(sensed.evidence.shots) == 1
    assert len(sensed.thumbnails) == 1


def test_progress_rises_to_one(tmp_path: Path) -> None:
    film = write_film(tmp_path / "film.mp4", scene(1, 240))
    shares: list[float] = []

    sense(film, progress=shares.append)

    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_what_progress_raises_stops_the_work(tmp_path: Path) -> None:
    film = write_film(tmp_path / "film.mp4", scene(1, 480))

    def stop(_: float) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        sense(film, progress=stop)


def test_thumbnails_stay_within_the_limit(tmp_path: Path) -> None:
    pictures = [picture for seed in range(150) for picture in scene(seed, 12)]
    film = write_film(tmp_path / "film.mp4", pictures)

    sensed = sense(film)

    assert len(sensed.evidence.shots) == 150
    assert 100 < len(sensed.thumbnails) <= limits.MAX_THUMBNAILS


def test_nothing_is_said_on_stderr(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    film = write_film(tmp_path / "film.mkv", scene(1, 48), sound=tone(2.0))
    film.write_bytes(film.read_bytes()[:-2000] + b"\x00" * 1000)
    capfd.readouterr()

    sense(film)

    assert capfd.readouterr().err == ""


def test_a_movement_that_breaks_out_is_an_event_on_its_frame(tmp_path: Path) -> None:
    pictures = scene(9, 60, speed=0) + scene(9, 25, speed=7)[1:] + scene(9, 1) * 36
    film = write_film(tmp_path / "film.mp4", pictures)

    actions = [event for event in sense(film).evidence.events if event.kind == "action"]

    assert [event.frame for event in actions] == [60]


def test_a_film_that_cannot_be_decoded_is_refused(tmp_path: Path) -> None:
    film = write_film(tmp_path / "film.mkv", scene(1, 24))
    content = bytearray(film.read_bytes())
    content[700:] = np.random.default_rng(1).bytes(len(content) - 700)
    film.write_bytes(content)

    with pytest.raises(MediaError):
        sense(film)
