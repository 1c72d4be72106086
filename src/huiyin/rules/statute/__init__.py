"""The law as dated data, and clocks that explain themselves."""
