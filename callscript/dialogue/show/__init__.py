"""From a call to the values and words that are shown."""
