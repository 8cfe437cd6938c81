"""NingBGM inside DaVinci Resolve, in Python 3.6 and its standard library: the daemon thinks, this touches.

Reading order: menu, flow, daemon, laid, placing, sounds, keeping, edition, face. Numbers: `docs/davinci.md`.
"""
