"""What the daemon remembers, as values: read `order`, `job`, `score`, then `system`."""
