"""What must not be lost: read `schema`, `database`, `job_table`, `score_table`, then `store`."""
