"""The words of the project: kinds, facts, links, findings, settings, errors. Imports nothing of ours."""
