"""Findings to sentences, tables, pictures and exports."""
