"""The speech expert: who speaks, what is said and in which manner."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from ..evidence import Evidence, SpeechSpan
from ..scene import Support
from ..spoken_lines import SpokenLine, spoken_lines
from ..timeline import Edit, Span
from .bench import Described

_WORD = re.compile(r"[A-Za-z']+|[\u4e00-\u9fff]")
_LONGEST = 160
_FAST, _SLOW = 3.3, 1.8
"""Words a second from which speech is quick or slow; about 200 and 110 words a minute."""
_LOW_HZ, _HIGH_HZ = 130.0, 200.0
"""Below and above these fundamentals a voice speaks low or high; who it is that cannot tell."""
NO_VOICE = "no voice"
UNTRANSCRIBED = "speech, words not transcribed"


@dataclass(frozen=True)
class _Heard:
    """What of a record is spoken."""

    spans: tuple[SpeechSpan, ...]
    lines: tuple[SpokenLine, ...]
    seconds: float
    share: float


def hear(edit: Edit, evidence: Evidence, spans: tuple[Span, ...]) -> tuple[Described, ...]:
    """The voice of each record."""
    speech = sorted(evidence.speech, key=lambda span: (span.start_s, span.end_s))
    starts = [span.start_s for span in speech]
    longest = max((span.end_s - span.start_s for span in speech), default=0.0)
    lines = spoken_lines(evidence)
    described = []
    for span in spans:
        start, end = float(edit.rate.seconds(span.start)), float(edit.rate.seconds(span.end))
        near = speech[bisect_left(starts, start - longest) : bisect_left(starts, end)]
        inside = tuple(s for s in near if s.end_s > start)
        seconds = sum(min(end, s.end_s) - max(start, s.start_s) for s in inside)
        said = tuple(line for line in lines if line.start_s < end and line.end_s > start)
        described.append(_describe(_Heard(inside, said, seconds, seconds / max(end - start, 1e-9)), evidence))
    return tuple(described)


def _describe(heard: _Heard, evidence: Evidence) -> Described:
    text = _text(heard)
    if not heard.spans and not text:
        return _no_voice(evidence)
    source = "sound" if any(span.text for span in heard.spans) else "text" if text else "sound"
    content = text or UNTRANSCRIBED
    style, why = _style(heard, text)
    confidence = max((span.confidence for span in heard.spans), default=0.8)
    return Described(
        content,
        style,
        (
            Support(
                "voice_content",
                source,
                round(confidence if text else 0.5 * confidence, 3),
                "transcript or subtitles" if text else "speech was found, its words were not",
            ),
            Support("voice_style", "sound" if heard.spans else "text", 0.6 if heard.spans else 0.3, why),
        ),
    )


def _text(heard: _Heard) -> str:
    """What is said, a speaker's name where it changes: 'Anna: I knew. Ben: So did I.'"""
    texts, speaking = [], ""
    for line in heard.lines:
        named = line.speaker and line.speaker != speaking
        texts.append(f"{line.speaker}: {line.text}" if named else line.text)
        speaking = line.speaker
    text = " ".join(dict.fromkeys(texts))
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"


def _style(heard: _Heard, text: str) -> tuple[str, str]:
    if not heard.spans:
        return "written, not heard", "subtitles without a voice in the sound"
    level = max(span.loudness_lufs for span in heard.spans)
    loud = "soft" if level < -30 else "raised" if level > -15 else "plain"
    count = len(_WORD.findall(text)) * (0.6 if re.search("[\u4e00-\u9fff]", text) else 1.0)
    total = sum(span.end_s - span.start_s for span in heard.spans)
    rate = count / total if text and total > 0 else 0.0
    pace = "quick" if rate > _FAST else "slow" if 0 < rate < _SLOW else "even"
    often = "throughout" if heard.share > 0.7 else "now and then" if heard.share < 0.3 else "in part"
    height_hz = _height(heard.spans)
    high = (
        "" if not height_hz else ", low" if height_hz < _LOW_HZ else ", high" if height_hz > _HIGH_HZ else ""
    )
    return (
        f"{loud} and {pace}{high}, {often}",
        f"loudness up to {level:.0f} LUFS, {heard.share:.0%} of the time"
        + (f", about {height_hz:.0f} Hz" if height_hz else ""),
    )


def _height(spans: tuple[SpeechSpan, ...]) -> float:
    """How high the voice speaks in the middle of what is said; 0 where that was not to be heard."""
    heights = sorted(span.pitch_hz for span in spans if span.pitch_hz)
    return heights[len(heights) // 2] if heights else 0.0


def _no_voice(evidence: Evidence) -> Described:
    sensed = "sound" in evidence.modalities or evidence.curve("loudness") is not None
    why = "no speech was found" if sensed else "there is no sound to hear a voice in"
    return Described(
        NO_VOICE,
        "none",
        tuple(
            Support(field, "sound" if sensed else "none", 0.7 if sensed else 0.3, why)
            for field in ("voice_content", "voice_style")
        ),
    )
