"""What the daemon remembers, as values: read `order`, `job`, then `score`."""
