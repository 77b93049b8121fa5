"""Which rules the passages of a stored document were found by."""

STRUCTURE_VERSION = 3
"""Raised when the rules of `index.structure` or of what it builds on change, so that
stored libraries read their sources again."""
