"""Role profiles, one TOML file a role."""
