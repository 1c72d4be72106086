"""`huiyin witness`: remembers what a log showed, so that it cannot show others something else."""
