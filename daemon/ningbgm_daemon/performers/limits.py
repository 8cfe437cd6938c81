"""Every bound of the performer service."""

from __future__ import annotations

MOST_WAITING = 64
"""Most passages that wait or are played at once."""
MOST_PROMPT_CHARS = 2000
"""Longest prompt."""
MOST_CHROMA_STEPS = 4096
"""Most steps of a guide; a model reads some eight a second."""
LOUDEST = 4.0
"""Largest value of a sound that is continued: four times full scale."""
PATIENCE_S = 60.0
"""Longest time in which a caller takes the next message, or is let go."""
SIGN_S = 1.0
"""How often a caller hears how far its passage is."""
PIECE_BYTES = 256 * 1024
"""Size of the pieces in which a sound is sent."""
GATHER_S = 0.05
"""How long the first passage waits for others of its size where the device plays several at once."""
SHORTEST_KEY = 16
"""Fewest characters of a key."""
GOODBYE_S = 3.0
"""Longest time that open calls may take to end when the service does."""
