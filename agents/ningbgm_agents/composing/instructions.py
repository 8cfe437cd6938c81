"""Markers that instruct: where music begins and ends, where none may sound, and what it must hit."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from ..timeline import Edit, Marker, Span

InstructionKind = Literal["music in", "music out", "silence", "drop", "hit"]

_PHRASES: Mapping[InstructionKind, str] = {
    "silence": r"\b(?:no|without|kill|mute|lose)\s+(?:the\s+|any\s+)?(?:music|score|bgm)\b|\bsilen(?:ce|t)\b"
    r"|(?:无|没有|不要|不用|关)(?:背景)?(?:音乐|配乐)|静音|无声|留白|静默|安静",
    "music in": r"\b(?:music|score|cue|mx|bgm)\s*(?:in|on|starts?|begins?|enters?|up)\b"
    r"|\b(?:start|bring in|begin|enter)\s+(?:the\s+)?(?:music|score|cue)\b"
    r"|(?:音乐|配乐|BGM)\s*(?:进入?|起|开始|淡入|响起)|(?:进|起|上)(?:音乐|配乐|BGM)",
    "music out": r"\b(?:music|score|cue|mx|bgm)\s*(?:out|off|ends?|stops?|fades?(?:\s+out)?)\b"
    r"|\b(?:end|stop|cut|fade)\s+(?:out\s+)?(?:the\s+)?(?:music|score|cue)\b"
    r"|(?:音乐|配乐|BGM)\s*(?:出|停止?|结束|淡出|收)|(?:停|收|出)(?:音乐|配乐|BGM)",
    "drop": r"\b(?:the\s+|beat\s*|bass\s*)?drop\b(?!\s*(?:-?frames?|shadow|out|down))|高潮|爆点|炸点|燃点",
    "hit": r"\bhits?\b|\bstings?\b|\bstingers?\b|\baccents?\b|\bsync\b|卡点|踩点|重音|打点|击点|重拍",
}
_PATTERNS = {kind: re.compile(phrase, re.I) for kind, phrase in _PHRASES.items()}
_LONGEST = 80
"""Longer texts are notes about the picture, in which such words mean something else."""
_PLAIN_BESIDE_DROP = 0.9
"""Weight of other markers where one says that it is the drop."""


@dataclass(frozen=True)
class Instruction:
    """What a marker asks of the music."""

    kind: InstructionKind
    marker: Marker


def instruction_in(marker: Marker) -> Instruction | None:
    """What a marker's name says, else its note; None where neither instructs."""
    for text in (marker.name, marker.note):
        if not text or len(text) > _LONGEST:
            continue
        for kind, pattern in _PATTERNS.items():
            if pattern.search(text):
                return Instruction(kind, marker)
    return None


def instructions_of(edit: Edit) -> tuple[Instruction, ...]:
    """All that the edit's markers ask, in order of time."""
    found = (instruction_in(marker) for marker in edit.markers)
    return tuple(sorted((i for i in found if i is not None), key=lambda i: i.marker.frame))


def instructed_silences(edit: Edit) -> tuple[Span, ...]:
    """Where the markers want no music, as frames of the edit.

    'No music' holds over the marker's own length; a marker without length holds until the next that
    wants music, to begin or to hit. After 'music out', and before the first 'music in', there is none.
    """
    told = instructions_of(edit)
    spans = [_silence(edit, told, number) for number, one in enumerate(told) if one.kind == "silence"]
    playing, since = True, 0
    bounds = [one for one in told if one.kind in ("music in", "music out")]
    if bounds and bounds[0].kind == "music in":
        playing = False
    for one in bounds:
        frame = one.marker.frame
        if one.kind == "music in" and not playing:
            spans.append(Span(since, frame))
            playing = True
        elif one.kind == "music out" and playing:
            playing, since = False, frame
    if not playing:
        spans.append(Span(since, edit.duration))
    return tuple(sorted(span for span in spans if span.duration))


def cue_starts(edit: Edit) -> tuple[int, ...]:
    """Frames at which a marker wants music to begin: there a cue starts."""
    return tuple(sorted({one.marker.frame for one in instructions_of(edit) if one.kind == "music in"}))


def hit_weights(edit: Edit) -> tuple[tuple[Marker, float], ...]:
    """The markers to hit with their weights; a drop outweighs all others.

    Every marker that asks for nothing else is a hit point, whatever its colour and with or without words.
    """
    told = {id(one.marker): one.kind for one in instructions_of(edit)}
    hits = [(m, told.get(id(m), "hit")) for m in edit.markers if told.get(id(m), "hit") in ("hit", "drop")]
    beside = _PLAIN_BESIDE_DROP if any(kind == "drop" for _, kind in hits) else 1.0
    return tuple((marker, 1.0 if kind == "drop" else beside) for marker, kind in hits)


def _silence(edit: Edit, told: tuple[Instruction, ...], number: int) -> Span:
    marker = told[number].marker
    if marker.duration > 1:
        return Span(marker.frame, min(marker.frame + marker.duration, edit.duration))
    ends = (one.marker.frame for one in told[number + 1 :] if one.kind in ("music in", "drop", "hit"))
    return Span(marker.frame, next(ends, edit.duration))
