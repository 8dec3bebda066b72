"""Every state of the screens as a grid of text and looks, drawn by the real program with a clock that stands still."""
