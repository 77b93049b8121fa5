"""The commands of `pincite`, a module a subject; each adds its own to the parser."""
