"""The law on the command line: due days with their explanation, packs, rules, calendars, questionnaire."""
