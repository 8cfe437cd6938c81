"""The same contract as JSON over HTTP: read `app`, `exchange`, `routes`, `requests`, then the others."""
