"""Practice with a caller who is data: what the caller says when, what is made of it, the case it is kept as."""
