"""Scripts as XLSForm workbooks, in and out, as far as both have words for it: what has none is told, never guessed.

`reading.py` and `drafting.py` make a draft of sheets, `writing.py` makes sheets of a script; `workbook.py` alone knows
what a workbook is made of, and is loaded by nothing but its two commands.
"""
