"""The registers, derived from the journal, that people look calls and work up in."""
