"""The texts of a script as the labels and hints of a form, with what was typed or chosen before filled in."""

from __future__ import annotations

from callscript.core.script.model import Pack
from callscript.core.script.phrases import ANSWER, PLACEHOLDER
from callscript.core.script.steps import Ask, Pick, Step
from callscript.packs.draft import PackDraft
from callscript.packs.xlsform.order import plain
from callscript.packs.xlsform.telling import Before

_NAMES = {"uk": "Ukrainian", "lv": "Latvian", "en": "English", "lt": "Lithuanian", "et": "Estonian", "pl": "Polish"}
"""What forms call a language, before its code; any other goes by its code."""


class Wording:
    """Words rows, by the questions before them, and notes what no row says."""

    def __init__(self, pack: Pack, draft: PackDraft) -> None:
        self.left: dict[str, list[str]] = {}
        """What is not carried over, by what it is: of which parts."""
        self._pack = pack
        self._draft = draft
        self._languages = [language.id for language in pack.languages]
        self._fields = {field.id: field for field in pack.fields}
        self._before = Before()
        self._said: dict[str, str] = {}
        """By step: the row that has the label of what was chosen there."""

    def _leave(self, what: str, *names: str) -> None:
        found = self.left.setdefault(what, [])
        found += [name for name in names if name not in found]

    def _headings(self, *columns: str) -> list[str]:
        return [f"{column}::{language_name(language)}" for column in columns for language in self._languages]

    def _hint(self, step: Step) -> str:
        """Return the text that is the hint at a step."""
        own = f"tip.{step.id}"
        written = any(own in texts for texts in self._draft.texts.values())
        return f"hint.{step.field}" if isinstance(step, Ask | Pick) and not written else own

    def _renamed(self, language: str, step: str, field: str) -> bool:
        asked = PLACEHOLDER.sub("…", self._text(language, f"step.{step}"))
        return self._text(language, f"field.{field}") != asked

    def _words(self, column: str, key: str) -> dict[str, str]:
        """Return a text in each language; what was typed before is filled in, in a form's own way."""
        found: dict[str, str] = {}
        for language in self._languages:
            text = self._text(language, key)
            for name in PLACEHOLDER.findall(text) if key.startswith(("step.", "tip.", "hint.")) else ():
                if asked := self._asked_as(name):
                    self._before.referred.add(asked)
                    text = text.replace(f"{{{name}}}", f"${{{asked}}}")
            if PLACEHOLDER.search(text.replace("${", "")):
                self._leave("{…}", key)
            found[f"{column}::{language_name(language)}"] = text
        return found

    def _asked_as(self, placeholder: str) -> str:
        """Return the row that has what a placeholder says; empty: no row before has it."""
        chosen = placeholder.removeprefix(ANSWER)
        if chosen != placeholder:
            return self._said.setdefault(chosen, self._free(chosen)) if chosen in self._before.answered else ""
        field, asked = self._fields.get(placeholder), self._before.filled.get(placeholder)
        if not field or not asked or (field.kind == "choice" and field.several):
            return ""
        if field.kind == "choice" or asked[-1] in self._before.answered:
            return self._said.setdefault(asked[-1], self._free(asked[-1]))
        return asked[-1]

    def _free(self, step: str) -> str:
        """Return a name that nothing has, for what was answered at a step."""
        taken = {name for stage in self._pack.stages for name in (stage.id, *(each.id for each in stage.steps))}
        return next(name for name in (f"{step}_said{'_' * n}" for n in range(len(taken) + 1)) if name not in taken)

    def _text(self, language: str, key: str) -> str:
        """Return a text; of one with several wordings that which fits any call."""
        text = self._draft.texts.get(language, {}).get(key, "")
        if isinstance(text, dict):
            self._leave("wordings", key)
        return plain(text)


def language_name(language: str) -> str:
    """Return what a form calls a language: its name, with the code by which it is known again."""
    return f"{_NAMES.get(language, language)} ({language})"
