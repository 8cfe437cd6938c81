"""What the brief writer does when the verifier sends a brief back."""

from __future__ import annotations

from dataclasses import replace

from ..brief import STEMS, Brief
from ..palette import known_names
from .checks import LOUDNESS_LUFS, MOST_VARIATIONS, TEMPO_BPM, covered_s


def mend(brief: Brief, checks: frozenset[str], length_s: float) -> Brief:
    """The brief with what these checks found wrong taken out or limited, and said."""
    if "delivery" in checks:
        brief = _delivery(brief)
    if "silences" in checks:
        brief = _silences(brief, length_s)
    if "ranges" in checks:
        brief = _ranges(brief)
    if "vocabulary" in checks:
        known = tuple(name for name in brief.palettes if name in known_names(brief.palette_text))
        brief = replace(brief, palettes=known or known_names(brief.palette_text)[:3])
    return brief


def _delivery(brief: Brief) -> Brief:
    delivery, complaints = brief.delivery, []
    low, high = LOUDNESS_LUFS
    loudness = max(low, min(high, delivery.loudness_lufs))
    if loudness != delivery.loudness_lufs:
        complaints.append(
            f"A loudness of {delivery.loudness_lufs:g} LUFS is outside {low:g} to {high:g};"
            f" {loudness:g} LUFS was taken."
        )
    unknown = [name for name in delivery.stems if name not in STEMS]
    stems = tuple(name for name in STEMS if name in delivery.stems) or STEMS
    if unknown:
        complaints.append(f"There is no stem {', '.join(unknown)}; the stems are {', '.join(STEMS)}.")
    return _with(replace(brief, delivery=replace(delivery, loudness_lufs=loudness, stems=stems)), complaints)


def _silences(brief: Brief, length_s: float) -> Brief:
    kept, complaints = [], []
    for silence in brief.silences:
        whole = silence.start_s <= 0 and silence.end_s >= length_s
        if silence.start_s >= length_s or whole:
            complaints.append(
                f"“{silence.why}” would leave nothing of the {length_s:.1f} s to score or lies"
                " outside them; it was not used."
            )
        else:
            kept.append(
                replace(silence, start_s=max(0.0, silence.start_s), end_s=min(length_s, silence.end_s))
            )
    if covered_s(tuple(kept)) > 0.95 * length_s:
        complaints.append("The silences together leave no room for music; they were not used.")
        kept = []
    return _with(replace(brief, silences=tuple(kept)), complaints)


def _ranges(brief: Brief) -> Brief:
    complaints = []
    if brief.variations > MOST_VARIATIONS:
        complaints.append(f"{brief.variations} variations are more than {MOST_VARIATIONS}; so many are made.")
    tempo = brief.tempo_bpm
    if tempo is not None:
        low, high = (max(TEMPO_BPM[0], min(TEMPO_BPM[1], value)) for value in tempo)
        tempo = (min(low, high), max(low, high))
    return _with(
        replace(
            brief,
            variations=max(1, min(MOST_VARIATIONS, brief.variations)),
            tempo_bpm=tempo,
            valence=None if brief.valence is None else max(-1.0, min(1.0, brief.valence)),
            arousal=None if brief.arousal is None else max(-1.0, min(1.0, brief.arousal)),
            hit_density=max(0.0, min(2.0, brief.hit_density)),
        ),
        complaints,
    )


def _with(brief: Brief, complaints: list[str]) -> Brief:
    return replace(brief, unhonoured=brief.unhonoured + tuple(complaints))
