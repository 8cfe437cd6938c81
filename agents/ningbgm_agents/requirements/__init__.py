"""Team 1: a request becomes a brief.

Read in this order: `wish` (what was understood), `tokens`, `vocabulary`, `times`, `sentences`, `clauses`,
`stages`, `leftovers`, `reader` (how plain words are read), `feeling`, `ranking`, `writer` (how the rest is
derived), `checks` (the verifier), `bench` and `team`.
"""
