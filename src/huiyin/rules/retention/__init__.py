"""How long the content of a matter is kept, why, and what must be over before it may be destroyed."""
