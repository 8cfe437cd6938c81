"""The doors as listeners: read `places`, `grpc_door`, then `http_door`."""
