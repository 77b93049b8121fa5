"""Pincite over HTTP, for programs: `/api/v1`."""
