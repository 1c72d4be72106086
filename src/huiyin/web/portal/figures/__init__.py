"""Public figures: how offices do, by place and subject. Offices are measured, petitioners never."""
