"""What a session asks the relay of its host, over a Unix socket: PostgreSQL is known to the relay alone.

Loaded where the centre's settings say `kind = "relay"`, and nowhere else.
"""
