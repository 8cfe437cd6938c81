"""Team 2: what was sensed becomes the holistic scene.

Read in this order: `bench` (what the experts complete), `signals` (everything on one clock),
`silences`, `temporal`, `visual` with `colours`, `sound`, `speech`, `lexicon`, `emotion` with
`bending`, `moods`, `narrative` with `turns` (the experts), `fusion` (records from their work),
`checks` (the verifier) and `team`.
"""
