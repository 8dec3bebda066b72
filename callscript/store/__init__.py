"""Where calls last: the journal, which is the truth, and the registers derived from it."""
