"""Officials sign in with a password and a second factor; what they may do then follows from their post."""
