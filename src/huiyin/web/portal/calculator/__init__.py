"""The public calculator: when a statutory period ends, and why."""
