"""Huiyin 回音: every petition gets an answer, and the answer can be proved."""

__version__ = "0.1.0"
