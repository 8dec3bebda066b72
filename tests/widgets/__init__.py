"""The pure parts of the widgets: what goes on which page, in which line, how long a band is."""
