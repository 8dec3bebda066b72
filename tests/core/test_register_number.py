"""Numbers of the register: unique without asking anybody, read however they are written, a slip told by the letter."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec.structs import replace

from callscript.core.call import commands as c
from callscript.core.call.call import Call, Matter
from callscript.core.call.events import CallStarted, Registered
from callscript.core.call.fold import fold_all
from callscript.core.call.registrations import number_of, registered_as, registrations
from callscript.core.register_number import SIGNS, Alphabet, Number, looks_like_number, read_number
from callscript.core.script.model import Script
from callscript.core.script.phrases import wording
from callscript.core.tasks import Task
from tests.core.scripts import MONDAY, TO_NEED, TO_REGISTERED, Walk

CALL = "20261123-17-1440f9a"
WRITTEN = "231126-17-1212-169-514-М"


def _moment(second: int, chance: int) -> str:
    value = second << 15 | chance
    return "".join(SIGNS[value >> shift & 31] for shift in range(30, -1, -5))


moments = st.builds(_moment, st.integers(0, 86_399), st.integers(0, 32_767))
days = st.dates(date(2000, 1, 1), date(2099, 12, 31)).map(lambda day: f"{day:%Y%m%d}")
operators = st.from_regex(r"[A-Za-z0-9_]{1,6}", fullmatch=True)


def _number(day: str, operator: str, moment: str, before: int) -> Number:
    return Number(f"{day}-{operator}-{moment}", before)


numbers = st.builds(
    _number,
    days,
    operators,
    moments,
    st.integers(0, 40),
)
alphabets = st.sampled_from(("cyrillic", "latin"))


@given(numbers, alphabets)
def test_a_number_leads_to_its_call(number: Number, alphabet: Alphabet) -> None:
    """What is written is read back: the call, and which of those that were registered in it."""
    written = number.written(alphabet)
    assert read_number(written) == number
    assert read_number(written).day == number.day  # type: ignore[union-attr]
    assert looks_like_number(written)


@given(numbers, alphabets)
def test_what_a_command_enters_has_a_number_like_any_other(number: Number, alphabet: Alphabet) -> None:
    """It leads to its id, and is neither that of a call with the same signs, nor one with more than digits in it."""
    day, operator, moment = number.call.split("-")
    entered = Number(f"{day}-{operator}_aside-{moment}", 0)
    written = entered.written(alphabet)
    assert read_number(written) == entered
    assert written != number.written(alphabet)
    assert written.split("-")[1] == operator
    assert not replace_before(entered, 1).written(alphabet), "one thing is registered in it"


def replace_before(number: Number, before: int) -> Number:
    """Return the number of another thing that was registered in the same."""
    return number._replace(before=before)


@given(st.sets(numbers, min_size=2, max_size=2), alphabets)
def test_two_numbers_are_never_the_same(two: set[Number], alphabet: Alphabet) -> None:
    """Whoever registers, whenever: another call or another matter has another number."""
    assert len({each.written(alphabet) for each in two}) == 2


@given(numbers, alphabets, st.data())
def test_a_slip_is_told_by_the_letter(number: Number, alphabet: Alphabet, data: st.DataObject) -> None:
    """A digit that was misheard, or two neighbours that were exchanged: the letter does not fit any more."""
    written = number.written(alphabet)
    digits = [at for at, sign in enumerate(written) if sign.isdigit()]
    at = data.draw(st.sampled_from(digits))
    wrong = data.draw(st.sampled_from([each for each in "0123456789" if each != written[at]]))
    assert read_number(written[:at] + wrong + written[at + 1 :]) is None
    behind = [at for at in digits if at + 1 in digits and written[at] != written[at + 1]]
    assume(behind)
    at = data.draw(st.sampled_from(behind))
    exchanged = written[:at] + written[at + 1] + written[at] + written[at + 2 :]
    assert read_number(exchanged) is None
    assert looks_like_number(exchanged)


@pytest.mark.parametrize(
    "typed",
    [
        WRITTEN,
        f" № {WRITTEN} ",
        f"Nr. {WRITTEN}",
        WRITTEN.lower(),
        WRITTEN.replace("М", "M"),
        WRITTEN.replace("-", " "),
        WRITTEN.replace("-", "–"),
        WRITTEN.replace("-", "."),
        WRITTEN.replace("-", ""),
        "231126 17 1212169514 М",
    ],
)
def test_it_is_read_however_it_is_written(typed: str) -> None:
    """Blanks, dashes, dots or nothing between the groups; small letters; the letter of either keyboard."""
    assert read_number(typed) == Number(CALL, 0)
    assert Number(CALL, 0).written("cyrillic") == WRITTEN


@pytest.mark.parametrize("typed", [WRITTEN[:-1], WRITTEN[:-2], WRITTEN[:-1] + "А", WRITTEN[:-1] + "Ж"])
def test_without_its_letter_or_with_another_it_is_mistyped(typed: str) -> None:
    """It is seen what was meant, and not taken for a number."""
    assert looks_like_number(typed)
    assert read_number(typed) is None


@pytest.mark.parametrize("text", ["", "Шевченко", "23.11.2026", "+380 44 123-45-67", "0441234567 0501234567", CALL])
def test_other_texts_are_no_numbers(text: str) -> None:
    """A name, a day, telephone numbers and the id of a call are looked for as what they are."""
    assert not looks_like_number(text)
    assert read_number(text) is None


def test_a_day_that_there_is_not_is_none() -> None:
    """A letter that fits by chance makes no thirteenth month."""
    found = [f"231326-17-1212-169-514-{letter}" for letter in "АДІЙКМОРСУШ"]
    assert [read_number(each) for each in found] == [None] * len(found)


@pytest.mark.parametrize("call", ["c1", "19991123-17-1040f9a", "20261123-17-desk", "20261123-17-zzzzzzz"])
def test_a_call_of_another_making_has_none(call: str) -> None:
    """An id that does not say the second of its day gives no number, rather than a wrong one."""
    assert Number(call, 0).written("latin") == ""


def test_the_letters_do_not_depend_on_the_day() -> None:
    """All eleven letters come up, so that none of the slips is let through more often."""
    found = {Number(f"{date(2026, 1, 1) + timedelta(days=day):%Y%m%d}-17-1040f9a", 0).written("latin")[-1]
             for day in range(365)}  # fmt: skip
    assert found == set("ADILKMORSUW")


def _in_call(walk: Walk, call_id: str) -> Call:
    """Return a call as it would be under another id."""
    start = walk.log[0]
    assert isinstance(start, CallStarted)
    return fold_all(walk.script, [replace(start, call=call_id), *walk.log[1:]])


def test_what_is_registered_gets_a_number_and_keeps_it(script: Script) -> None:
    """Before it is registered a matter has none; then it has, whatever is said, changed or ended behind it."""
    before = _in_call(Walk(script).go(*TO_NEED), CALL)
    assert registrations(script, before) == ()
    assert registered_as(script, before, before.matter) == ""
    assert registrations(script, Call()) == ()
    walk = Walk(script).go(*TO_REGISTERED)
    (found,) = registrations(script, _in_call(walk, CALL))
    assert found == ("appeal", 1, walk.seq(Registered), MONDAY, Number(CALL, 0).written("latin"))
    walk.do(c.LoseLine())
    call = _in_call(walk, CALL)
    assert registrations(script, call) == (found,)
    assert registered_as(script, call, 1) == found.number
    assert registered_as(script, call, 2) == ""


def test_work_goes_by_the_number_of_what_it_is_about(script: Script) -> None:
    """Of its own matter, or of the one that its detour was taken from; else by none."""
    call = _in_call(Walk(script).go(*TO_REGISTERED), CALL)
    task = Task("t", "dispatch", "promise", 9, matter=1, due=MONDAY)
    number = Number(CALL, 0).written("latin")
    assert number_of(script, call, task) == number
    aside = replace(call, matters={**call.matters, 2: Matter("complaint", within=1), 3: Matter("")})
    assert number_of(script, aside, replace(task, matter=2)) == number
    assert number_of(script, aside, replace(task, matter=3)) == ""


def test_the_words_name_the_number(script: Script) -> None:
    """A text says the number of its matter; of a call of another making, that it is not known."""
    said = Script(script.pack, {"lv": {**script.texts["lv"], "step.promise": "Nr. {register_number}."}})
    walk = Walk(script).go(*TO_REGISTERED)
    assert wording(said, _in_call(walk, CALL), "step.promise") == f"Nr. {Number(CALL, 0).written('latin')}."
    assert wording(said, walk.call, "step.promise") == "Nr. …"
