"""Commands: Supervision of what is late or wrong."""
