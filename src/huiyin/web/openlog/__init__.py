"""Read-only log files for outside checkers."""
