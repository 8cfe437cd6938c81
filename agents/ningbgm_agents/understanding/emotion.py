"""The emotion expert: valence, arousal and tension, a value a second.

Valence leans on look (Valdez and Mehrabian 1994: pleasure rises with brightness and saturation;
warm light is read as friendly), on the sound and on the film's texts. Arousal leans on movement,
cutting rate and sound energy (Hanjalic and Xu 2005). Tension grows with darkness, energy, its rise,
low valence, swelling sound and raised speech (after Farbood 2012 for sound, Adams, Dorai and
Venkatesh 2002 for pace).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..brief import Brief
from ..evidence import Evidence, PictureCaption, PictureTag
from ..scene import Support
from ..timeline import Edit
from .bench import Feelings
from .bending import bend
from .lexicon import feel
from .pictured import felt_by_second, felt_of
from .signals import Seconds, Signals, smooth, window

_SPREAD, _FLOOR, _MOST_GAIN = 0.34, 0.12, 2.0
"""Contrasts are brought towards this standard deviation; the floor keeps flat films flat."""
_SMOOTH_S, _TREND_S = 5, 6
_TEXT, _LINE, _IMAGE, _PICTURED = 0.35, 0.45, 0.25, 0.4
"""Weights of a text about the film, of a line at its time, of images beside a film, and of the moods that a
model saw in the pictures."""


@dataclass(frozen=True)
class Care:
    """How carefully to work when the verifier has sent the curves back."""

    smooth_s: int = _SMOOTH_S
    voice: float = 0.0
    """Extra weight of raised voices in arousal."""


def sense_feelings(
    edit: Edit,
    evidence: Evidence,
    brief: Brief,
    signals: Signals,
    care: Care = Care(),
) -> Feelings:
    """The three curves over the whole edit, bent to what the brief asks for."""
    valence, valence_why = _valence(edit, evidence, signals)
    arousal, arousal_why = _arousal(evidence, signals, care)
    felt = felt_by_second(edit, evidence, signals.seconds)
    if felt is not None:
        valence = np.clip(valence + _PICTURED * felt[0], -1, 1)
        arousal = np.clip(arousal + _PICTURED * felt[1], -1, 1)
    valence = smooth(_contrasted(valence), care.smooth_s)
    arousal = smooth(_contrasted(arousal), care.smooth_s)
    wished = bend(valence, arousal, brief, edit)
    tension = smooth(_tension(signals, evidence, wished.valence, wished.arousal), care.smooth_s)
    tension = np.clip(tension + wished.tension, 0.0, 1.0)
    support = (
        valence_why,
        arousal_why,
        Support(
            "tension",
            "picture and sound",
            0.5,
            "darkness, energy and its rise, low valence, swelling sound and raised speech",
        ),
        *_moods_seen(evidence),
        *wished.support,
    )
    return Feelings(
        _values(wished.valence),
        _values(wished.arousal),
        _values(tension),
        support,
        bool(wished.support),
    )


def _moods_seen(evidence: Evidence) -> tuple[Support, ...]:
    """Which models' words for the pictures' moods lean on the curves."""
    views: tuple[PictureCaption | PictureTag, ...] = (*evidence.captions, *evidence.tags)
    sure: dict[str, float] = {}
    for view in views:
        if felt_of(view) is not None:
            sure[view.source] = max(view.confidence, sure.get(view.source, 0.0))
    return tuple(
        Support(axis, source, confidence, "the moods that it saw")
        for source, confidence in sure.items()
        for axis in ("valence", "arousal")
    )


def _valence(edit: Edit, evidence: Evidence, signals: Signals) -> tuple[Seconds, Support]:
    total, reasons = np.zeros(signals.seconds), []
    brightness = signals.get("brightness")
    if brightness is not None:
        total += _pleasure(signals, brightness)
        reasons.append("brightness, saturation and warmth")
    if signals.get("loudness") is not None and signals.get("tonality") is not None:
        total += _sound_pleasure(signals)
        reasons.append("tones against noise")
    if brightness is not None and evidence.images and signals.sources.get("brightness") != "image":
        total += _IMAGE * _image_pleasure(evidence)
        reasons.append("images beside the film")
    text, words = _text_feeling(edit, evidence, signals.seconds, "valence")
    if words:
        total += text
        reasons.append(f"the words {', '.join(words[:4])}")
    confidence = 0.5 if reasons else 0.1
    source = "text" if words and brightness is None else signals.sources.get("brightness", "sound")
    return np.clip(total, -1, 1), Support(
        "valence",
        source if reasons else "none",
        confidence,
        ", ".join(reasons) or "nothing speaks of it, so it is even",
    )


def _pleasure(signals: Signals, brightness: Seconds) -> Seconds:
    saturation = signals.curves.get("saturation", np.full(signals.seconds, 0.3))
    warmth = signals.curves.get("warmth", np.zeros(signals.seconds))
    return _pleasing(brightness, saturation, warmth)


def _pleasing(brightness: Seconds, saturation: Seconds, warmth: Seconds) -> Seconds:
    """Pleasure of a look; colour counts little in the dark, and warmth beyond some no more."""
    colour = 0.5 * (saturation - 0.3) * np.where(brightness > 0.1, 1.0, 0.0)
    return np.asarray(1.3 * (brightness - 0.4) + colour + 0.35 * np.tanh(2 * warmth))


def _sound_pleasure(signals: Signals) -> Seconds:
    """Tones please, loud noise does not."""
    loud = np.clip((signals.curves["loudness"] + 50) / 40, 0, 1)
    return np.asarray(0.25 * (signals.curves["tonality"] - 0.4) * loud)


def _image_pleasure(evidence: Evidence) -> float:
    looks = [image.look for image in evidence.images]
    parts = [np.array([getattr(x, name) for x in looks]) for name in ("brightness", "saturation", "warmth")]
    return float(np.clip(np.nan_to_num(_pleasing(*parts).mean()), -1, 1))


def _arousal(evidence: Evidence, signals: Signals, care: Care) -> tuple[Seconds, Support]:
    parts: list[tuple[float, Seconds, str]] = []
    motion, loudness = signals.get("motion"), signals.get("loudness")
    # Speech is loud and full of onsets without being agitated.
    spoken = signals.curves.get("speech", np.zeros(signals.seconds))
    if motion is not None:
        parts.append((0.38, np.clip(motion / 0.6, 0, 1), "movement"))
    if signals.cuts or motion is not None:
        parts.append((0.27, 1 - np.exp(-signals.cut_rate / 22.0), "cutting rate"))
    if loudness is not None:
        parts.append((0.25, np.clip((loudness + 48) / 36, 0, 1) * (1 - 0.35 * spoken), "loudness"))
    onsets = signals.get("onsets")
    if onsets is not None:
        parts.append((0.15, (1 - np.exp(-onsets / 3.0)) * (1 - 0.6 * spoken), "onsets"))
    if care.voice:
        parts.append((care.voice, raised_voice(evidence, signals), "raised voices"))
    return _weighed(parts, evidence, signals)


def _weighed(
    parts: list[tuple[float, Seconds, str]], evidence: Evidence, signals: Signals
) -> tuple[Seconds, Support]:
    text = feel(" ".join(words.text for words in evidence.words)[:4000])
    lean = _TEXT * text.arousal * text.confidence if text else 0.0
    if not parts:
        level = -0.2 + 2 * lean
        return np.full(signals.seconds, level), Support(
            "arousal",
            "text" if text else "none",
            0.2 if text else 0.1,
            "only the text speaks of it",
        )
    weight = sum(w for w, _, _ in parts)
    total = np.sum([w * values for w, values, _ in parts], axis=0) / weight
    names = ", ".join(name for _, _, name in parts)
    sources = sorted({signals.sources.get(n, "") for n in ("motion", "loudness")} - {""})
    return np.clip(2 * total - 0.9 + lean, -1, 1), Support(
        "arousal", ", ".join(sources) or "picture", 0.35 + 0.1 * len(parts), names
    )


def raised_voice(evidence: Evidence, signals: Signals) -> Seconds:
    """How raised the voices are in each second, 0 to 1."""
    level = np.zeros(signals.seconds)
    for span in evidence.speech:
        first, last = window(span.start_s, span.end_s, signals.seconds)
        raised = float(np.clip((span.loudness_lufs + 26) / 14, 0, 1))
        level[first:last] = np.maximum(level[first:last], raised)
    return level


def _text_feeling(edit: Edit, evidence: Evidence, seconds: int, axis: str) -> tuple[Seconds, tuple[str, ...]]:
    """The texts' feeling: about the film everywhere, of a line at its time."""
    total = np.zeros(seconds)
    found: list[str] = []
    lines = [(w.text, w.start_s, w.end_s) for w in evidence.words]
    lines += [(s.text, s.start_s, s.end_s) for s in evidence.speech if s.text]
    for text, start, end in lines:
        felt = feel(text[:4000])
        if felt is None:
            continue
        found += felt.words
        value = getattr(felt, axis) * (0.5 + 0.5 * felt.confidence)
        if start is None:
            total += _TEXT * value
        else:
            first, last = window(start, end if end is not None else start + 2, seconds)
            total[first:last] += _LINE * value
    return total, tuple(dict.fromkeys(found))


