"""What a critic needs: `scenes`, `paper`, `likeness`, the faults of a score, its sound and its picture."""
