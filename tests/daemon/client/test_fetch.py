"""Stems arrive whole, verified, and from where an earlier try broke."""

from __future__ import annotations

import hashlib
import zlib
from pathlib import Path

import pytest

from fakes.house_in_thread import HouseInThread
from ningbgm.v1.stem_service_pb2 import DownloadStemResponse
from ningbgm_agents.errors import DeliveryError, NotFoundError, StateError, StoreError
from ningbgm_daemon.client import Client
from ningbgm_daemon.client.part_file import PartFile

CONTENT = bytes(range(256)) * 40


def piece(content: bytes, offset: int = 0, whole: bytes = CONTENT) -> DownloadStemResponse:
    return DownloadStemResponse(
        offset=offset,
        content=content,
        crc32=zlib.crc32(content),
        size_bytes=len(whole),
        sha256=hashlib.sha256(whole).hexdigest(),
    )


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


class TestStems:
    def test_a_stem_of_this_machine_is_copied(self, bgm: Client, tmp_path: Path) -> None:
        stem = bgm.get_score("s1").cue("1m1").stem("mix")

        saved = stem.save(tmp_path / "new" / "mix.wav")

        assert saved.read_bytes() == Path(stem.path).read_bytes()
        assert files(saved.parent) == ["mix.wav"]

    def test_a_stem_of_another_machine_is_downloaded(self, bgm: Client, tmp_path: Path) -> None:
        stem = bgm.get_score("s1").cue("1m2").stem("mix")
        said: list[tuple[int, int]] = []

        saved = bgm.save_stem(stem.name, tmp_path / "mix.wav", lambda done, size: said.append((done, size)))

        assert hashlib.sha256(saved.read_bytes()).hexdigest() == stem.sha256
        assert said[-1] == (stem.size_bytes, stem.size_bytes)
        assert not [name for name in files(tmp_path) if name.endswith(".part")]

    def test_a_file_that_changed_is_not_copied(self, bgm: Client, tmp_path: Path) -> None:
        stem = bgm.get_score("s1").cue("1m1").stem("mix")
        Path(stem.path).write_bytes(b"something else")

        with pytest.raises(StateError, match="was changed"):
            stem.save(tmp_path / "mix.wav")

        assert not (tmp_path / "mix.wav").exists()

    def test_a_stem_that_is_not_there_is_said(self, bgm: Client, tmp_path: Path) -> None:
        with pytest.raises(NotFoundError):
            bgm.save_stem("scores/s1/cues/1m1/stems/drums", tmp_path / "x.wav")

    def test_a_download_goes_on_when_the_daemon_comes_back(
        self, served: HouseInThread, bgm: Client, tmp_path: Path
    ) -> None:
        stem = bgm.get_score("s1").cue("1m1").stem("mix")
        part = PartFile(stem.name, tmp_path / "mix.wav")
        beginning = Path(stem.path).read_bytes()[:1000]
        part.take(piece(beginning, 0, Path(stem.path).read_bytes()))
        said: list[int] = []

        bgm.save_stem(stem.name, tmp_path / "mix.wav", lambda done, _: said.append(done))

        assert (tmp_path / "mix.wav").read_bytes() == Path(stem.path).read_bytes()
        assert said[0] > 1000

    def test_a_folder_that_cannot_be_written_is_said(self, bgm: Client, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("")

        with pytest.raises(DeliveryError, match="cannot be written"):
            bgm.get_score("s1").cue("1m1").stem("mix").save(tmp_path / "file" / "mix.wav")


class TestPartFile:
    def test_pieces_make_the_file(self, tmp_path: Path) -> None:
        part = PartFile("stem", tmp_path / "a.wav")

        assert part.take(piece(CONTENT[:5000]))
        assert not part.complete
        assert part.take(piece(CONTENT[5000:], 5000))
        assert part.complete
        assert part.finish()

        assert (tmp_path / "a.wav").read_bytes() == CONTENT
        assert files(tmp_path) == ["a.wav"]

    def test_a_damaged_piece_is_asked_for_again(self, tmp_path: Path) -> None:
        part = PartFile("stem", tmp_path / "a.wav")
        damaged = piece(CONTENT)
        damaged.crc32 ^= 1

        assert not part.take(damaged)
        assert part.offset == 0
        assert part.take(piece(CONTENT))

    def test_a_file_that_stays_damaged_is_said(self, tmp_path: Path) -> None:
        part = PartFile("stem", tmp_path / "a.wav", "0" * 64)

        for _ in range(2):
            part.take(piece(CONTENT))
            assert not part.finish()
        part.take(piece(CONTENT))
        with pytest.raises(StoreError, match="damaged"):
            part.finish()

        assert files(tmp_path) == []

    def test_an_empty_file_arrives(self, tmp_path: Path) -> None:
        part = PartFile("stem", tmp_path / "a.wav")

        assert part.take(piece(b"", 0, b""))
        assert part.complete
        assert part.finish()
        assert (tmp_path / "a.wav").read_bytes() == b""
