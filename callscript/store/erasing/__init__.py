"""Erasing what a caller gave from everything that a home keeps."""
