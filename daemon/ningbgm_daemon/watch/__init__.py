"""The watch folder: what is dropped into it is scored.

Reading order: `watcher` (all of it together), `arrivals` (what has come and is whole), `settling` (when a
file is whole), `errand` (from a whole export to its score), `deciding` (which order, if any), `ledger` (what
is remembered), `desk` (whom the orders go to).
"""
