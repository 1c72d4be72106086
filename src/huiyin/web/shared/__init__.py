"""What the audiences of the web share: base page, errors, middleware, words."""
