"""The pure core: facts in, decision out; no Django, no clock, no I/O."""
