"""Media files as timelines describe them."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from ningbgm_agents.timeline import Media
from ningbgm_daemon.delivery.source_files import SourceFiles, file_url
from ningbgm_daemon.performance.bwf import Stamp, WaveWriter


@pytest.mark.parametrize(
    ("path", "url"),
    [
        ("/films/My film #1?.mov", "file:///films/My%20film%20%231%3F.mov"),
        ("/films/100% ü.mov", "file:///films/100%25%20%C3%BC.mov"),
        ("C:\\Films\\a b.mov", "file:///C:/Films/a%20b.mov"),
        ("d:/Films/a&b.mov", "file:///d:/Films/a&b.mov"),
        ("\\\\nas\\share 1\\a.mov", "file://nas/share%201/a.mov"),
        ("http://example.org/a.mov", "http://example.org/a.mov"),
        ("Scene 4: take 1", "Scene%204:%20take%201"),
        ("/odd/\udcff\ud800.mov", "file:///odd/%FF%EF%BF%BD.mov"),
    ],
)
def test_paths_of_every_machine_become_urls(path: str, url: str) -> None:
    assert file_url(path) == url


def test_a_broadcast_wav_starts_at_its_time_reference(tmp_path: Path) -> None:
    path = tmp_path / "take.wav"
    with WaveWriter(path, Stamp(time_reference=48_000 * 3600 + 12)) as writer:
        writer.write(np.zeros((2, 24_000), np.int32))

    source = SourceFiles().of(Media(str(path)))

    assert source.start_s == 3600 + Fraction(12, 48_000)
    assert source.length_s == Fraction(1, 2)
    assert (source.has_picture, source.channels) == (False, 2)


def test_of_offline_media_the_name_tells_whether_it_has_a_picture() -> None:
    sources = SourceFiles()

    film, sound = (sources.of(Media(f"X:\\a\\{name}", offline=True)) for name in ("a.mxf", "b.WAV"))

    assert (film.name, film.has_picture, film.length_s) == ("a.mxf", True, None)
    assert (sound.name, sound.has_picture, sound.channels) == ("b.WAV", False, 2)


def test_an_offline_photograph_is_a_still() -> None:
    assert SourceFiles().of(Media("/gone/photo.JPG", offline=True)).is_still


def test_what_cannot_be_read_is_described_like_offline_media(tmp_path: Path) -> None:
    path = tmp_path / "broken.mov"
    path.write_bytes(b"x")

    source = SourceFiles().of(Media(str(path)))

    assert (source.url, source.length_s) == (path.as_uri(), None)
