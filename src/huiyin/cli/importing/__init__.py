"""Imports: messages read from files, brought through the door in batches, counted."""
