"""Conforming a score to a changed edit: what changed, and what becomes of each cue.

Reading order: `pieces` (an edit in normal form), `alignment` (which pieces are still there), `frame_map`
(where each frame went), `recognition` (media exported again), `difference` (all of it, in words), `content`
(what lies under a cue), `stand` (a revision beside the new edit), `directing` (what is asked by hand moves
along), `moving` and `retiming` (cues that keep their notes), `places` and `naming` (where the others go and
what they are called), `reasons` (in words), `staking` and `plan` (the decisions).
"""
