"""Commands: Files and witness statements of a matter."""
