"""The case: its words (model), its graph (store), its findings (analyse) and how they are shown (present)."""
