"""Raw input becomes a command: sealed, hashed, suggested; knows vault and adapters, never records."""
