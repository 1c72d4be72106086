"""The index of words, the index of persons, and what was looked for."""
