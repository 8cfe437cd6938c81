"""Puts our plugins where editing programs look for them; read `plugin_files`, `davinci`, `premiere`."""
