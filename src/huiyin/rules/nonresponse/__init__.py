"""When silence past a deadline may be recorded for the petitioner, what the record says, and what follows."""
