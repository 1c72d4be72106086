"""Files from outside looked into: in a process of its own, in little time and memory, without network."""
