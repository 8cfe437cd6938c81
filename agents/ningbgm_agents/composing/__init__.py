"""The third team: from scene and brief to a score."""
