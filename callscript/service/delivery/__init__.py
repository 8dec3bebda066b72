"""What a call tells others: put into the outbox, delivered, and counted as delivered."""
