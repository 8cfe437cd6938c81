"""The ten films of the set, one for each category of CSD-200: pace, places, words, silences."""

from __future__ import annotations

import random
from dataclasses import dataclass

FPS = 24
WIDTH, HEIGHT = 320, 180
LENGTH_FRAMES = 12 * FPS

_PACES = (0.0, 1.0, 3.0)
"""What the camera does in a shot, times the drift of its category."""

CATEGORIES = (
    "beauty", "car", "food", "knowledge", "live", "pet", "scene", "skill", "sport", "technology",
)  # fmt: skip


@dataclass(frozen=True)
class Outline:
    """What sets one category's film apart."""

    shot_s: float
    """Mean length of a shot."""
    places: tuple[str, str, str, str]
    """Scenes of the demo film, by the names of their classes: two of the first half, two of the second."""
    drift: float
    """How far the camera moves in a second of an ordinary shot, as a share of the picture."""
    hush_db: float
    """Level of the air in the sound, dBFS RMS."""
    caption: str
    speech_s: float | None = None
    """When the voice begins; None where nobody speaks."""
    silence_s: tuple[float, float] | None = None
    """Where no music is wanted."""


OUTLINES = {
    "beauty": Outline(
        2.4, ("Sunrise", "Lake", "Window", "Home"), 0.03, -48,
        "Soft morning light on calm water and a quiet window; tender and elegant.",
    ),
    "car": Outline(
        1.1, ("Skyline", "Path", "Storm", "Valley"), 0.16, -34,
        "Fast driving through the rainy night, lights rush past; energetic.",
    ),
    "food": Outline(
        1.8, ("Home", "Valley", "Lake", "Window"), 0.04, -44,
        "A warm kitchen at home, cooking with the family.", speech_s=1.0,
    ),
    "knowledge": Outline(
        2.2, ("Card", "Valley", "Window", "Lake"), 0.02, -50,
        "An explanation: how weather forms over a lake. Calm and clear.", speech_s=4.5,
    ),
    "live": Outline(
        1.4, ("Skyline", "Card", "Home", "Window"), 0.08, -32,
        "A live stream from the city at night, chatting with the viewers.", speech_s=7.0,
    ),
    "pet": Outline(
        1.6, ("Path", "Home", "Valley", "Lake"), 0.10, -42,
        "A funny little dog runs over the hills; playful and cute.", silence_s=(8.0, 9.5),
    ),
    "scene": Outline(
        3.0, ("Valley", "Lake", "Sunrise", "Storm"), 0.03, -40,
        "A wide landscape from dawn to storm; majestic.", silence_s=(4.0, 6.0),
    ),
    "skill": Outline(
        1.3, ("Path", "Card", "Skyline", "Home"), 0.09, -40,
        "Steps of a craft, one after the other, faster and faster.",
    ),
    "sport": Outline(
        0.9, ("Storm", "Path", "Valley", "Skyline"), 0.20, -36,
        "A race up the mountain in the storm; exciting and strong.", silence_s=(6.0, 7.0),
    ),
    "technology": Outline(
        1.5, ("Card", "Skyline", "Storm", "Window"), 0.06, -46,
        "A futuristic city of light, digital and cool.",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Take:
    """A shot: a place, its frames, and how the camera moves in it."""

    place: str
    start: int
    end: int
    moment_s: float
    """Second of the demo's scene that is shown."""
    towards: tuple[float, float]
    """Direction of the camera."""
    drift: float
    """How far the camera moves in a second, as a share of the picture: it stands, glides or rushes."""


def takes(category: str) -> tuple[Take, ...]:
    """The shots of a category's film; always the same. The second half shows other places than the first."""
    outline, dice = OUTLINES[category], random.Random(f"made-set/{category}")
    hand = random.Random(f"made-set/{category}/camera")
    half, cuts = LENGTH_FRAMES // 2, [0]
    while True:
        length = max(8, round(dice.gammavariate(6, outline.shot_s / 6) * FPS))
        following = cuts[-1] + length
        if cuts[-1] < half <= following:
            following = half if half - cuts[-1] >= 8 else half + 8
        if following > LENGTH_FRAMES - 12:
            break
        cuts.append(following)
    shots = []
    for number, (start, end) in enumerate(zip(cuts, [*cuts[1:], LENGTH_FRAMES], strict=True)):
        place = outline.places[number % 2 + (2 if start >= half else 0)]
        towards = (dice.choice((-1.0, 1.0)), dice.uniform(-0.4, 0.4))
        moment_s, drift = round(dice.uniform(0.4, 2.4), 2), outline.drift * hand.choice(_PACES)
        shots.append(Take(place, start, end, moment_s, towards, drift))
    return tuple(shots)


def turn_frame(shots: tuple[Take, ...]) -> int:
    """The first frame of the second scene: the first cut in the second half."""
    return next(shot.start for shot in shots if shot.start >= LENGTH_FRAMES // 2)
