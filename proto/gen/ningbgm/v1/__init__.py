"""Version 1: read `score_service`, then `job_service` and `cue_service`."""
