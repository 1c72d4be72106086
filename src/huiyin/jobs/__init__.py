"""What runs by itself after a commit, from rows written before it."""
