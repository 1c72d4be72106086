"""Searching in sealed texts: cut, hashed under a key, looked for; what the index holds opens nothing."""
