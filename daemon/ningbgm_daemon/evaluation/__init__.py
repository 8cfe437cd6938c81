"""The benchmark: films with what is known of them, systems that score them, measures, and a report.

Read in this order: `films` (what is scored), `made_set` (a free set of our own), `systems` and `inputs` (who
scores it, from what), `making` (our music), `theirs` (others'), `picture`, `hearing` and `cutting` (what is
seen and heard), `metrics` (the measures, pure), `measuring` (one piece on one film), `measures` (their
names), `human` (music by people as a yardstick), `clap`, `judge` and `judging` (a model that the user
brings), `film_bench`, `lanes` and `bench` (the run), `table`, `report_files`, `markdown` and `page` (what
comes out).
"""
