"""What the commands say that do not draw: a module a command, loaded when it runs. None of them loads Textual."""
