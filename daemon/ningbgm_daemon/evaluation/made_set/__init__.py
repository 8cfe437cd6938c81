"""A small free set of our own, made by code: ten films of which every cut, word and wanted silence is known.

Read in this order: `plan` (which film is what), `drawing` (pictures), `sounding` (sound), `writing` (files).
"""
