"""The domain in the domain's words: pure values and functions, no I/O, no clock, no screen."""
