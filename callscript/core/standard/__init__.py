"""The standard: what events establish, and how a call stands with each clause."""
