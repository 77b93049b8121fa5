"""Whose documents a request is about."""
