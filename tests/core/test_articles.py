"""What is looked up beside a call."""

from __future__ import annotations

from callscript.core.articles import ENTRY, Article, Found, Hit, Part


def test_what_can_be_told_of_an_article() -> None:
    """Everything of an article can be told to a caller but its headings."""
    article = Article("fee", "Збір", (Part("Розмір", "heading"), Part("Сплачують."), Part("ветерани", "item")))
    assert article.paragraphs == ("Сплачують.", "ветерани")


def test_whom_to_hand_over_to_is_told_from_an_article() -> None:
    """An entry of the directory is known by its id, which no file can have: a colon and the word before it."""
    found = Found("x", (Hit("fee", "Збір"), Hit(f"{ENTRY}head", "керівник")))
    assert [hit.entry for hit in found.hits] == [False, True]
