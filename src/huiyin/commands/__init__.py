"""What the system can do, one file per command."""
