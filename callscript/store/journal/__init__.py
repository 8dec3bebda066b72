"""The journal, which is the truth."""
