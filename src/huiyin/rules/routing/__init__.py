"""Topic and division to competent office, with reasons."""
