from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest
from drawn_films import plain, scene, silence, tone, write_film

from ningbgm_agents.errors import MediaError
from ningbgm_daemon.media.probe import probe
from ningbgm_daemon.media.rates import judge_rate


@pytest.mark.parametrize("fps", ["24000/1001", "24", "25", "30000/1001", "50", "60"])
def test_standard_rates_are_read_exactly(tmp_path: Path, fps: str) -> None:
    film = write_film(tmp_path / "film.mp4", scene(1, 30), Fraction(fps))

    info = probe(film)

    assert info.rate is not None
    assert info.rate.fps == Fraction(fps)
    assert info.frame_count == 30
    assert not info.variable_rate


def test_pictures_that_come_unevenly_are_noticed(tmp_path: Path) -> None:
    times = np.cumsum([0, *([33, 41, 90, 28, 60] * 8)]).tolist()
    film = write_film(tmp_path / "film.mkv", scene(1, 41), Fraction(30), times_ms=times)

    info = probe(film)

    assert info.variable_rate
    assert info.rate is not None
    assert info.duration_s == pytest.approx(times[-1] / 1000, abs=0.1)


def test_a_dropped_picture_does_not_change_the_rate(tmp_path: Path) -> None:
    times = [round(i * 40) for i in range(60) if i not in (7, 8, 30)]
    film = write_film(tmp_path / "film.mkv", scene(1, len(times)), Fraction(25), times_ms=times)

    info = probe(film)

    assert info.rate is not None
    assert info.rate.fps == 25
    assert info.frame_count == 60


@pytest.mark.parametrize(("turn", "clockwise"), [(-90, 90), (90, 270), (180, 180)])
def test_a_turned_film_has_the_size_that_is_displayed(tmp_path: Path, turn: int, clockwise: int) -> None:
    film = write_film(tmp_path / "film.mp4", scene(1, 5), rotation=turn)

    info = probe(film)

    assert info.rotation == clockwise
    assert (info.width, info.height) == ((192, 108) if turn == 180 else (108, 192))


def test_the_start_timecode_is_read_from_its_track(tmp_path: Path) -> None:
    film = write_film(tmp_path / "film.mov", scene(1, 30), Fraction(30000, 1001), timecode="01:00:00;02")

    assert probe(film).timecode == "01:00:00;02"


def test_sound_alone_has_no_rate(tmp_path: Path) -> None:
    sound = write_film(tmp_path / "sound.wav", [], sound=tone(1.5))

    info = probe(sound)

    assert (info.has_picture, info.has_sound, info.rate) == (False, True, None)
    assert info.duration_s == pytest.approx(1.5, abs=0.01)


def test_a_still_image_is_recognised_whatever_its_name_is(tmp_path: Path) -> None:
    image = tmp_path / "photo.mp4"
    image.write_bytes(cv2.imencode(".png", np.zeros((30, 40, 3), np.uint8))[1].tobytes())

    info = probe(image)

    assert info.is_still
    assert (info.width, info.height) == (40, 30)


def test_the_largest_picture_is_the_film_and_default_sound_its_sound(tmp_path: Path) -> None:
    film = write_film(tmp_path / "film.mkv", plain((90, 90, 90), 10), sound=silence(0.4))

    info = probe(film)

    assert (info.video_stream, info.audio_stream, info.channels) == (0, 1, 2)


def test_files_that_are_no_media_are_refused_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "empty.mp4").touch()
    (tmp_path / "text.mp4").write_text("this is no film\n" * 50)
    (tmp_path / "noise.mov").write_bytes(np.random.default_rng(1).bytes(4000))
    film = write_film(tmp_path / "film.mp4", scene(1, 24))
    (tmp_path / "headless.mp4").write_bytes(film.read_bytes()[: film.stat().st_size // 2])

    for name in ("missing.mp4", "empty.mp4", "text.mp4", "noise.mov", "headless.mp4", "."):
        with pytest.raises(MediaError) as caught:
            probe(tmp_path / name)
        assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("list.m3u8", "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n{film}\n#EXT-X-ENDLIST\n"),
        ("list.mp4", "ffconcat version 1.0\nfile '{film}'\n"),
        ("list.mpd", '<?xml version="1.0"?><MPD><BaseURL>{film}</BaseURL></MPD>'),
        ("list.sdp", "v=0\nm=video 5004 RTP/AVP 96\nc=IN IP4 127.0.0.1\n"),
    ],
)
def test_playlists_that_name_other_files_are_refused(tmp_path: Path, name: str, content: str) -> None:
    film = write_film(tmp_path / "film.mp4", scene(1, 10))
    playlist = tmp_path / name
    playlist.write_text(content.format(film=film))

    with pytest.raises(MediaError):
        probe(playlist)


def test_a_name_that_looks_like_a_protocol_is_just_a_name(tmp_path: Path) -> None:
    film = write_film(tmp_path / "film.mp4", scene(1, 10))
    odd = film.rename(tmp_path / "concat:a|b %03d.mp4")

    assert probe(odd).frame_count == 10


def test_jittering_times_around_a_standard_rate_are_that_rate() -> None:
    jitter = np.random.default_rng(2).uniform(-0.004, 0.004, 300)
    times = np.arange(300) / 60 + jitter
    times -= times[0]

    rate, uneven = judge_rate(times, Fraction(6003, 100), Fraction(60))

    assert (rate.fps, uneven) == (60, False)
