"""What follows from a clock: whom to remind and when, and what an office should have done and did not."""
