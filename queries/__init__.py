"""Cypher, one question per file. README.md is the header contract; `graph.store.catalogue` reads it."""
