"""Calendars for calendar programs."""
