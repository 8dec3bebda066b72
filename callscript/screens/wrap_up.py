"""The wrap-up: how the call is filed, why a clause was not met, a summary. Two presses of Enter if nothing is owed."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from callscript.core.call.refusal import Refused
from callscript.core.script.model import Outcome
from callscript.dialogue.actions import ARTICLES, BY_ID
from callscript.dialogue.show.field_text import field_lines
from callscript.dialogue.show.standing import verdict_word
from callscript.runtime.i18n import _
from callscript.runtime.text import clean
from callscript.screens import later
from callscript.screens.call_work import CallWork
from callscript.service.desk import Desk
from callscript.service.forms.corrections import begun
from callscript.service.forms.wrap_up import AGAIN, OUTCOME, SUMMARY, NotMet, WrapUp
from callscript.service.session import Session
from callscript.widgets.bars import Header, KeyBar, MessageBar
from callscript.widgets.entry import Entry
from callscript.widgets.gauge import Gauge
from callscript.widgets.looks import BAD, HERE, KEY, SOON
from callscript.widgets.piece import Piece
from callscript.widgets.rule import Rule
from callscript.widgets.typed_line import TypedLine
from callscript.widgets.windowed import Windowed


class WrapUpScreen(CallWork):
    """After the call. Dismissed with `closed`, `on`, or `left` with the wrap-up still to be finished."""

    CSS_PATH = "wrap_up.tcss"

    def __init__(self, desk: Desk, session: Session) -> None:
        super().__init__(desk, session)
        self._wrap_up = WrapUp(session, desk.now)
        self._saving = later.Later(self, self._save_again, later.SAVE_AGAIN)
        """Runs while something is unsaved, or on its way to others."""

    @property
    def done(self) -> str:
        """`closed` once the call is, `on` if it goes on after all."""
        call = self.session.call
        return "closed" if call.closed else "on" if call.under_way else ""

    def compose_screen(self) -> ComposeResult:
        yield Header()
        yield Gauge() if self.session.call.ended and self.session.call.ended.allowed else Rule()
        with Horizontal(id="wrap-body"):
            with Vertical(id="wrap-main"):
                yield Windowed(id="wrap-up")
            with Vertical(id="wrap-side"):
                yield Static(Content.styled(_("Recorded"), "bold"), markup=False)
                yield Piece(id="wrap-fields")
        yield Rule(id="wrap-rule")
        yield Piece(id="wrap-asked")
        yield TypedLine(id="wrap-typed")
        yield MessageBar(whole_by="F1")
        yield KeyBar()

    def on_mount(self) -> None:
        self._open()
        self.show()
        self.seconds.start()
        if begun(self.session.call):
            self.correct()

    def on_resize(self) -> None:
        """Leave blanks out where there is little room."""
        self.call_after_refresh(self.show)

    @property
    def _entry(self) -> Entry:
        return self.query_one(TypedLine).entry

    def show(self) -> None:
        """Show the call as it is filed so far."""
        self._save_soon()
        self.show_header()
        self.show_keys()
        parts = self.query_one(Windowed)
        parts.parts, parts.at = self._parts()
        fields = field_lines(self.session.script, self.session.call)
        self.query_one("#wrap-fields", Piece).put(Content("\n").join(Content(clean(line)) for line in fields))
        typed = self._wrap_up.part != OUTCOME
        self.query_one(TypedLine).display = typed
        self.query_one("#wrap-asked", Piece).put(Content.styled(self._asked(), "bold"))
        self.set_focus(self._entry if typed else None)

    def _asked(self) -> str:
        if self._wrap_up.part == OUTCOME:
            return _("Enter: confirm the marked outcome. A digit marks another one.")
        if self._wrap_up.part == SUMMARY:
            return _("Summary (may stay empty). Enter closes the call.")
        return _("Why was {clause} not met? Enter. «=» repeats the reason before.").format(clause=self._wrap_up.part)

    def _parts(self) -> tuple[tuple[Content, ...], int]:
        """Return what there is to fill in, and which part is at hand."""
        form, gap = self._wrap_up, [] if self.has_class("-low") else [Content("")]
        title = Content.assemble((_("Wrap-up"), "bold"), "  ", clean(form.ended))
        caller, left_open = form.filed()
        shown = [Content(clean(caller))] if caller and not self.has_class("-low") else []
        shown += [Content(clean(line)) for line in form.registered]
        parts = [title, *shown, *gap, Content.styled(_("Outcome"), "bold")]
        at = len(parts) + form.picked
        parts += [self._outcome(number, outcome) for number, outcome in enumerate(form.outcomes, start=1)]
        not_met = form.not_met
        owed = _("Owed by the standard") if not_met else _("Nothing is owed by the standard.")
        parts += [*gap, Content.styled(owed, "bold")]
        for each in not_met:
            at = len(parts) if form.part == each.clause else at
            parts.append(self._not_met(each))
        if left_open:
            parts += [*gap, Content.styled(_("Work that this call leaves"), "bold")]
            parts += [Content(f"  {clean(line)}") for line in left_open]
        parts += [*gap, self._summary()]
        return tuple(parts), len(parts) - 1 if form.part == SUMMARY else at

    def _outcome(self, number: int, outcome: Outcome) -> Content:
        here, marked = self._wrap_up.part == OUTCOME, number == self._wrap_up.picked + 1
        sign = "→" if marked and here else "+" if outcome.id == self.session.call.outcome else " "
        name = Content.styled(clean(self._wrap_up.name(outcome)), HERE if marked and here else "")
        return Content.assemble(f"{sign} ", (f" {number} ", KEY if here else "dim"), " ", name)

    def _not_met(self, each: NotMet) -> Content:
        here = self._wrap_up.part == each.clause
        sign = "→" if here else "+" if each.reason else " " if each.must else "•"
        words = f"{each.line.name} {verdict_word(each.line.verdict)}"
        look = "" if each.reason else BAD if each.line.verdict == "breached" else SOON
        reason = f" — {each.reason}" if each.reason else ""
        return Content.assemble(
            f"{sign} ", (f" {clean(words)} ", look), " ", (clean(each.title), HERE if here else ""), clean(reason)
        )

    def _summary(self) -> Content:
        here = self._wrap_up.part == SUMMARY
        heading = Content.styled(_("Summary"), HERE if here else "bold")
        text = clean(self.session.call.summary)
        after = (_("after Enter"), "dim") if self._wrap_up.summary_is_next and not text else ""
        return Content.assemble("→ " if here else "", heading, ": ", text, after)

    def _save_soon(self) -> None:
        """Look in a moment whether what is unsaved can be saved, and what is on its way was delivered."""
        if self.session.wants_tick or self._desk.post.on_the_way(self.session.call_id):
            self._saving.soon()

    async def _save_again(self) -> None:
        await self.session.tick()
        if self.stands:
            self.show()

    # Keys

    async def obey(self, action: str, key: str) -> None:
        """Fill in the wrap-up, part by part."""
        match action:
            case "go":
                self.stop_keeping()
                part = self._wrap_up.part
                try:
                    await self._wrap_up.go(self._entry.value)
                finally:
                    if not self.done and part != self._wrap_up.part:
                        self._open()
            case "back" if self._wrap_up.part == OUTCOME:
                if self.session.call.may_be_a_mistake:
                    self.ask_to_discard()
            case "hold":
                await self.prolong()
            case "caller":
                await self.open_caller()
            case "field_up" | "next_panel" | "back":
                await self._keep()
                self._wrap_up.move(1 if key in ("down", "tab") else -1)
                self._open()
            case "end":
                await self.keep_draft()
                self.correct()
            case _ if key.isdecimal():
                if self._wrap_up.part == OUTCOME:
                    self._wrap_up.pick(int(key))
            case _ if action and (BY_ID[action].detour or action == ARTICLES):
                raise Refused("call_over")
            case _:
                await self.open_sheet(action)

    def help_lines(self) -> tuple[str, ...]:
        return (
            _("Enter          keep this, go to what is wanted next; at the end: close"),
            _("↑ ↓ Tab        another part; so does Backspace before anything is typed"),
            _("digit          mark an outcome"),
            _("=              for a reason: the one given before"),
            _("F12            correct: it has not ended, how it ended, a field"),
            "",
        )

    def _corrected(self, made: int | None) -> None:
        self._wrap_up = WrapUp(self.session, self._desk.now)  # other outcomes may fit now
        super()._corrected(made)
        if self.stands and not self.done:
            self._open()

    def _open(self) -> None:
        """Go to the part that is filled in now, with what is recorded there."""
        self._entry.put(self._wrap_up.text, begun=bool(self._wrap_up.drafted))

    # What is typed

    async def keep_draft(self) -> None:
        entry = self._entry
        if not entry.untouched:
            await self._wrap_up.draft(entry.value)
            self._save_soon()

    async def leave_field(self) -> None:
        if self._wrap_up.part != OUTCOME:
            await self._keep()

    async def _keep(self) -> None:
        """Record what stands in the part being filled in."""
        self.stop_keeping()
        entry = self._entry
        if entry.untouched and self._wrap_up.part != OUTCOME:
            return
        await self._wrap_up.keep(entry.value)
        if entry.value.strip() == AGAIN and self._wrap_up.text:
            self._open()
