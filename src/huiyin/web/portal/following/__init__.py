"""The petitioner follows: number and query code open one's own matter, nothing of it stands in an address."""
