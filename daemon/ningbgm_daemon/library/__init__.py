"""The library of scores: read `places`, `recording`, `keeping`, `library`, then `rebuilding`."""
