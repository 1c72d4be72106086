"""Searching in words: how text is folded, what is never looked for, what may be asked."""
