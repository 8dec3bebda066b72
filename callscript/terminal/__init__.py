"""What goes down the line to the terminal and what comes up it. Knows Textual, not calls."""
