"""Commands: Sending a matter to the competent office."""
