"""The mind of NingBGM: what is sensed becomes a scene, a brief and a score, with no file, model or clock.

Read in this order: `timeline`, `evidence`, `scene`, `brief`, `palette`, `score` (the values), `ports`
(what the mind needs from the body), `role`, `task`, `agent`, `team` (the mechanism), `requirements`,
`understanding`, `composing` (the three teams), `production` (the teams in a row).
"""
