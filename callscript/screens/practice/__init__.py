"""The screens of practice, which no other session loads."""
