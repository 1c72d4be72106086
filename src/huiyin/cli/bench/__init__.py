"""`huiyin bench`: measures this machine with Huiyin on it, and makes test populations."""
