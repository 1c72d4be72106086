"""What the system can show: frozen rows, scoped to the reader."""
