"""Commands: Accepting, answering, serving."""
