"""Where no music is wanted: what the brief asks for, and long black pauses of the film."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from ..brief import Brief, Silence
from ..evidence import Evidence
from ..timeline import Edit, Span
from .lexicon import until_words
from .signals import Signals

_BLACK, _STILL_LUFS, _LONG_S = 0.05, -50.0, 4
"""A pause: brightness below, loudness below, for at least so many seconds."""
_GUESSED = 0.25
"""Share of the limit that is waited where nothing at all was found."""
_WORD = re.compile(r"[a-z]{4,}|[\u4e00-\u9fff]{2,}")


@dataclass(frozen=True)
class WantedSilence:
    """A stretch without music, with its reason."""

    span: Span
    why: str
    source: str
    confidence: float


def find_silences(
    edit: Edit, evidence: Evidence, brief: Brief, signals: Signals
) -> tuple[WantedSilence, ...]:
    """All wanted silences, ascending."""
    asked = (_asked(edit, evidence, silence) for silence in brief.silences)
    found = [silence for silence in asked if silence is not None]
    found += _pauses(edit, signals)
    return tuple(sorted(found, key=lambda silence: (silence.span.start, silence.span.end)))


def _asked(edit: Edit, evidence: Evidence, silence: Silence) -> WantedSilence | None:
    start = max(0, edit.rate.frame_at(silence.start_s))
    end = min(edit.duration, edit.rate.frame_at(silence.end_s))
    why, confidence = silence.why or "the brief asks for silence", 1.0
    if silence.until and end > start:
        met = _meet(edit, evidence, silence.until, Span(start, end))
        if met is None:
            end = start + round(_GUESSED * (end - start))
            why, confidence = f"{why}; {silence.until!r} was not found, so this is guessed", 0.2
        else:
            end, confidence = met
    return WantedSilence(Span(start, end), why, "wish", confidence) if end > start else None


def _meet(edit: Edit, evidence: Evidence, until: str, within: Span) -> tuple[int, float] | None:
    """The frame at which something named in words happens, and how sure that is."""
    words = set(_WORD.findall(until.lower()))
    for marker in edit.markers:
        told = f"{marker.name} {marker.note}".lower()
        if within.start < marker.frame < within.end and any(word in told for word in words):
            return marker.frame, 1.0
    if any(word in until.lower() for word in until_words("speaking")):
        spoken = (edit.rate.frame_at(span.start_s) for span in evidence.speech)
        return next(((f, 0.7) for f in sorted(spoken) if within.start < f < within.end), None)
    if any(word in until.lower() for word in until_words("cutting")):
        return _first_cut(evidence, within, 0.8)
    return _strongest(evidence, until, within) or _first_cut(evidence, within, 0.3)


def _first_cut(evidence: Evidence, within: Span, confidence: float) -> tuple[int, float] | None:
    cuts = sorted(cut.frame for cut in evidence.cuts if within.start < cut.frame < within.end)
    return (cuts[0], confidence) if cuts else None


def _strongest(evidence: Evidence, until: str, within: Span) -> tuple[int, float] | None:
    """The strongest event, sounds before actions or the reverse; the earlier one of equals."""
    sounding = any(word in until.lower() for word in until_words("sounding"))
    events = [e for e in evidence.events if within.start < e.frame < within.end]
    kind = "sound" if sounding else "action"
    preferred = [e for e in events if e.kind == kind] or events
    if not preferred:
        return None
    best = max(preferred, key=lambda e: (e.strength * e.confidence, -e.frame))
    return best.frame, round(0.6 * best.confidence, 3)


def _pauses(edit: Edit, signals: Signals) -> list[WantedSilence]:
    """Long stretches that are black and still, inside the film."""
    brightness, loudness = signals.get("brightness"), signals.get("loudness")
    if brightness is None or signals.sources.get("brightness") == "image":
        return []
    dark = brightness < _BLACK
    if loudness is not None:
        dark &= loudness < _STILL_LUFS
    edges = np.flatnonzero(np.diff(np.concatenate(([0], dark.astype(np.int8), [0]))))
    pauses = []
    for first, last in zip(edges[::2], edges[1::2], strict=True):
        if last - first >= _LONG_S and last - first < 0.5 * signals.seconds:
            span = Span(edit.rate.frame_at(int(first)), min(edit.duration, edit.rate.frame_at(int(last))))
            if span.duration:
                pauses.append(WantedSilence(span, "a long black, still pause", "picture", 0.6))
    return pauses
