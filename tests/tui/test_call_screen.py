"""The call screen: what is shown, what the keys do, and the clocks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from textual import events
from textual.widgets import Static

from callscript.screens.call import CallScreen
from callscript.screens.home import HomeScreen
from callscript.screens.sheets import Question, Sheet
from callscript.screens.wrap_up import WrapUpScreen
from callscript.widgets.bars import Header, MessageBar
from callscript.widgets.caller_card import CallerCard
from callscript.widgets.gauge import Gauge
from callscript.widgets.owed_panel import OwedPanel
from callscript.widgets.script_pane import ScriptPane
from callscript.widgets.stage_list import StageList
from tests.tui.conftest import MORNING

Seat = Callable[..., Any]


async def test_the_words_of_the_first_step_are_on_screen(seat: Seat) -> None:
    """A call opens with the greeting of the hour, and Enter says it and goes on."""
    async with seat() as table:
        await table.press("enter")
        pane = table.app.screen.query_one(ScriptPane)
        assert pane.view.words.startswith("Доброго ранку")
        await table.press("enter")
        assert "Оператор № 17, Олена Коваленко" in pane.view.words
        assert pane.view.before.startswith("Доброго ранку")


async def test_the_hold_counts_down_warns_and_counts_up(seat: Seat) -> None:
    """Three minutes of hold run on screen: a warning at 0:30 left, the overrun counted up, nothing hung up."""
    async with seat() as table:
        await table.press("enter", "enter", "f2", "1")
        clocks = table.app.screen.query_one(Gauge)
        assert "3:00" in clocks.render().plain
        rung: list[int] = []
        table.app.bell = lambda: rung.append(1)
        await table.pass_time(149)
        assert "0:31" in clocks.render().plain
        assert not rung
        await table.pass_time(1)
        assert "0:30" in clocks.render().plain
        assert "!" in clocks.render().plain
        assert len(rung) == 1
        await table.pass_time(42)
        assert "!!" in clocks.render().plain
        assert "+0:12" in clocks.render().plain
        assert len(rung) == 2
        assert table.call.under_way
        await table.press("f2")
        assert "hold" not in table.call.running
        await table.press("f2", "f2", "1")
        assert "1 before" in clocks.render().plain
        assert "3:12" in clocks.render().plain


async def test_the_bell_can_be_turned_off(seat: Seat) -> None:
    """An operator who has turned the bell off hears none."""
    async with seat() as table:
        table.desk.profile = type(table.desk.profile)(**{**_fields(table.desk.profile), "bell": False})
        await table.press("enter", "f3")
        rung: list[int] = []
        table.app.bell = lambda: rung.append(1)
        await table.pass_time(10)
        assert not rung
        assert "time is up" in table.app.screen.query_one(Gauge).render().plain


def _text(table: Any, selector: str) -> str:
    return str(table.app.screen.query_one(selector, Static).content)


def _fields(profile: Any) -> dict[str, Any]:
    return {name: getattr(profile, name) for name in profile.__struct_fields__}


async def test_heard_again_returns_to_the_exact_step(seat: Seat) -> None:
    """F3 and F3 again leave the script where it was, and hanging up opens only at zero."""
    async with seat() as table:
        await table.press("enter", "enter")
        before = table.call.frames
        await table.press("f3", "f12", "3")
        message = table.app.screen.query_one(MessageBar)
        assert "10" in message.message
        assert table.call.frame.detour == "end"
        await table.press("backspace")
        await table.pass_time(10)
        await table.press("f12", "3")
        assert table.call.step == "not_heard"
        await table.press("backspace", "backspace", "f3")
        assert table.call.frames == before


async def test_the_card_is_filled_in_any_order(seat: Seat) -> None:
    """Tab goes to the card; Enter and the arrows move; a choice is a digit; a dash records that there is none."""
    async with seat() as table:
        await table.press("enter", "tab")
        await table.type("Шевченко")
        await table.press("enter")
        await table.type("Ганна")
        await table.press("down")
        await table.type("-")
        await table.press("down", "down")
        await table.type("067 123 45 67")
        await table.press("down", "down", "down")
        await table.type("4")
        await table.press("tab")
        fields = table.call.fields
        assert fields["surname"].text == "Шевченко"
        assert fields["given_name"].text == "Ганна"
        assert fields["patronymic"].absent
        assert fields["phone"].text == "+380671234567"
        assert fields["kind"].text == table.app.screen.session.script.fields["kind"].options[3]
        assert table.app.screen.focused is None


async def test_a_phone_number_is_left_out_only_with_a_reason(seat: Seat) -> None:
    """A dash alone is refused for the phone, with the remedy; a dash and a reason is recorded."""
    async with seat() as table:
        await table.press("enter", "tab", "down", "down", "down", "down")
        await table.type("-")
        await table.press("enter")
        await table.comes(lambda: "reason" in table.app.screen.query_one(MessageBar).message)
        await table.type("- не має")
        await table.press("enter")
        assert table.call.fields["phone"].absent
        assert table.call.fields["phone"].text == "не має"


async def test_a_doubtful_value_is_kept_and_marked(seat: Seat) -> None:
    """A number that cannot be one is kept as typed and marked; it never blocks the talk."""
    async with seat() as table:
        await table.press("enter", "tab", "down", "down", "down", "down")
        await table.type("12")
        await table.press("enter", "tab", "enter")
        row = next(row for row in table.app.screen.query_one(CallerCard).rows if row.id == "phone")
        assert (row.shown, row.state) == ("12", "doubtful")
        assert table.call.step == "introduce"


async def test_escape_and_a_digit_is_the_function_key(seat: Seat) -> None:
    """Esc and then 2 is F2, and Esc shows it in the key bar until the next key."""
    async with seat() as table:
        await table.press("enter", "enter", "escape")
        assert table.app.screen.query_one("KeyBar").escaped
        await table.press("2")
        assert table.call.frame.detour == "hold"
        assert not table.app.screen.query_one("KeyBar").escaped


async def test_a_field_is_edited_with_the_usual_keys(seat: Seat) -> None:
    """Arrows, Home, End, Delete and Backspace edit; Backspace in a field that was empty goes back."""
    async with seat() as table:
        await table.press("enter", "enter", "enter")
        await table.type("ано")
        await table.press("home")
        await table.type("Г")
        await table.press("end", "left", "left", "right")
        await table.type("н")
        answer = table.app.screen.query_one(ScriptPane).answer
        assert answer.value == "Ганно"
        await table.press("home", "delete", "end", *["backspace"] * 9)
        assert answer.value == ""
        assert table.call.step == "ask_address"
        await table.press("enter", "backspace")
        assert table.call.step == "introduce"


async def test_digits_choose_after_a_sheet_is_closed(seat: Seat) -> None:
    """A sheet leaves the question under it as it was: its numbers choose. Esc closes a sheet too."""
    async with seat() as table:
        await table.press("enter", "enter", "f2", "f1", "enter", "pagedown", "escape", "1")
        assert table.call.answers["hold_consent"] == "agrees"


async def test_back_past_answered_steps_keeps_the_answers(seat: Seat) -> None:
    """Backspace goes back over steps that were answered by typing; End goes into the field behind what is there."""
    async with seat() as table:
        await table.press("enter", "enter", "enter")
        await table.type("Ганно")
        await table.press("enter", "enter")
        await table.type("Довідка")
        await table.press("enter", *["backspace"] * 3)
        assert table.call.step == "ask_address"
        await table.press("backspace")
        assert table.call.step == "introduce"
        assert table.call.fields["address"].text == "Ганно"
        await table.press("enter", "enter", "backspace")
        assert table.call.step == "ask_address"
        await table.press("end")
        await table.type(" Петрівно")
        await table.press("enter")
        assert table.call.fields["address"].text == "Ганно Петрівно"
        assert table.call.fields["subject"].text == "Довідка"


async def to_the_subject(table: Any) -> None:
    """Lead a call to the step at which the matter is typed."""
    await table.press("enter", "enter", "enter", "Г", "enter", "enter")
    assert table.call.step == "ask_subject"


@pytest.mark.parametrize(
    ("keys", "recorded"),
    [
        (("2",), "2"),
        (("н", "о", "в", "е"), "нове"),
        (("right", "2"), "питання2"),
        (("end", "2"), "питання2"),
        (("left", "2"), "2питання"),
        (("home", "2"), "2питання"),
        (("right", "backspace"), "питанн"),
        (("delete", "2"), "2"),
        ((), "питання"),
    ],
)
async def test_what_stood_in_a_field_is_replaced_or_gone_on_with(
    keys: tuple[str, ...], recorded: str, seat: Seat
) -> None:
    """What a field had before is replaced by what is typed; only an arrow, Home or End goes into it, and Enter keeps
    it. The screen says so."""
    async with seat() as table:
        await to_the_subject(table)
        await table.type("питання")
        await table.press("enter", "backspace")
        assert table.call.step == "ask_subject"
        await table.comes(lambda: "Typing replaces" in table.app.screen.query_one(MessageBar).message)
        await table.press(*keys, "enter")
        assert table.call.fields["subject"].text == recorded


async def test_backspace_goes_back_and_never_into_what_was_recorded(seat: Seat) -> None:
    """However often Backspace is pressed on the way back, no field loses a letter; what is typed now, it erases."""
    async with seat() as table:
        await to_the_subject(table)
        await table.type("питання")
        await table.press("enter", *["backspace"] * 5)
        assert table.call.step == "greet"
        assert table.call.fields["subject"].text == "питання"
        await table.press(*["enter"] * 4)
        assert table.call.step == "ask_subject"
        await table.press("н", "о", "backspace", "backspace", "backspace")
        assert table.call.step == "ask_subject"
        assert table.app.screen.query_one(ScriptPane).answer.value == ""


async def test_a_line_of_the_card_is_replaced_or_gone_on_with(seat: Seat) -> None:
    """On the card too: Backspace erases nothing of what was recorded, typing replaces it, an arrow goes into it."""
    async with seat() as table:
        await table.press("enter", "tab")
        await table.type("Шевченко")
        await table.press("enter", "up", "backspace", "backspace")
        card = table.app.screen.query_one(CallerCard)
        assert card.entry.value == "Шевченко"
        await table.comes(lambda: "Del empties" in table.app.screen.query_one(MessageBar).message)
        await table.press("right", "2", "up")
        assert table.call.fields["surname"].text == "Шевченко2"
        await table.press("Ш", "down")
        assert table.call.fields["surname"].text == "Ш"
        await table.press("up", "delete", "down")
        assert "surname" not in table.call.fields


async def test_what_is_half_typed_is_gone_on_with(seat: Seat) -> None:
    """What was being typed when a detour, the card, a sheet or another language was asked for is gone on with."""
    async with seat() as table:
        await to_the_subject(table)
        await table.type("пит")
        await table.press("f2", "f2")
        await table.type("ан")
        await table.press("tab", "tab")
        await table.type("н")
        await table.press("f1", "enter", "f9")
        await table.type("я")
        await table.press("enter")
        assert table.call.fields["subject"].text == "питання"


async def test_a_line_of_the_card_is_come_back_to(seat: Seat) -> None:
    """A detour taken in the middle of a line of the card leads back to it, even to what cannot be recorded so."""
    async with seat() as table:
        await table.press("enter", "tab")
        await table.type("Шев")
        await table.press("f2")
        assert "greet" in table.call.step
        await table.type("ч")
        await table.press("tab", "enter", "tab", "up")
        assert table.app.screen.query_one(CallerCard).entry.value == "Шевч"
        await table.press("right", "е", "f2", "2", "3")
        await table.type("нко")
        await table.press("down", "down", "down", "down")
        await table.type("-")
        await table.press("f2", "f2")
        await table.type(" не має")
        await table.press("enter")
        assert table.call.fields["surname"].text == "Шевченко"
        assert table.call.fields["phone"].text == "не має"
        await table.press("tab", "f2", "f2")
        assert not isinstance(table.app.screen.focused, type(table.app.screen.query_one(CallerCard).entry))


async def test_backspace_on_the_card_never_moves_the_script(seat: Seat) -> None:
    """In an empty field of the card Backspace does nothing."""
    async with seat() as table:
        await table.press("enter", "enter", "tab", "backspace")
        assert table.call.step == "introduce"


async def test_script_and_card_show_the_same_field(seat: Seat) -> None:
    """A field changed in one panel is what the other one shows, and neither brings an older value back."""
    async with seat() as table:
        await table.press("enter", "enter", "enter")
        await table.type("Ганно")
        await table.press("enter", "enter")
        await table.type("стара")
        await table.press("tab", *["down"] * 6)
        card = table.app.screen.query_one(CallerCard)
        assert (card.row.id, card.entry.value) == ("subject", "стара")
        await table.press(*["backspace"] * 5)
        await table.type("нова")
        await table.press("tab")
        assert table.app.screen.query_one(ScriptPane).answer.value == "нова"
        await table.press("tab", "tab")
        assert table.call.fields["subject"].text == "нова"


async def test_a_wrong_choice_never_holds_up_the_call(seat: Seat) -> None:
    """What is no answer is told and left behind; F12 works. A choice is its number or the beginning of its name."""
    async with seat() as table:
        await table.press("enter", "tab", *["down"] * 7)
        await table.type("44")
        await table.press("f12")
        assert table.call.frame.detour == "end"
        assert "kind" not in table.call.fields
        await table.press("tab", *["down"] * 7)
        await table.type("скар")
        await table.press("enter")
        assert table.call.fields["kind"].text == "complaint"
        await table.press("tab", *["down"] * 7)
        await table.type("1")
        await table.press("enter")
        assert table.call.fields["kind"].text == "remark"


async def test_on_a_narrow_terminal_the_card_takes_the_place_of_the_script(seat: Seat) -> None:
    """Nothing is typed unseen: below 80 columns Tab shows the card, and Tab again the script."""
    async with seat(size=(60, 20)) as table:
        await table.press("enter", "tab")
        assert table.app.screen.query_one(CallerCard).region
        assert not table.app.screen.query_one(ScriptPane).region
        await table.press("tab")
        assert table.app.screen.query_one(ScriptPane).region


async def test_the_callers_number_is_suggested(seat: Seat) -> None:
    """The number known before the call is offered for the card and taken over with Enter, not before."""
    async with seat() as table:
        await table.type("0671234567")
        await table.press("enter", "tab", *["down"] * 4)
        assert "phone" not in table.call.fields
        await table.press("enter")
        assert table.call.fields["phone"].text == "+380671234567"


async def test_a_key_that_means_nothing_does_nothing(seat: Seat) -> None:
    """Chords and unknown keys change nothing, in a field and outside one, and the next key works."""
    async with seat() as table:
        for step in ("greet", "introduce", "ask_address"):
            await table.press("enter")
            assert table.call.step == step
            await table.press("ctrl+x", "ctrl+s", "f11", "insert", "ctrl+z", "ctrl+p")
            assert table.call.step == step
        await table.type("Ганно")
        assert table.app.screen.query_one(ScriptPane).answer.value == "Ганно"


async def test_language_changes_and_the_place_stays(seat: Seat) -> None:
    """F9 goes on in the other language at the same step."""
    async with seat() as table:
        await table.press("enter", "enter", "f9")
        assert table.call.language == "en"
        assert table.call.step == "introduce"
        assert "Olena Kovalenko" in table.app.screen.query_one(ScriptPane).view.words


async def test_the_callers_language_is_not_the_operators(seat: Seat) -> None:
    """F9 changes what is said and asked; stage, card, answers, hints, clauses, detours and what the operator asks
    himself stay as the operator reads them."""
    async with seat(size=(170, 50)) as table:
        await to_the_subject(table)
        await table.type("Довідка")
        await table.press("enter")
        screen, shown = table.app.screen, []
        for key in ("left", "f9"):
            await table.press(key)
            view = screen.query_one(ScriptPane).view
            card = [(row.label, row.hint, row.options) for row in screen.query_one(CallerCard).rows]
            owed = [line.title for line in screen.query_one(OwedPanel).owed]
            stages = screen.query_one(StageList).stages
            shown.append(
                (
                    view.title,
                    view.words,
                    view.tip,
                    view.offers,
                    card,
                    owed,
                    stages,
                    screen.query_one(Header).view.left[-1:],
                )
            )
            await table.press("f2", "f1")
            shown[-1] += (_text(table, "#sheet-scroll Static"), screen.query_one(StageList).detours)
            await table.press("enter", "f2")
        assert table.call.language == "en"
        assert shown[0] == shown[1]
        assert view.before.endswith("I am listening.")
        await table.press("f2")
        assert "three minutes" in screen.query_one(ScriptPane).view.words


async def test_leaving_in_the_middle_of_a_call_asks_first(seat: Seat) -> None:
    """Leaving asks, and Enter stays."""
    async with seat() as table:
        await table.press("enter", "f1", "0")
        assert isinstance(table.app.screen, Question)
        await table.press("enter")
        assert isinstance(table.app.screen, CallScreen)


async def test_help_says_why_a_key_is_not_offered(seat: Seat) -> None:
    """F1 lists every key, and why a dimmed one is not offered."""
    async with seat() as table:
        await table.press("enter", "enter", "f2", "1", "f4", "f1")
        assert isinstance(table.app.screen, Sheet)
        text = _text(table, "#sheet-scroll Static")
        assert "Already open" in text
        await table.press("f1")
        assert isinstance(table.app.screen, CallScreen)


async def test_the_standard_shows_every_clause(seat: Seat) -> None:
    """PgDn lists all clauses with their wording and how the call stands with them."""
    async with seat() as table:
        await table.press("enter", "enter", "pagedown")
        text = _text(table, "#sheet-scroll Static")
        assert "+ UA-02  met" in text
        assert "UA-21" in text


async def test_keys_typed_ahead_are_not_carried_into_the_next_call(seat: Seat) -> None:
    """A call's keys in one burst end in its record; surplus Enters do not start another call."""
    async with seat() as table:
        await table.press("enter", "f12", "2")
        assert isinstance(table.app.screen, WrapUpScreen)
        for _ in range(9):
            table.app.post_message(events.Key("enter", None))
        await table.settle()
        assert isinstance(table.app.screen, HomeScreen)
        assert [call.ended_by for call in await table.desk.lookups.today()] == ["caller"]


