"""A first guess at a film's feeling, for choosing palettes before the scene is understood."""

from __future__ import annotations

from dataclasses import dataclass

from ..evidence import Evidence, Look


@dataclass(frozen=True)
class Guess:
    """Valence and energy of the whole film, -1 to 1, and what they were guessed from."""

    valence: float
    arousal: float
    why: str


def guess_feeling(evidence: Evidence) -> Guess | None:
    """The feeling of look, movement, cutting and sound; None where nothing was sensed.

    Pleasure rises with brightness and saturation (Valdez and Mehrabian 1994), energy with movement,
    cutting rate and loudness (Hanjalic and Xu 2005).
    """
    looks = [shown.look for shown in (*evidence.shots, *evidence.images)]
    energies = _energies(evidence)
    if not looks and not energies:
        return None
    valence = sum(map(_pleasure, looks)) / len(looks) if looks else 0.0
    arousal = sum(energies.values()) / len(energies) if energies else -0.2
    seen = (["brightness, saturation and warmth"] if looks else []) + list(energies)
    return Guess(_clip(valence), _clip(2 * arousal - 1), ", ".join(seen))


def _pleasure(look: Look) -> float:
    return 0.9 * (look.brightness - 0.42) + 0.4 * (look.saturation - 0.3) + 0.35 * look.warmth


def _energies(evidence: Evidence) -> dict[str, float]:
    """Energies from 0 to 1 by what they were seen in."""
    energies: dict[str, float] = {}
    motion = evidence.curve("motion")
    moving = motion.values if motion is not None else tuple(shot.motion for shot in evidence.shots)
    if moving:
        energies["movement"] = min(1.0, 2.0 * sum(moving) / len(moving))
    if "picture" in evidence.modalities and evidence.duration_s > 2:
        energies["cutting"] = min(1.0, len(evidence.cuts) / evidence.duration_s * 60 / 40)
    if evidence.loudness_lufs is not None:
        energies["loudness"] = min(1.0, max(0.0, (evidence.loudness_lufs + 45) / 35))
    return energies


def _clip(value: float) -> float:
    return round(max(-1.0, min(1.0, value)), 3)
