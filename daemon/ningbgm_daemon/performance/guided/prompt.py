"""What a stem should sound like, in words: palette, parts, tempo, key and feeling."""

from __future__ import annotations

from ningbgm_agents.palette import palette_named
from ningbgm_agents.score import Cue

from ..stem_player import StemToPlay

_ROLES = {
    "melody": "solo melody",
    "harmony": "sustained harmony, no melody",
    "motion": "rhythmic accompaniment, no melody",
    "bass": "bass line alone",
    "drums": "drums and percussion alone",
    "hits": "single accents and impacts",
}
_MOST_INSTRUMENTS = 3
_MOST_MOODS = 3


def prompt_for(stem: StemToPlay) -> str:
    """The words for one stem of one cue; the same stem has the same words."""
    score, cue = stem.score, stem.cue
    palette = palette_named(score.palette, score.brief.palette_text)
    names = list(dict.fromkeys(part.instrument.name for part in stem.parts))[:_MOST_INSTRUMENTS]
    style = palette.prompt or f"{palette.title} film music"
    words = [
        style.rstrip("."),
        " and ".join(names),
        _ROLES.get(stem.stem, stem.stem),
        *score.brief.moods[:_MOST_MOODS],
        energy_of(cue),
        f"{cue.tempo_map.base_bpm:.0f} bpm",
        str(cue.key),
        "instrumental",
        "no drums" if stem.stem not in ("drums", "hits") else "",
        "high quality studio recording",
    ]
    return ", ".join(word for word in words if word)


def energy_of(cue: Cue) -> str:
    """How much happens in a cue, by the section that lasts longest and the way that it goes."""
    if not cue.sections:
        return ""
    longest = max(cue.sections, key=lambda section: section.end_bar - section.start_bar)
    level = "quiet" if longest.intensity < 0.35 else "intense" if longest.intensity > 0.7 else "flowing"
    rise = cue.sections[-1].intensity - cue.sections[0].intensity
    way = ", building" if rise > 0.25 else ", fading away" if rise < -0.25 else ""
    return f"{level}{way}"
