"""Traces of jobs for users who have a collector; read `job_trace`, `traced_jobs`, then `otlp`."""
