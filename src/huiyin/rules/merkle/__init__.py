"""RFC 6962 trees."""
