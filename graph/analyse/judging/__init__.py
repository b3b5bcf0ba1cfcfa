"""Which explanation fits a group best, who holds it together, and how sure that is."""
