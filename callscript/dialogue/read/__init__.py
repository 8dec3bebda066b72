"""From a digit or a text to what it asks for."""
