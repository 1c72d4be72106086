"""Tables of petitions and all that belongs to one."""
