"""How an agent thinks: by rules (`rules`); a language model takes over role by role where one is installed."""
