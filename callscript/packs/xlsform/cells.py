"""The cells of a row of the survey: what each says, and what is refused in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from callscript.core.script.phrases import ANSWER
from callscript.packs.xlsform.calculation import named_choice
from callscript.packs.xlsform.choices import misnamed, offered
from callscript.packs.xlsform.expressions import CannotSay, Question, Said, condition
from callscript.packs.xlsform.form import Answer, Repeat, Texts
from callscript.packs.xlsform.repeats import repeated
from callscript.packs.xlsform.sheets import SURVEY, Found, Row
from callscript.packs.xlsform.words import Languages, named, worded
from callscript.runtime.i18n import _


class Cells:
    """Reads cells, by what stood in the rows before."""

    def __init__(self, languages: Languages, lists: Mapping[str, Sequence[Answer]], found: Found) -> None:
        self._languages = languages
        self._lists = lists
        self._found = found
        self._known: dict[str, Question] = {}
        """What an expression can ask about: the questions so far."""
        self._typed: dict[str, str] = {}
        """By name: the placeholder that fills what was typed, or chosen, into texts."""
        self._rows: dict[str, int] = {}

    def _refuse(self, row: Row, message: str) -> None:
        self._found.refuse(SURVEY, row.number, message)

    def _name(self, row: Row, *, stage: bool = False) -> str:
        name = row.get("name")
        if not name:
            self._refuse(row, _("there is no name"))
        elif wrong := misnamed(name):
            self._refuse(row, wrong)
        key = f"group {name}" if stage else name
        first = self._rows.setdefault(key, row.number)
        if name and first != row.number:
            told = _("the name '{name}' is used in row {row} already")
            self._refuse(row, told.format(name=name, row=first))
        return name

    def _condition(self, row: Row) -> Said:
        text = row.get("relevant")
        try:
            return condition(text, self._known) if text else True
        except CannotSay as cannot:
            self._refuse(row, f"relevant: {cannot}")
            return True

    def _required(self, row: Row) -> bool:
        text = row.get("required").lower().removesuffix("()")
        if text not in ("", "yes", "no", "true", "false"):
            self._refuse(row, _("required: yes or no, not an expression"))
        return text in ("yes", "true")

    def _answers(self, row: Row, of_list: str) -> Sequence[Answer]:
        answers, wrong = offered(of_list, self._lists)
        for each in wrong:
            self._refuse(row, each)
        return answers

    def _worded(self, row: Row, column: str, typed: Mapping[str, str]) -> Texts:
        texts = self._languages.texts(row, column)
        try:
            return {language: worded(text, typed) for language, text in texts.items()}
        except CannotSay as cannot:
            self._refuse(row, f"{column}: {cannot}")
            return named(texts)

    def _repeated(self, row: Row, name: str, when: Said) -> Repeat | None:
        try:
            return repeated(name, row.get("repeat_count"), when, self._known)
        except CannotSay as cannot:
            self._refuse(row, str(cannot))
            return None

    def _calculate(self, row: Row) -> None:
        try:
            self._typed[self._name(row)] = f"{ANSWER}{named_choice(row.get('calculation'), self._known)}"
        except CannotSay as cannot:
            self._refuse(row, str(cannot))
