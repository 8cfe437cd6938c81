"""Where protobuf messages end: read `limits`, `checks`, `names`, then `orders`, `jobs`, `cues`, `scores`."""
