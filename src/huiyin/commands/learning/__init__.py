"""Commands: Rule packs, calendars, topics that take effect by command."""
