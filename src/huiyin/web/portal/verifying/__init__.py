"""The page on which anybody checks a receipt: one file that works when saved, and a form without scripts."""
