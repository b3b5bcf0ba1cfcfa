"""Flags of single records, one function each. They may move a case among equals in a reader's queue; they never score."""
