"""The face line by line: for screen readers, for terminals that cannot place text, and for pipes."""
