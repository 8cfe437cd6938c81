"""Words to sing; read `song`, `syllables`, `phrases`, `fitting`, `book`, `verse`, `lyricist`, `checks`."""
