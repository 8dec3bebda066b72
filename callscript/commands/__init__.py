"""The commands, a module each, loaded when it runs. Only `run` and `demo` load Textual, when they draw."""
