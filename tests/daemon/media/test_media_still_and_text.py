from pathlib import Path

import cv2
import numpy as np
import pytest
from drawn_films import scene, write_film
from hypothesis import given
from hypothesis import strategies as st

from ningbgm_agents.errors import MediaError
from ningbgm_daemon.media.look import palette
from ningbgm_daemon.media.still import see_image
from ningbgm_daemon.media.text import read_words

SRT = "1\n00:00:01,500 --> 00:00:03,000\n<i>Hello</i>\nthere\n\n2\n01:00:00,000 --> 01:00:01,5\nBye\n"


def painted(path: Path, rgb: tuple[int, int, int]) -> Path:
    cv2.imwrite(str(path), np.full((60, 80, 3), rgb[::-1], np.uint8))
    return path


@pytest.mark.parametrize("suffix", ["png", "jpg", "webp", "bmp", "tiff"])
def test_a_warm_bright_image_is_seen_so(tmp_path: Path, suffix: str) -> None:
    shown = see_image(painted(tmp_path / f"image.{suffix}", (240, 150, 40)))

    assert shown.look.warmth > 0.5
    assert shown.look.brightness > 0.5
    assert shown.look.saturation > 0.5
    assert shown.look.contrast < 0.05
    first = shown.look.palette[0]
    assert (first.red, first.green, first.blue) == pytest.approx((240, 150, 40), abs=6)


def test_the_first_picture_of_a_gif_is_seen(tmp_path: Path) -> None:
    gif = write_film(tmp_path / "a.gif", scene(1, 4), 10, codec="gif", pix_fmt="rgb8")

    assert len(see_image(gif).look.palette) == 5


def test_a_film_frame_and_the_same_image_look_alike(tmp_path: Path) -> None:
    from ningbgm_daemon.media.sense import sense

    picture = scene(8, 1)[0]
    cv2.imwrite(str(tmp_path / "a.png"), picture[..., ::-1])
    film = write_film(tmp_path / "a.mp4", [picture] * 12)

    of_film, of_image = sense(film).evidence.shots[0].look, see_image(tmp_path / "a.png").look

    assert of_film.brightness == pytest.approx(of_image.brightness, abs=0.03)
    assert of_film.warmth == pytest.approx(of_image.warmth, abs=0.1)
    assert of_film.contrast == pytest.approx(of_image.contrast, abs=0.05)


def test_what_is_no_image_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"\xff\xd8\xff\xe0 and nothing more")

    with pytest.raises(MediaError):
        see_image(tmp_path / "a.jpg")


@given(st.lists(st.tuples(*[st.integers(0, 255)] * 3), min_size=1, max_size=60))
def test_a_palette_has_at_most_five_colours_and_covers_everything(
    pixels: list[tuple[int, int, int]],
) -> None:
    colours = palette(np.array(pixels, np.uint8))

    assert 1 <= len(colours) <= 5
    assert sum(colour.share for colour in colours) == pytest.approx(1, abs=0.01)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "gb18030"])
def test_chinese_text_is_read_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    text = "黄昏的海边，女孩在等待。\nShe waits for her brother, 她不说话。"
    path = tmp_path / "synopsis.txt"
    path.write_bytes(text.encode(encoding))

    assert [words.text for words in read_words(path)] == [text]


def test_subtitles_keep_their_times(tmp_path: Path) -> None:
    path = tmp_path / "a.srt"
    path.write_bytes(SRT.replace("\n", "\r\n").encode())

    first, second = read_words(path)

    assert (first.text, first.start_s, first.end_s) == ("Hello there", 1.5, 3.0)
    assert (second.text, second.start_s) == ("Bye", 3600.0)


def test_webvtt_is_read_without_hours(tmp_path: Path) -> None:
    path = tmp_path / "a.vtt"
    path.write_text("WEBVTT\n\nNOTE a note\n\n00:02.000 --> 00:04.250 align:start\n<v Ann>Run!\n")

    (words,) = read_words(path)

    assert (words.text, words.start_s, words.end_s) == ("Run!", 2.0, 4.25)


def test_a_binary_file_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(bytes(range(256)) * 20)

    with pytest.raises(MediaError):
        read_words(path)


def test_an_empty_wish_for_words_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.srt"
    path.write_text("no times in here")

    with pytest.raises(MediaError):
        read_words(path)
