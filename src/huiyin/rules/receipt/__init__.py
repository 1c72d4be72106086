"""The receipt (凭证): a versioned file that proves offline what was filed and when."""
