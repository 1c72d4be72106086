"""Tables of entries, salts, data keys."""