async def test_a_dropped_call_is_never_complete(seat: Seat) -> None:
    """A caller who hung up leaves no clause to be explained that could not be met any more."""
    async with seat() as table:
        await table.press("enter", "enter", "f12", "2")
        assert isinstance(table.app.screen, WrapUpScreen)
        await table.press("enter", "enter")
        (call,) = await table.desk.lookups.today()
        assert call.closed
        assert "complete" not in call.outcome
        assert call.owed == 0


async def test_too_small_a_terminal_says_so_and_keeps_the_keys(seat: Seat) -> None:
    """Below 40×10 nothing is obeyed unseen; the keys wait until the terminal is larger."""
    async with seat() as table:
        await table.press("enter")
        await table.pilot.resize_terminal(39, 24)
        await table.pilot.press("enter", "enter")
        await table.pilot.pause()
        assert table.call.step == "greet"
        assert "2" in _text(table, "#too-small")
        await table.pilot.resize_terminal(80, 24)
        await table.settle()
        assert table.call.step == "ask_address"


async def test_wide_terminals_show_every_clause_and_the_words_at_hand(seat: Seat) -> None:
    """At 200×60 all clauses stand beside the script, and the words at hand below it."""
    async with seat(size=(200, 60)) as table:
        await table.press("enter")
        assert len(table.app.screen.query_one(OwedPanel).owed) == 22
        assert "«Прошу Вас»" in _text(table, "#aids")


