"""Tables of divisions, offices, posts."""
