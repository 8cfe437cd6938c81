"""The doors as listeners: read `tls`, `places`, `grpc_door`, then `http_door`."""
