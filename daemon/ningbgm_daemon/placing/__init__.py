"""What has to be done to a timeline so that the music lies on it as the score has it; pure, for all plugins.

Reading order: `laid` (the timeline as it lies), `claims` (markers of ours, and whether their clips lie as
they were put down), `wanted` (a revision's cues), `steps` (the plan), `conforming` (one cue), `planning` (all
of it), `annotating` (what the editor's markers say), `choosing` (what to score), `program` (who asks).
"""
