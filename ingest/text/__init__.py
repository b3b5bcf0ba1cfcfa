"""Texts: the text of a CV file, and which CVs share text. Nothing is imported here, so that readers start quickly.

ingest.text.extract     file -> text
ingest.text.pairs       texts -> alike pairs, copied passages, templates: `text_pairs`
"""
