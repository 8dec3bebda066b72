"""What the operator is told, as plain values and words: shared by the screens and whatever else shows a call."""
