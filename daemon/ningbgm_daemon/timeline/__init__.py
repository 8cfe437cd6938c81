"""Timelines: what was given becomes an `Edit`, and evidence of media is laid on it.

Reading order: `reader` (the door), `scored_range`; `otio_reader`, `otio_layers`, `pieces`,
`otio_time`, `otio_notes`, `track_use`, `otio_file`, `media_path`; `fcpxml_reader`, `fcpxml_layers`,
`fcpxml_nests`, `fcpxml_leaves`, `fcpxml_content`, `fcpxml_time`, `fcpxml_roles`, `fcpxml_notes`,
`fcpxml_cover`, `fcpxml_resources`, `fcpxml_file`, `xml_file`; `lay` with `stretch`, `lay_cuts`
and `lay_curves`; `limits` (every bound).
"""
