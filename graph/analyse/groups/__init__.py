"""What persons share, what it weighs, which groups it makes, and their shape."""
