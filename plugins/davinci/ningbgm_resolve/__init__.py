"""NingBGM inside DaVinci Resolve, in Python 3.6 and its standard library.

Reading order: menu, flow, edition, scope, exporting, daemon, marking, plan, placing, keeping, face. Numbers
in brackets name the traps of Resolve's API as `docs/davinci.md` lists them.
"""
