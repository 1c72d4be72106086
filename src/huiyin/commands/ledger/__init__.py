"""Commands about the public log itself."""
