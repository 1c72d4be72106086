"""Files of a matter: when they open, and when they are looked at again."""
