"""From score to sound.

Read in this order: `soundfont_performer` (the whole way), `stem` (one stem of one cue), `sampler`
and `layers` (where a note's sound comes from: `soundfont`, `hydra`, `region`, `voice`), `room`
(reverberation), `balance`, `limiter` and `master` (stems to mix), `bwf` (files), `hearing` (what is
measured of it).
"""
