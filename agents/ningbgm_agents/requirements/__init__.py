"""Team 1: a request becomes a brief.

Read in this order: `wish` (what was understood), `tokens`, `vocabulary`, `times`, `sentences`,
`clauses`, `stages`, `leftovers`, `numbers`, `style_words`, `reader` (how plain words are read),
`bench`, `feeling`, `ranking`, `derivation`, `shaping`, `silences`, `writer` (how the rest is
derived), `checks` and `mending` (the verifier and what follows from it), and `team`.
"""
