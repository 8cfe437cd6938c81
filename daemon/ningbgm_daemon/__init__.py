"""The body of NingBGM: it senses, performs, stores and serves what the mind thinks.

Read in this order: `cli`, `app` (what is built and how it hangs together), `timeline` and `media` (what
comes in), `performance` (score to sound), `delivery` (what goes out), `demo` (a film of our own).
"""
