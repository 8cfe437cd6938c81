"""The review page, the server's side: read `admissions`, `review`, `pages`, `answers`, then the others."""
