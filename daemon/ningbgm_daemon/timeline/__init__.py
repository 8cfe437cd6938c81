"""Timelines: what was given becomes an `Edit`, and evidence of media is laid on it.

Reading order: `reader` (the door), `scored_range`; `otio_reader`, `otio_layers`, `pieces`,
`otio_time`, `otio_notes`, `track_use`, `otio_file`, `media_path`; `lay` with `stretch`, `lay_cuts`
and `lay_curves`; `limits` (every bound).
"""
