"""Writes a small AAF: one clip, and the same file again at another speed."""

from __future__ import annotations

import uuid
from pathlib import Path

import aaf2
from aaf2.auid import AUID

_MOTION = "9d2ea890-0968-11d3-8a38-0050040ef7d2"


def write_aaf(path: Path, rate: str = "24", fps: int = 24, start: int = 86_400, drop: bool = False) -> Path:
    """`tape.mov` from frame 10 for 100 frames, then from frame 200 at double speed for 50."""
    with aaf2.open(str(path), "w") as file:
        source = file.create.SourceMob("tape.mov")
        file.content.mobs.append(source)
        source.descriptor = _descriptor(file, rate)
        essence = source.create_picture_slot(rate)
        essence.segment = file.create.SourceClip(length=1000, media_kind="picture")
        master = file.create.MasterMob("tape")
        file.content.mobs.append(master)
        slot = master.create_picture_slot(rate)
        slot.segment = source.create_source_clip(essence.slot_id, start=0, length=1000)
        cut = file.create.CompositionMob("cut")
        cut.usage = "Usage_TopLevel"
        file.content.mobs.append(cut)
        _timecode(file, cut, rate, fps, start, drop)
        sequence = file.create.Sequence("picture")
        picture = cut.create_picture_slot(rate)
        picture.segment = sequence
        picture["PhysicalTrackNumber"].value = 1
        sequence.components.append(master.create_source_clip(slot.slot_id, start=10, length=100))
        sequence.components.append(_double(file, master, slot.slot_id))
        sequence.length = 150
    return path


def _descriptor(file: aaf2.file.AAFFile, rate: str) -> object:
    descriptor = file.create.CDCIDescriptor()
    facts = {
        "ComponentWidth": 8, "HorizontalSubsampling": 2, "StoredWidth": 64, "StoredHeight": 36,
        "VideoLineMap": [0, 0], "ImageAspectRatio": "16/9", "FrameLayout": "FullFrame",
        "SampleRate": rate, "Length": 1000,
    }  # fmt: skip
    for name, value in facts.items():
        descriptor[name].value = value
    locator = file.create.NetworkLocator()
    locator["URLString"].value = "file:///C:/media/tape.mov"
    descriptor["Locator"].append(locator)
    return descriptor


def _timecode(
    file: aaf2.file.AAFFile, cut: aaf2.mobs.CompositionMob, rate: str, fps: int, start: int, drop: bool
) -> None:
    slot = cut.create_timeline_slot(rate)
    code = file.create.Timecode(fps=fps, drop=drop)
    code.length, code.start = 150, start
    slot.segment = code
    slot["PhysicalTrackNumber"].value = 1


def _double(file: aaf2.file.AAFFile, master: aaf2.mobs.MasterMob, slot_id: int) -> object:
    ratio = file.create.ParameterDef(
        AUID(str(uuid.UUID(int=7))), "SpeedRatio", "", file.dictionary.lookup_typedef("Rational")
    )
    file.dictionary.register_def(ratio)
    motion = file.create.OperationDef(AUID(_MOTION), "Motion Control", "")
    motion.media_kind = "picture"
    motion["IsTimeWarp"].value = True
    motion["NumberInputs"].value = 1
    file.dictionary.register_def(motion)
    group = file.create.OperationGroup(motion, 50, "picture")
    group.parameters.append(file.create.ConstantValue(ratio, "1/2"))
    group.segments.append(master.create_source_clip(slot_id, start=200, length=100))
    return group
