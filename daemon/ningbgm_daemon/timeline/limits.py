"""The bounds of what a timeline may ask of this machine, in one place."""

from __future__ import annotations

MAX_FILE_BYTES = 64 * 1024 * 1024
"""Largest timeline file that is read."""
MAX_JSON_DEPTH = 128
"""Deepest nesting of the JSON text; the parser below recurses in C++."""
MAX_XML_DEPTH = 200
"""Deepest nesting of XML elements."""
MAX_XML_ELEMENTS = 1_000_000
"""Most XML elements of one file: a feature with every parameter of every effect stays below."""
MAX_NESTING = 24
"""Deepest nesting of sequences inside sequences."""
MAX_ITEMS = 50_000
"""Most clips, gaps and transitions: ten times a long feature's, read in under ten seconds."""
MAX_LANES = 128
"""Most sounds of one role at the same time; those beyond are ignored."""
MAX_PLAYED = 120_000
"""Most clips of one timeline, and parts of those inside nested ones each time that these play."""
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
MAX_SEARCH_DEPTH = 12
"""How deep below a search folder media is looked for."""
MAX_SEARCHED_FILES = 200_000
"""Most files that are looked at below all search folders together."""
MAX_BUNDLE_BYTES = 256 * 1024**3
"""Largest media, unpacked, of one bundle (`.otioz`)."""
MAX_BUNDLE_FILES = 50_000
"""Most files in one bundle."""
MAX_AAF_BYTES = 512 * 1024 * 1024
"""Largest AAF that is read; embedded media make larger ones."""
AAF_SECONDS = 60
"""Longest time that reading one AAF may take; damaged ones can loop."""
AAF_BYTES = 4 * 1024**3
"""Most memory that reading one AAF may take."""
MAX_OVERLAPS = 200
"""Most events of an edit list that lie over each other at one place of a track."""
