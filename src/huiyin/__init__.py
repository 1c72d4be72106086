"""Huiyin 回音: every petition gets an answer, and the answer can be proved."""
