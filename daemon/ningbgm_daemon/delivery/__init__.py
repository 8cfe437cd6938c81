"""Files for people and editing programs.

Reading order: `folder` (the output appears whole or not at all), `score_json` and `plain_score`,
`midi` and `midi_tempo`, `cuesheet`, `otio_timeline`, `wav_facts`, then the report and the preview.
"""
