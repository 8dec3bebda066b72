"""Proves of a script what holds on all its paths: by the core's own decisions, fold and monitors, with conditions left
open. It knows the core and the names of keys, no files.
"""
