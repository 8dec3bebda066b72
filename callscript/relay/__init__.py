"""The relay of a host: sends the journals of a home on to PostgreSQL, and what its administrator does there.

The journal stays the truth of the call; PostgreSQL has what all hosts have recorded. No session imports this room, and
none waits for it: only `callscript relay` and `callscript store` know psycopg.
"""
