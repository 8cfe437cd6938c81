"""The gRPC door: read `ports`, `edge`, `job_servicer`, then the others."""
