"""What a language model is told for each role, as Markdown that people can read and mend (`minds.prompt`)."""
