"""The same screens written with other libraries: what the real program is held against. Each reads the scenes that the
real program has shown, and obeys the keys of the benchmark: letters are typed into the field, Tab goes to the card and
back, Enter shows the next stage, F2 begins a hold whose clocks run, F12 leaves.
"""
