"""The methods of the contract: read `ports`, then `score_servicer`."""
