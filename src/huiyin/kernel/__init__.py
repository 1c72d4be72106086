"""Ids, errors, commands, canonical bytes, the one clock. Standard library only."""
