"""Calls led line by line: for screen readers, for terminals that cannot place text, and for no terminal at all."""