async def test_the_stages_show_where_the_call_stands(seat: Seat) -> None:
    """The stage of the moment and the detours are always in the line."""
    async with seat() as table:
        await table.press("enter", "enter", "f2", "f4", "f6")
        row = table.app.screen.query_one(StageList).render()
        assert "Вітання" in row.plain
        assert row.cell_length <= 80


async def test_closed_hours_come_up_by_themselves(seat: Seat) -> None:
    """At nine o'clock in the evening in Riga the closed-hours script begins, and 9 leads to suspension."""
    async with seat(pack="lv-lvrtc", at=MORNING.replace(hour=19)) as table:
        await table.press("enter")
        assert not table.call.start.open
        assert table.app.screen.session.script.stage_of[table.call.step].id == "closed"
        await table.press("9")
        assert table.call.frame.detour == "suspension"


async def test_the_header_tells_whether_everything_is_saved(seat: Seat) -> None:
    """What is not saved is not shown as saved, the reason stands on screen, and saving resumes by itself."""
    async with seat() as table:
        await table.press("enter")
        (day,) = table.folders.journal.glob("*/*")
        hidden = day.rename(day.with_name("aside"))
        day.touch()
        await table.press("enter")
        header = table.app.screen.query_one(Header)
        assert "NOT SAVED" in header.view.right
        assert "NOT SAVED" in table.app.screen.query_one(MessageBar).trouble
        assert table.call.step == "introduce"
        day.unlink()
        hidden.rename(day)
        await table.pass_time(1)
        assert "saved" in header.view.right
        assert "NOT" not in header.view.right


async def test_the_looks_of_all_screens_are_read_ahead(seat: Seat) -> None:
    """The first key of a call need not wait for looks to be read: they were, right after the first screen."""
    async with seat() as table:
        looks = [str(path) for path in CallScreen(table.desk, None).css_path]  # type: ignore[arg-type]
        assert looks
        for _ in range(40):
            if all(map(table.app.stylesheet.has_source, looks)):
                return
            await table.pilot.pause(0.05)
    raise AssertionError(looks)
