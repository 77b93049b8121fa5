"""Documents in, nearest passages out."""
