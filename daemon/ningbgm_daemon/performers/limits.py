"""Every bound of the performer service."""

from __future__ import annotations

from dataclasses import dataclass

MOST_PROMPT_CHARS = 2000
"""Longest prompt."""
MOST_CHROMA_STEPS = 4096
"""Most steps of a guide; a model reads some eight a second."""
LOUDEST = 4.0
"""Largest value of a sound that is continued: four times full scale."""
PIECE_BYTES = 256 * 1024
"""Size of the pieces in which a sound is sent."""
SHORTEST_KEY = 16
"""Fewest characters of a key."""


@dataclass(frozen=True)
class Limits:
    """How many may wait, and how long for what."""

    most_waiting: int = 64
    """Most callers whose passages wait, are played, or are being sent."""
    patience_s: float = 60.0
    """Longest time in which a caller takes the next message, or is let go."""
    sign_s: float = 1.0
    """How often a caller hears how far its passage is."""
    gather_s: float = 0.05
    """How long the first passage waits for others of its size where the device plays several at once."""
    tidy_s: float = 1.0
    """How often it is looked whether the model is still wanted."""
    goodbye_s: float = 3.0
    """Longest time that open calls may take to end when the service does."""
