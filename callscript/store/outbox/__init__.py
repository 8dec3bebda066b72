"""The outbox: letters on their way, and what became of them."""
