"""The preview film: what is seen and heard at which frame, for copied and for drawn pictures."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
import soundfile

from ningbgm_agents.errors import DeliveryError
from ningbgm_agents.timeline import Edit, FrameRate, Media, Shot, Sound, Span, Track
from ningbgm_daemon.delivery.preview import write_preview
from ningbgm_daemon.delivery.preview_copy import copied_picture
from ningbgm_daemon.delivery.preview_sound import limited

RATE = FrameRate(Fraction(25))
FLASH = 30
FRAMES = 50


def make_film(path: Path, fps: int = 25, codec: str = "libx264", size: tuple[int, int] = (160, 96)) -> Path:
    """Dark grey, brighter frame by frame, with one white frame and a click on it."""
    with av.open(str(path), "w") as out:
        video = out.add_stream(codec, rate=fps, options={"g": "25"} if codec == "libx264" else {})
        video.width, video.height, video.pix_fmt = *size, "yuv420p"
        audio = out.add_stream("aac", rate=48_000, layout="stereo")
        for frame in range(FRAMES):
            luma = 235 if frame == FLASH else 40 + 2 * frame
            planes = np.full((size[1] * 3 // 2, size[0]), 128, np.uint8)
            planes[: size[1]] = luma
            picture = av.VideoFrame.from_ndarray(planes, format="yuv420p")
            picture.pts, picture.time_base = frame, Fraction(1, fps)
            out.mux(video.encode(picture))
            count = 48_000 // fps
            sound = np.zeros((2, count), np.float32)
            if frame == FLASH:
                sound[:, :240] = 0.6
            heard = av.AudioFrame.from_ndarray(sound, format="fltp", layout="stereo")
            heard.sample_rate, heard.pts, heard.time_base = (
                48_000,
                frame * count,
                Fraction(1, 48_000),
            )
            out.mux(audio.encode(heard))
        out.mux(video.encode(None))
        out.mux(audio.encode(None))
    return path


def make_music(path: Path, samples: int, click: int | None = None) -> Path:
    sound = np.zeros((samples, 2))
    if click is not None:
        sound[click : click + 240] = 0.6
    soundfile.write(path, sound, 48_000, subtype="PCM_24")
    return path


def seen(path: Path) -> list[tuple[float, float]]:
    """Time and mean luma of each picture, as a player shows them."""
    with av.open(str(path)) as film:
        return [
            (
                frame.time,
                float(
                    np.frombuffer(frame.planes[0], np.uint8)
                    .reshape(frame.height, -1)[:, : frame.width]
                    .mean()
                ),
            )
            for frame in film.decode(video=0)
        ]


def heard(path: Path) -> np.ndarray:
    """The sound from second 0 on, as a player plays it: float32, shape (samples,)."""
    with av.open(str(path)) as film:
        frames = [frame for frame in film.decode(audio=0) if frame.pts is not None]
        first = round(frames[0].pts * frames[0].time_base * 48_000)
        sound = np.concatenate([frame.to_ndarray().mean(axis=0) for frame in frames])
    return sound[-first:] if first < 0 else np.concatenate([np.zeros(first), sound])


def clicks(sound: np.ndarray) -> list[float]:
    """Seconds at which the sound gets loud."""
    loud = np.abs(sound) > 0.3
    starts = np.flatnonzero(loud & ~np.roll(loud, 1))
    kept = [start for i, start in enumerate(starts) if i == 0 or start - starts[i - 1] > 2400]
    return [start / 48_000 for start in kept]


def one_shot(path: Path, scored: Span | None = None) -> Edit:
    whole = Span(0, FRAMES)
    shots = (
        Shot(Span(0, 20), media=Media(str(path))),
        Shot(Span(20, FRAMES), media=Media(str(path)), source_start_s=Fraction(20, 25)),
    )
    return Edit("film", RATE, whole.end, shots=shots, scored=scored, width=160, height=96)


@pytest.fixture
def film(tmp_path: Path) -> Path:
    return make_film(tmp_path / "film.mp4")


def brightest(path: Path) -> float:
    return max(seen(path), key=lambda item: item[1])[0]


def test_a_whole_film_is_copied_and_keeps_every_picture_in_its_place(film: Path, tmp_path: Path) -> None:
    music = make_music(tmp_path / "music.wav", 96_000, click=48_000)

    write_preview(tmp_path / "preview.mp4", one_shot(film), music)

    assert copied_picture(one_shot(film)) is not None
    assert len(seen(tmp_path / "preview.mp4")) == FRAMES
    assert seen(tmp_path / "preview.mp4")[0][0] == 0
    assert brightest(tmp_path / "preview.mp4") == pytest.approx(FLASH / 25, abs=0.001)


@pytest.mark.parametrize("container", ["film.mp4", "film.mkv", "film.mov"])
def test_music_and_film_sound_meet_the_picture_within_half_a_frame(container: str, tmp_path: Path) -> None:
    film = make_film(tmp_path / container)
    music = make_music(tmp_path / "music.wav", 96_000, click=48_000)

    write_preview(tmp_path / "preview.mp4", one_shot(film), music)

    assert clicks(heard(tmp_path / "preview.mp4")) == pytest.approx([1.0, FLASH / 25], abs=0.004)


def test_a_range_inside_a_film_is_drawn_and_starts_at_zero(film: Path, tmp_path: Path) -> None:
    edit = one_shot(film, Span(10, 40))
    music = make_music(tmp_path / "music.wav", 57_600, click=9_600)

    write_preview(tmp_path / "preview.mp4", edit, music)

    assert copied_picture(edit) is None
    assert len(seen(tmp_path / "preview.mp4")) == 30
    assert brightest(tmp_path / "preview.mp4") == pytest.approx(20 / 25, abs=0.001)
    assert clicks(heard(tmp_path / "preview.mp4")) == pytest.approx([0.2, 0.8], abs=0.004)


def test_a_range_from_an_entry_point_to_the_end_is_copied(film: Path, tmp_path: Path) -> None:
    edit = one_shot(film, Span(25, 50))
    music = make_music(tmp_path / "music.wav", 48_000)

    write_preview(tmp_path / "preview.mp4", edit, music)

    assert copied_picture(edit) is not None
    assert seen(tmp_path / "preview.mp4")[0][0] == 0
    assert brightest(tmp_path / "preview.mp4") == pytest.approx(5 / 25, abs=0.001)
    assert clicks(heard(tmp_path / "preview.mp4")) == pytest.approx([0.2], abs=0.004)


def test_a_codec_that_does_not_fit_is_drawn(tmp_path: Path) -> None:
    film = make_film(tmp_path / "film.avi", codec="mpeg4")

    write_preview(tmp_path / "preview.mp4", one_shot(film), make_music(tmp_path / "music.wav", 96_000))

    assert copied_picture(one_shot(film)) is None
    assert brightest(tmp_path / "preview.mp4") == pytest.approx(FLASH / 25, abs=0.041)


def test_a_timeline_shows_shots_gaps_and_missing_media(film: Path, tmp_path: Path) -> None:
    media = Media(str(film))
    shots = (
        Shot(Span(0, 10), media=media),
        Shot(Span(15, 20), media=Media("/nowhere/lost.mp4", offline=True)),
        Shot(Span(20, 30), media=media, source_start_s=Fraction(28, 25)),
    )
    edit = Edit("cut", RATE, 30, shots=shots, width=160, height=96)

    write_preview(tmp_path / "preview.mp4", edit, make_music(tmp_path / "music.wav", 57_600))

    lumas = [luma for _, luma in seen(tmp_path / "preview.mp4")]
    assert lumas[3] == pytest.approx(46, abs=4)
    assert max(lumas[10:20]) < 20
    assert int(np.argmax(lumas)) == 22


@pytest.mark.parametrize(
    ("speed", "start", "flash"),
    [(Fraction(2), 0, 15), (Fraction(1, 2), 25, 10), (Fraction(-1), 40, 10)],
)
def test_a_changed_speed_shows_the_nearest_picture(
    speed: Fraction, start: int, flash: int, film: Path, tmp_path: Path
) -> None:
    shot = Shot(Span(0, 20), media=Media(str(film)), source_start_s=Fraction(start, 25), speed=speed)
    edit = Edit("fast", RATE, 20, shots=(shot,), width=160, height=96)

    write_preview(tmp_path / "preview.mp4", edit, make_music(tmp_path / "music.wav", 38_400))

    lumas = [luma for _, luma in seen(tmp_path / "preview.mp4")]
    assert len(lumas) == 20
    assert int(np.argmax(lumas)) == flash


def test_old_music_on_the_timeline_is_not_heard(film: Path, tmp_path: Path) -> None:
    sound = Sound(Span(0, FRAMES), Media(str(film)))
    edit = Edit("cut", RATE, FRAMES, tracks=(Track("A1", "music", (sound,)),))

    write_preview(tmp_path / "preview.mp4", edit, make_music(tmp_path / "music.wav", 96_000, click=24_000))

    assert clicks(heard(tmp_path / "preview.mp4")) == pytest.approx([0.5], abs=0.004)


def test_sound_alone_becomes_a_film_with_a_waveform(tmp_path: Path) -> None:
    edit = Edit("talk", RATE, FRAMES)

    write_preview(tmp_path / "preview.mp4", edit, make_music(tmp_path / "music.wav", 96_000, click=48_000))

    pictures = seen(tmp_path / "preview.mp4")
    assert len(pictures) == FRAMES // 2
    assert pictures[0][1] > 16


def test_still_images_are_shown_in_turn(tmp_path: Path, png: Callable[[str, int], Path]) -> None:
    images = (png("dark.png", 60), png("bright.png", 220))
    edit = Edit("stills", RATE, FRAMES)

    write_preview(tmp_path / "preview.mp4", edit, make_music(tmp_path / "music.wav", 96_000), images)

    pictures = seen(tmp_path / "preview.mp4")
    assert pictures[0][1] < 90
    assert pictures[-1][1] > 180


def test_a_portrait_film_is_drawn_upright(tmp_path: Path) -> None:
    film = make_film(tmp_path / "tall.avi", codec="mpeg4", size=(96, 160))
    edit = Edit("tall", RATE, 5, shots=(Shot(Span(0, 5), media=Media(str(film))),), width=96, height=160)

    write_preview(tmp_path / "preview.mp4", edit, make_music(tmp_path / "music.wav", 9_600))

    with av.open(str(tmp_path / "preview.mp4")) as shown:
        assert (shown.streams.video[0].width, shown.streams.video[0].height) == (96, 160)


def test_progress_rises_to_the_end(film: Path, tmp_path: Path) -> None:
    told: list[float] = []

    write_preview(
        tmp_path / "preview.mp4",
        one_shot(film),
        make_music(tmp_path / "music.wav", 96_000),
        progress=told.append,
    )

    assert told == sorted(told)
    assert told[-1] == 1.0


def test_a_folder_that_is_not_there_is_a_delivery_error_and_leaves_nothing(
    film: Path, tmp_path: Path
) -> None:
    music = make_music(tmp_path / "music.wav", 96_000)

    with pytest.raises(DeliveryError, match="cannot be written"):
        write_preview(tmp_path / "missing" / "preview.mp4", one_shot(film), music)

    assert sorted(path.name for path in tmp_path.iterdir()) == ["film.mp4", "music.wav"]


def test_the_limiter_leaves_quiet_sound_alone_and_keeps_loud_sound_under_the_ceiling() -> None:
    quiet = np.full((2, 4), 0.5, np.float32)
    loud = np.array([[0.9, -1.8, 3.0, 0.1]] * 2, np.float32)

    assert (limited(quiet) == quiet).all()
    assert np.abs(limited(loud)).max() < 0.99
    assert (np.sign(limited(loud)) == np.sign(loud)).all()


@pytest.fixture
def png(tmp_path: Path) -> Callable[[str, int], Path]:
    import cv2

    def make(name: str, grey: int) -> Path:
        path = tmp_path / name
        cv2.imwrite(str(path), np.full((90, 160, 3), grey, np.uint8))
        return path

    return make
