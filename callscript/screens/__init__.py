"""The screens: a screen routes keys to commands, and gives its widgets values. Looks are in the .tcss beside it."""
