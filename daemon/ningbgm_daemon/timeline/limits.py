"""The bounds of what a timeline may ask of this machine, in one place."""

from __future__ import annotations

MAX_FILE_BYTES = 64 * 1024 * 1024
"""Largest timeline file that is read."""
MAX_JSON_DEPTH = 128
"""Deepest nesting of the JSON text; the parser below recurses in C++."""
MAX_NESTING = 24
"""Deepest nesting of sequences inside sequences."""
MAX_ITEMS = 50_000
"""Most clips, gaps and transitions: ten times a long feature's, read in under ten seconds."""
MAX_DURATION_S = 24 * 3600
"""Longest edit, in seconds: timecode ends there."""
MAX_MARKERS = 10_000
"""Most markers; those beyond are ignored."""
MIN_RATE, MAX_RATE = 5, 240
"""Frame rates that a timeline may count in; outside, a rate belongs to sound or to a mistake."""
SOUND_ONLY_FPS = 25
"""Frames per second of an edit that has no picture to count."""
STILL_S = 30.0
"""Length of an edit made of one still image where none was asked for, in seconds."""
