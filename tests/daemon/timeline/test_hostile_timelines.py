"""Broken and hostile timeline files end in one sentence, never in a traceback."""

from __future__ import annotations

import json
import random
import re
import zipfile
from pathlib import Path

import opentimelineio as otio
import pytest
from fcp7_files import clip, key, marker, remap, sequence, track, transition, write

from ningbgm_agents.errors import InputError, TimelineError
from ningbgm_daemon.timeline import limits
from ningbgm_daemon.timeline.otio_reader import read_otio
from ningbgm_daemon.timeline.reader import open_edit


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


EDL = """TITLE: T
FCM: DROP FRAME
001  A   V     C        00:00:00:00 00:00:02:00 01:00:00:00 01:00:02:00
* FROM CLIP NAME: a.mov
M2   A   050.0   00:00:00:00
002  A   V     C        00:00:02:00 00:00:02:00 01:00:02:00 01:00:02:00
002  B   AA/V  D 010    00:00:10:00 00:00:12:00 01:00:02:00 01:00:04:00
* LOC: 01:00:01:00 RED  drop
003  BL  V     K B      00:00:00:00 00:00:01:00 01:00:04:00 01:00:05:00
"""


def xml() -> str:
    inner = sequence(track(clip("x", 0, 100, 0, 100, marker(5, "m"))), attributes=' id="n"')
    keys = key(0, 0) + key(20, 10) + key(1020, 2010)
    return sequence(
        track(
            clip("a", 0, -1, 0, 60, remap(100, keys, variable=True)),
            transition(40, 60),
            clip("nest", -1, 100, 7, 67, source=inner),
        ),
        track(clip("s.wav", 0, 50, 0, 50, "<pproTicksIn>0</pproTicksIn><pproTicksOut>99</pproTicksOut>")),
        marker(3, "music in"),
    )


@pytest.mark.parametrize("kind", ["edl", "xml", "otioz"])
def test_other_dialects_broken_anywhere_never_escape(kind: str, tmp_path: Path) -> None:
    path, dice = tmp_path / f"t.{kind}", random.Random(kind)
    if kind == "edl":
        path.write_text(EDL)
    elif kind == "xml":
        write(path, xml())
    else:
        with zipfile.ZipFile(path, "w") as bundle:
            bundle.writestr("content.otio", good())
            bundle.writestr("media/a.mov", b"x")
    whole = path.read_bytes()

    for length in range(0, len(whole), max(1, len(whole) // 60)):
        opened(path, whole[:length])
    for _ in range(250):
        broken = bytearray(whole)
        for _ in range(dice.randint(1, 5)):
            broken[dice.randrange(len(broken))] = dice.randrange(256)
        opened(path, bytes(broken))


@pytest.mark.parametrize(
    "number", ["-1", "0", "1e9", "99999999999999999999", "1/0", "nan", "inf", "", "x", "-9223372036854775808"]
)
def test_odd_numbers_in_xml_never_escape(number: str, tmp_path: Path) -> None:
    path, dice = tmp_path / "t.xml", random.Random(number)
    pieces = re.split(r"(?<=>)([0-9]+)(?=<)", write(path, xml()).read_text())

    for _ in range(40):
        changed = list(pieces)
        for _ in range(dice.randint(1, 4)):
            changed[dice.randrange(1, len(changed), 2)] = number
        opened(path, "".join(changed).encode())


def test_xml_that_expands_or_asks_outside_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.xml"
    head = '<?xml version="1.0"?><!DOCTYPE xmeml [{}]><xmeml><sequence><name>&a;</name></sequence></xmeml>'
    for declared in ('<!ENTITY a "aaaa">', '<!ENTITY a SYSTEM "file:///etc/passwd">'):
        path.write_text(head.format(declared))
        with pytest.raises(TimelineError, match="entities"):
            open_edit(path)


def test_nests_that_multiply_are_laid_once_and_refused_where_they_explode(tmp_path: Path) -> None:
    def nest(level: int, effect: str) -> str:
        inner = f'<sequence id="s{level + 1}"/>'
        clips = (clip("n", n * 10, n * 10 + 10, 0, 10, effect, source=inner) for n in range(9))
        return sequence(track(*clips), attributes=f' id="s{level}"')

    last = sequence(track(clip("x", 0, 90, 0, 90)), attributes=' id="s20"')

    plain = open_edit(write(tmp_path / "t.xml", *(nest(level, "") for level in range(20)), last))
    assert plain.duration == 90
    with pytest.raises(TimelineError, match="more than"):
        open_edit(write(tmp_path / "t.xml", *(nest(level, remap(900)) for level in range(20)), last))


def opened(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    said = ""
    try:
        open_edit(path, bundle_folder=path.parent / "cache")
    except InputError as error:
        said = str(error)
    assert "\n" not in said
    assert len(said) < 400


def _written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def _mutate(root: object, dice: random.Random, odd: list[object]) -> None:
    places: list[tuple[dict[str, object] | list[object], object]] = []
    waiting = [root]
    while waiting:
        value = waiting.pop()
        items = value.items() if isinstance(value, dict) else enumerate(value)  # type: ignore[arg-type]  # lists only
        for place, inner in list(items):
            places.append((value, place))  # type: ignore[arg-type]  # containers only
            if isinstance(inner, (dict, list)):
                waiting.append(inner)
    for _ in range(dice.randint(1, 3)):
        container, place = dice.choice(places)
        container[place] = dice.choice(odd)  # type: ignore[index,call-overload]  # keys of their containers
