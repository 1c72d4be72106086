"""Reminders, supervision items, and the settings of both."""
