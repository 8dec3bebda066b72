"""A call: its events, the commands that make them, and how it moves through the script."""
