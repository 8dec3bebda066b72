"""What callers leave to be reached and found by: one reader of each, for entry, finding and history."""
