"""Damaged and malicious FCPXML is refused in a sentence, never by a crash, and soon."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from xml.etree import ElementTree

import pytest

from ningbgm_agents.errors import TimelineError
from ningbgm_daemon.timeline import limits
from ningbgm_daemon.timeline.fcpxml_reader import read_fcpxml

Writer = Callable[..., Path]

REAL = Path(__file__).parents[4] / "shared" / "real" / "timelines"
RICH = (
    '<transition offset="0s" duration="1s"/>'
    '<asset-clip ref="v" name="a" offset="0s" start="1s" duration="4s"><conform-rate srcFrameRate="24"/>'
    '<timeMap><timept time="0s" value="0s" inTime="1s" outTime="1s"/><timept time="3s" value="5s"'
    ' inTime="1s" outTime="1s"/><timept time="9s" value="5s"/></timeMap>'
    '<spine lane="1" offset="2s"><title ref="t" duration="1s" start="3600s"><text>x</text></title></spine>'
    '<marker start="2s" duration="1/25s" value="m"/></asset-clip>'
    '<audition offset="4s"><clip duration="2s"><video ref="p" duration="9s"/></clip></audition>'
    '<mc-clip ref="m" offset="6s" duration="1s"><mc-source angleID="q"/></mc-clip>'
)
ABSURD = (
    "",
    "0s",
    "-5s",
    "1/3s",
    "1/9999999999999999999s",
    "99999s",
    "v",
    "t",
    "m",
    "-1",
    "999",
    "abc",
    "٣s",
)


def survives(path: Path) -> None:
    with suppress(TimelineError):
        assert read_fcpxml(path).duration > 0


def damaged(content: bytes, seed: int, times: int) -> list[bytes]:
    chance = random.Random(seed)
    copies = []
    for _ in range(times):
        flipped = bytearray(content)
        for _ in range(chance.choice((1, 1, 3))):
            # Mostly in what is text: flips of structure are all refused alike.
            flipped[chance.randrange(len(flipped))] = chance.choice(b'0123456789/s-"<> az\x00\xff')
        copies.append(bytes(flipped))
    return [*copies, *(content[: chance.randrange(len(content))] for _ in range(times // 2))]


def test_damaged_projects_are_read_or_refused(tmp_path: Path, fcpxml: Writer) -> None:
    content = fcpxml(RICH).read_bytes()
    path = tmp_path / "damaged.fcpxml"

    for copy in damaged(content, 1, 300):
        path.write_bytes(copy)
        survives(path)


@pytest.mark.skipif(not REAL.is_dir(), reason="no real timelines on this machine")
def test_damaged_real_projects_are_read_or_refused(tmp_path: Path) -> None:
    path = tmp_path / "damaged.fcpxml"
    for seed, real in enumerate(sorted(REAL.glob("*.fcpxml"))):
        for copy in damaged(real.read_bytes(), seed, 12):
            path.write_bytes(copy)
            survives(path)


def test_projects_with_absurd_attributes_are_read_or_refused(tmp_path: Path, fcpxml: Writer) -> None:
    chance, path = random.Random(7), tmp_path / "absurd.fcpxml"
    content = fcpxml(RICH).read_bytes()
    for _ in range(300):
        root = ElementTree.fromstring(content)
        for item in chance.sample(list(root.iter()), 3):
            if item.attrib:
                item.set(chance.choice(list(item.attrib)), chance.choice(ABSURD))
            if chance.random() < 0.2:
                item.tag = chance.choice(("gap", "spine", "audition", "title", "ref-clip", "video"))
        path.write_bytes(ElementTree.tostring(root))
        survives(path)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "is empty"),
        ("no xml", "not valid XML"),
        ("<fcpxml>" + "<a>" * 100_000, "nested more than"),
        ('<!DOCTYPE fcpxml [<!ENTITY a "ha">]><fcpxml>&a;</fcpxml>', "declares XML entities"),
        (
            '<!DOCTYPE fcpxml [<!ENTITY a SYSTEM "file:///etc/hostname">]><fcpxml>&a;</fcpxml>',
            "declares XML entities",
        ),
        ('<!DOCTYPE fcpxml SYSTEM "http://127.0.0.1:9/x.dtd"><fcpxml>&a;</fcpxml>', "not valid XML"),
        ('<?xml version="1.0" encoding="x-none"?><fcpxml/>', "cannot be decoded"),
        ("<xmeml/>", "holds <xmeml>"),
        ("<fcpxml><library><event/></library></fcpxml>", "holds no project"),
        ("<fcpxml><project><sequence><spine/></sequence></project></fcpxml>", "how many frames a second"),
    ],
)
def test_what_is_no_project_is_refused_in_a_sentence(text: str, sentence: str, tmp_path: Path) -> None:
    path = tmp_path / "edit.fcpxml"
    path.write_text(text)

    with pytest.raises(TimelineError, match=sentence):
        read_fcpxml(path)


def test_a_missing_info_file_of_a_bundle_is_named(tmp_path: Path) -> None:
    bundle = tmp_path / "Film.fcpxmld"
    bundle.mkdir()

    with pytest.raises(TimelineError, match=r"Info\.fcpxml cannot be read"):
        read_fcpxml(bundle)


def test_clips_inside_clips_without_end_are_refused(fcpxml: Writer) -> None:
    spine = '<clip offset="0s" duration="1s">' * 60 + "</clip>" * 60

    with pytest.raises(TimelineError, match="nests more than"):
        read_fcpxml(fcpxml(spine))


def test_compounds_that_multiply_are_refused_before_they_fill_the_memory(
    fcpxml: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MAX_PLAYED", 5_000)
    shot = '<asset-clip ref="v" offset="0s" duration="1/10s"/>'
    tenfold = "".join(
        f'<media id="m{i}"><sequence format="f1"><spine>{shot}'
        + f'<ref-clip ref="m{i + 1}" duration="99s"/>' * 10
        + "</spine></sequence></media>"
        for i in range(8)
    )
    last = f'<media id="m8"><sequence format="f1"><spine>{shot}</spine></sequence></media>'

    with pytest.raises(TimelineError, match="too many clips"):
        read_fcpxml(fcpxml('<ref-clip ref="m0" offset="0s" duration="99s"/>', resources=tenfold + last))


@pytest.mark.parametrize("length", ["-1s", "99999999s"])
def test_lengths_that_cannot_be_are_refused(length: str, fcpxml: Writer) -> None:
    with pytest.raises(TimelineError, match=r"negative length|longer than 24 hours|is no time"):
        read_fcpxml(fcpxml(f'<asset-clip ref="v" offset="0s" duration="{length}"/>'))
