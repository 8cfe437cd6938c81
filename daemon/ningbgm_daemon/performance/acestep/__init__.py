"""ACE-Step as a singer, through the HTTP server that its users run (`acestep-api`).

Read in this order: `request` (what it is asked), `line` (one HTTP exchange, bounded), `answers` (what it
says), `sound` (what goes there and comes back), `singer` (release a task, wait for it, fetch it). What the
server does is taken from the public documentation and code of ACE-Step 1.5 (repository
ace-step/ACE-Step-1.5: docs/en/API.md, docs/en/INFERENCE.md, acestep/api).
"""