def _contrasted(values: Seconds) -> Seconds:
    """Contrasts within the film brought out, its level kept."""
    level = float(values.mean())
    gain = min(max(_SPREAD / (float(values.std()) + _FLOOR), 1.0), _MOST_GAIN)
    return np.asarray(np.clip(level + gain * (values - level), -1, 1))


def _tension(signals: Signals, evidence: Evidence, valence: Seconds, arousal: Seconds) -> Seconds:
    energy = (arousal + 1) / 2
    total = 0.42 * energy - 0.22 * np.clip(valence, 0, 1) + 0.3 * np.clip(-valence, 0, 1)
    brightness, loudness = signals.get("brightness"), signals.get("loudness")
    if brightness is not None:
        total = total + 0.3 * np.clip((0.4 - brightness) / 0.4, 0, 1) * (0.4 + 0.6 * energy)
    total = total + 0.5 * np.clip(_rise(energy), 0, 0.5)
    if loudness is not None:
        total = total + 0.25 * np.clip(_rise(np.clip((loudness + 48) / 36, 0, 1)), 0, 0.5)
    return np.clip(total + 0.12 * raised_voice(evidence, signals), 0, 1)


def _rise(values: Seconds) -> Seconds:
    """How much a quantity has grown over the last seconds; what comes later does not count."""
    slow = smooth(values, _SMOOTH_S)
    before = np.concatenate((np.full(_TREND_S, slow[0]), slow))[: len(slow)]
    return np.asarray(slow - before)


def _values(values: Seconds) -> tuple[float, ...]:
    return tuple(np.round(values, 4).tolist())
