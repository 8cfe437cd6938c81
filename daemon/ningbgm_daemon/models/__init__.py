"""Models that users bring, one file each; every heavy import stays in the file that needs it.

Reading order: `posts` (where a model may work), `choice` (what the user put there), `on_disk` (what is
there), `weights`, `licence`, `listing`, `staffing` and `thinking` (the agents' mind out of it); `hosted`,
`host`, `shelf`, `steps`, `accelerator`, `forms` and `causal` run a language model in a process of its own,
`whisper` one that hears. Of pictures: `viewer` (the ports), `gallery`, `looking`, `captioning`, `tagging`;
`fitted`, `vision` and `clip` are the models.
"""
