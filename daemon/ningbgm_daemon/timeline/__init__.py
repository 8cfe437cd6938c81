"""Timelines: what was given becomes an `Edit`, and evidence of media is laid on it.

Reading order: `reader` (the door), `scored_range`; what all dialects share: `pieces`, `joining`,
`speed_map`, `assembling`, `track_use`, `looks`, `media_path`, `media_index`; the dialects:
`otio_reader`, `otio_layers`, `otio_media`, `otio_ramps`, `otio_time`, `otio_notes`, `otio_file`,
`otio_schema`, `otioz_file`; `fcpxml_reader`, `fcpxml_layers`, `fcpxml_nests`, `fcpxml_leaves`,
`fcpxml_content`, `fcpxml_time`, `fcpxml_roles`, `fcpxml_notes`, `fcpxml_cover`, `fcpxml_resources`,
`fcpxml_file`, `xml_file`; `fcp7_reader`, `fcp7_layers`, `fcp7_items`, `fcp7_speed`, `fcp7_markers`,
`fcp7_titles`, `fcp7_values`; `edl_reader`, `edl_events`, `edl_comments`, `edl_rate`, `edl_layers`,
`edl_speed`, `edl_clock`; `aaf_reader`, `aaf_worker`; `lay` with `stretch`, `lay_cuts` and
`lay_curves`; `limits` (every bound).
"""
