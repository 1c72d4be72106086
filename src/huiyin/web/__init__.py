"""The ways in by HTTP: parse, take the time once, make one call, render."""
