"""Tables of files of a matter."""
