"""Puts our plugins where editing programs look for them; read `resolve_folders`, then `davinci`."""
