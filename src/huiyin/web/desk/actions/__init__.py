"""What officials do with a matter: one focused form each."""
