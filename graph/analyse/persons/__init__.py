"""Whose application is it: names, and applications grouped into persons."""
