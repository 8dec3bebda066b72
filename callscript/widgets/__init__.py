"""The widgets: they draw plain values."""
