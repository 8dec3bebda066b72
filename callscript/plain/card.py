"""The caller's card line by line: the fields by number, filled in any order."""

from __future__ import annotations

from callscript.core.call.refusal import Refused
from callscript.dialogue.read.field_text import entered
from callscript.dialogue.show import card
from callscript.dialogue.show.doubts import doubted
from callscript.dialogue.show.values import FieldRow
from callscript.plain.conversation import Conversation, numbered
from callscript.runtime.i18n import _
from callscript.runtime.text import clean
from callscript.service.session import Session


class Card:
    """The card while it is open: a field is chosen, or one is filled in."""

    def __init__(self, talk: Conversation, session: Session) -> None:
        self._talk = talk
        self._session = session
        self.field = ""
        """The one that is filled in; empty: one is chosen."""
        self.open = False
        self._single = False
        """It was opened for one field, and closes behind it."""

    @property
    def label(self) -> str:
        """What is asked for."""
        row = self._row
        return row.label if row else _("Field number")

    @property
    def rows(self) -> tuple[FieldRow, ...]:
        """The fields."""
        return card.card(self._session.script, self._session.call)

    @property
    def _row(self) -> FieldRow | None:
        return next((row for row in self.rows if row.id == self.field), None)

    async def show(self) -> None:
        """Open the card, and tell what is in it."""
        self.open, self._single, self.field = True, False, ""
        await self._talk.tell(_("The caller's card. A number chooses a field, Enter goes back to the script."))
        await self._talk.tell(*numbered(map(row_words, self.rows)))

    async def ask_for(self, number: int) -> None:
        """Go to a field."""
        if not 1 <= number <= len(self.rows):
            await self._talk.tell(_("There is no {digit} to choose here.").format(digit=number))
            return
        row = self.rows[number - 1]
        self._single = self._single or not self.open
        self.open, self.field = True, row.id
        await self._talk.tell(row_words(row), row.hint, *numbered(row.options))

    async def answer(self, text: str, number: int | None) -> None:
        """Take an answer: the number of a field, or what it is filled in with; Enter alone leaves it as it is."""
        row = self._row
        if row is not None:
            await self._fill(row, text)
        elif not text:
            self.open = False
        elif number is None:
            await self._talk.tell(_("Choose one of the numbers."))
        else:
            await self.ask_for(number)

    async def erase(self) -> None:
        """Erase the field that is filled in."""
        await erase(self._session, self.field)
        self._leave_field()

    async def _fill(self, row: FieldRow, text: str) -> None:
        script, call = self._session.script, self._session.call
        before = row.draft or ("" if row.options else row.value)
        if command := entered(script, call, row.id, text or before, confirm=True):
            await self._session.do(command)
        await self._talk.tell(
            *(row_words(each) for each in self.rows if each.id == row.id),
            doubted(script, self._session.call, row.id),
        )
        self._leave_field()

    def _leave_field(self) -> None:
        self.field = ""
        self.open = not self._single


async def erase(session: Session, field: str) -> None:
    """Erase what is recorded in a field; a choice is changed, not erased."""
    if not field or (command := entered(session.script, session.call, field, "")) is None:
        raise Refused("not_offered")
    await session.do(command)


def row_words(row: FieldRow) -> str:
    """Say what is in a field, and how it stands."""
    value = (clean(row.shown) if row.shown != row.draft else "") or (f"{row.suggested}?" if row.suggested else "")
    word = {
        "missing": _("missing"),
        "empty": "" if value else _("empty"),
        "filled": "",
        "absent": "",
        "doubtful": _("looks wrong"),
        "orphaned": _("from an answer that was changed"),
    }[row.state]
    draft = _("typed, not confirmed: {value}").format(value=row.draft) if row.draft else ""
    return f"{row.label}: {', '.join(filter(None, (value, word, draft)))}"
