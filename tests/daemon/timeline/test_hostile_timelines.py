"""Broken and hostile timeline files end in one sentence, never in a traceback."""

from __future__ import annotations

import json
import random
from pathlib import Path

import opentimelineio as otio
import pytest

from ningbgm_agents.errors import InputError, TimelineError
from ningbgm_daemon.timeline import limits
from ningbgm_daemon.timeline.otio_reader import read_otio


def good() -> str:
    time, span = otio.opentime.RationalTime, otio.opentime.TimeRange
    made = otio.schema.Timeline("T", global_start_time=time(86400, 24))
    for kind in ("Video", "Audio"):
        lane = otio.schema.Track(kind, kind=kind)
        for name in ("a", "b"):
            source = span(time(0, 24), time(24, 24))
            piece = otio.schema.Clip(name, otio.schema.ExternalReference(f"{name}.mov"), source)
            piece.effects.append(otio.schema.LinearTimeWarp(time_scalar=1.5))
            piece.markers.append(otio.schema.Marker("m", span(time(3, 24), time(1, 24))))
            lane.append(piece)
        lane.insert(1, otio.schema.Transition("x", "SMPTE_Dissolve", time(2, 24), time(2, 24)))
        made.tracks.append(lane)
    return str(made.to_json_string())


def read(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    said = ""
    try:
        read_otio(path)
    except InputError as error:
        said = str(error)
    assert "\n" not in said
    assert len(said) < 400


def test_truncated_files_are_refused(tmp_path: Path) -> None:
    content = good().encode()

    for length in range(0, len(content) - 1, max(1, len(content) // 40)):
        with pytest.raises(TimelineError):
            read_otio(_written(tmp_path / "t.otio", content[:length]))


def test_flipped_bytes_never_escape(tmp_path: Path) -> None:
    content, dice = good().encode(), random.Random(1)

    for _ in range(300):
        broken = bytearray(content)
        for _ in range(dice.randint(1, 4)):
            broken[dice.randrange(len(broken))] ^= 1 << dice.randrange(8)
        read(tmp_path / "t.otio", bytes(broken))


def test_values_of_the_wrong_kind_never_escape(tmp_path: Path) -> None:
    dice = random.Random(2)
    odd = [None, -1, 0, 1e308, "x", [], {}, True, 10**30, ["a"], {"OTIO_SCHEMA": "Clip.2"}]

    for _ in range(300):
        root = json.loads(good())
        _mutate(root, dice, odd)
        read(tmp_path / "t.otio", json.dumps(root).encode())


def test_numbers_that_are_none_never_escape(tmp_path: Path) -> None:
    for number in ("NaN", "Infinity", "-Infinity", "1e400", "-24.0", "0.0"):
        read(tmp_path / "t.otio", good().replace("24.0", number).encode())


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00",
        b"null",
        b"[]",
        b"{}",
        b'{"OTIO_SCHEMA": 3}',
        b'{"OTIO_SCHEMA": "Nonsense.1"}',
        b'{"OTIO_SCHEMA": "Timeline.99"}',
        b"[" * 200_000,
        b'{"a":' * 50_000,
        b'{"OTIO_SCHEMA":"Timeline.1","metadata":' + b'{"a":' * 500 + b"1" + b"}" * 501,
    ],
    ids=range(11),
)
def test_what_is_no_timeline_is_refused(content: bytes, tmp_path: Path) -> None:
    with pytest.raises(TimelineError):
        read_otio(_written(tmp_path / "t.otio", content))


def test_a_file_too_large_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "big.otio"
    with path.open("wb") as file:
        file.truncate(limits.MAX_FILE_BYTES + 1)

    with pytest.raises(TimelineError, match="larger"):
        read_otio(path)


def _written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def _mutate(root: object, dice: random.Random, odd: list[object]) -> None:
    places: list[tuple[dict[str, object] | list[object], object]] = []
    waiting = [root]
    while waiting:
        value = waiting.pop()
        items = value.items() if isinstance(value, dict) else enumerate(value)  # type: ignore[arg-type]  # lists only
        for key, inner in list(items):
            places.append((value, key))  # type: ignore[arg-type]  # containers only
            if isinstance(inner, (dict, list)):
                waiting.append(inner)
    for _ in range(dice.randint(1, 3)):
        container, key = dice.choice(places)
        container[key] = dice.choice(odd)  # type: ignore[index,call-overload]  # keys of their containers
