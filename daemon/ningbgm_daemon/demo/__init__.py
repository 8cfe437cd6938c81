"""A half-minute film of our own, drawn and spoken by code, to try everything on.

Read in this order: `film` (the file), `story` (the scenes and their cuts), `landscape`, `storm`,
`city`, `homecoming`, `title` (the pictures), `walker` and `weather` (what moves in them), `paint` (brushes),
`soundscape` and `speech` (what is heard).
"""
