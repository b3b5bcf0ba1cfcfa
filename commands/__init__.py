"""The verbs of `linchpin`, by topic. `cli.py` puts them in order and is their door."""
