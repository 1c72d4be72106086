"""Every Chinese wording."""
