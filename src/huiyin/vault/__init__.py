"""Sealed evidence: data keys, sealed fields, sealed segments."""
