"""What is Steam's own."""
