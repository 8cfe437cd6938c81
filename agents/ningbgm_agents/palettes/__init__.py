"""Palettes: each a TOML file that a musician can read, edit and add to."""
