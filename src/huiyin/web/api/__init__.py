"""REST for client programs."""
