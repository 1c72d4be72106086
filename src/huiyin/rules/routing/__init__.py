"""Where a matter goes: divisions, offices, topics, places in a text, and the choice among them."""
