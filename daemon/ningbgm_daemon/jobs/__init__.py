"""Jobs that last: read `assignment`, `carrying_out`, `worker`; then `worker_process`, `run`, `queue`."""
