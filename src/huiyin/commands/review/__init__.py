"""Commands: Review and reexamination by a higher office."""
