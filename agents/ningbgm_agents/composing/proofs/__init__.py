"""What a musician would mark in a score on paper: `page`, then `lines`, `voices` together, `layers`."""
