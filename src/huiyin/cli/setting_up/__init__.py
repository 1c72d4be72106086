"""What a new installation is filled with; each step looks at what is there and adds what is missing."""
