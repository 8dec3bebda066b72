"""What leads calls and keeps the promises around them: session, desk, look-ups, the journey from start to leaving."""
