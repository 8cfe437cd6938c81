"""Seeing and hearing: from a media file to `Evidence`, in one decoding pass and constant memory.

Read in this order: `sense` (the whole), `probe` (what a file is), `decode` (pictures and sound out
of it), `frames` (what is measured of every picture), `scan` (the pass over the pictures, in
parallel), `cuts` and `gradual` (changes of shot), `movement` (action), `look` (colour), `hearing`
and its parts (sound), `still` and `text` (what is given beside the film), `limits` (every bound).
"""
