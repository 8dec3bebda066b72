"""Forms that act: what is typed into them becomes commands."""
