"""How an agent thinks: by rules (`rules`); other minds may take over role by role."""
