"""Commands: Filing and registering."""
