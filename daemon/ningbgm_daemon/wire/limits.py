"""Every bound on what comes through the doors, in one place."""

from __future__ import annotations

# Calls
MAX_MESSAGE_BYTES = 16 * 1024**2
"""Largest message in protobuf's form; longer timelines are given by their path."""
MAX_BODY_BYTES = 24 * 1024**2
"""Largest body in JSON's form, in which the same message is longer."""
MAX_QUERY_BYTES = 16 * 1024
"""Longest query of an address."""
MAX_QUERY_FIELDS = 64
"""Most parameters of a query."""
MAX_JSON_DEPTH = 32
"""Deepest nesting of JSON; the deepest request of the contract has 4."""
MAX_CALLS = 4096
"""Most gRPC calls at once, streams among them; 50 callers that watch 20 jobs are 1000."""
MAX_REQUESTS = 2048
"""Most HTTP requests at once, streams among them."""
LONGEST_CALL_S = 60.0
"""Longest time in which a call that is no stream must answer."""
LONGEST_STREAM_S = 12 * 3600.0
"""Longest time that a stream stays open; the caller then asks again."""
LONGEST_BODY_S = 30.0
"""Longest time that the body of a request may take to arrive."""
LONGEST_GOODBYE_S = 3.0
"""Longest time that open calls may take to end when the daemon does."""
KEEP_ALIVE_S = 15.0
"""A silent stream of server-sent events says this often that it is there."""
CHUNK_BYTES = 256 * 1024
"""Size of the pieces in which a file is sent."""

# Lists
MAX_PAGE = 500
"""Most items of one page."""
USUAL_PAGE = 50
"""Items of a page where the caller does not say."""
MAX_TOKEN_CHARS = 512
"""Longest page token."""

# Fields
MAX_ID_CHARS = 64
"""Longest id within a resource name."""
MAX_PATH_CHARS = 4096
"""Longest path of a file."""
MAX_WISH_CHARS = 4000
"""Longest wish."""
MAX_PALETTE_CHARS = 256 * 1024
"""Longest palette given as text; the largest of our own has 6000."""
MAX_TITLE_CHARS = 200
"""Longest name for an edit."""
MAX_POSITION_CHARS = 64
"""Longest position or frame rate, as typed."""
MAX_OTIO_CHARS = 12 * 1024**2
"""Longest timeline given as text."""
MAX_TEXT_CHARS = 1_000_000
"""Longest text beside the film given as itself; a long film's subtitles have 100 000."""
MAX_IMAGES = 64
"""Most pictures beside a film."""
MAX_TEXTS = 64
"""Most texts beside a film."""
MAX_ROOTS = 64
"""Most folders to look for media in."""
MAX_KEPT_CUES = 500
"""Most cues that a revision is asked to leave untouched."""
MAX_LAID_CLIPS = 50_000
"""Most clips of sound on a timeline that is told to be planned for."""
MAX_LAID_MARKERS = 10_000
"""Most markers on it."""
MAX_MARKER_CHARS = 10_000
"""Longest text within a marker."""
MAX_MISSING_CALLS = 100
"""Most calls that a program says it lacks."""
MAX_FRAME = 10**9
"""Farthest frame of a timeline: at 60 frames per second half a year."""
MOST_VARIATIONS = 9
"""Most variations of one score."""
MAX_DIRECTED_HITS = 500
"""Most frames of one cue that are asked for by hand; its tempo map has fewer beats."""
MAX_DIRECTED_SILENCES = 100
"""Most silences of one cue that are asked for by hand."""
MAX_HIT_NAME_CHARS = 120
"""Longest name of a frame that is asked for by hand."""
LAST_FRAME = 1_000_000_000
"""Highest frame of an edit that can be named; ten days at 1000 frames a second have fewer."""
LENGTH_S = (0.5, 7200.0)
"""Shortest and longest music where no film gives the length."""
