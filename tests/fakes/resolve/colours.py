"""The two lists of colours that look alike and are not.

Sources: nle.md 1.3, AT "SetClipColor (undocumented value space; marker constants are a decoy)", R21.1 aliases
`ClipColor` and `MarkerColor`.
"""

from __future__ import annotations

MARKER_COLOURS = (
    "Blue", "Cyan", "Green", "Yellow", "Red", "Pink", "Purple", "Fuchsia",
    "Rose", "Lavender", "Sky", "Mint", "Lemon", "Sand", "Cocoa", "Cream",
)  # fmt: skip

CLIP_COLOURS = (
    "Orange", "Apricot", "Yellow", "Lime", "Olive", "Green", "Teal", "Navy",
    "Blue", "Purple", "Violet", "Pink", "Tan", "Beige", "Brown", "Chocolate",
)  # fmt: skip
