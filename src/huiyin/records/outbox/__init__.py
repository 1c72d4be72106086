"""Tables of notices to be told."""
