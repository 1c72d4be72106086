"""The only way to change anything."""
