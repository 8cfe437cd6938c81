"""What is measured, each after its paper: numbers in, a number out, no files and no models.

Read in this order: `tune` (notes as the metrics see them), `sync`, `accents`, `energy` (music against
picture), `pitches`, `groove`, `chords`, `structure` (the music in itself), `form` (boundaries, joins, tempo
and key), `level` (sound), `frechet` and `likeness` (on what a model heard), `chance` (intervals), `usual`
(the range of music by people). None stands for what cannot be measured, never 0.
"""
