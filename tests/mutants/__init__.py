"""Small faults put into the program, one at a time, to see whether the tests that run in seconds notice them."""
