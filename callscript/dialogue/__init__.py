"""The dialogue with the operator, pure: calls as values and words, and what is typed as commands."""
