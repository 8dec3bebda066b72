"""What a pack says: its model, its texts, its working time."""
