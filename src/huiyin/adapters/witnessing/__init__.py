"""A stand-alone witness: its key, its memory and its evidence, in one folder."""
