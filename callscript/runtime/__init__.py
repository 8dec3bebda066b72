"""What the program stands on: files and folders, time, language, streams, signals, the ways it ends."""
