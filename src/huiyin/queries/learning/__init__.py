"""Queries: rules proposed and adopted, and what they move."""
