"""Our score performed by a model of music that listens to what the SoundFont makes of it.

Read in this order: `player` (what such a model is to us), `prompt` and `chroma` (what it is told),
`stretches` (where it plays), `performing` (passage by passage: `alignment`, `retiming`), `shaping` (its
level, its accents), `checks` (whether it may stay), `trying` (one stem, two tries), `guided_stems` (all of
them: cache, fallback, record), `performer_line` (the way to the model: `watch`, `secrecy`, `line_errors`,
`performer_key`).
"""
