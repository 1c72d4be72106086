"""Commands: Ratings and public figures."""
