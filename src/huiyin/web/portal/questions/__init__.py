"""The questions of the filing wizard, one form a page; each turns what was typed into answers."""
