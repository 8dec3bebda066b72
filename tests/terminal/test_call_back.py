"""A whole call back in a real terminal, under both standards: promised, taken and rung up with one key, done."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from callscript.core.call import events as e
from callscript.core.call.fold import fold_all
from callscript.core.standard.verdicts import verdicts
from callscript.runtime.paths import Folders
from callscript.store.files import FileStore
from tests.plain.conversation import start
from tests.terminal.any_terminal import soon
from tests.terminal.calls import LV, UA, Route
from tests.terminal.still import StillPlace


class Way(NamedTuple):
    """A call that promises to call back, and the call back."""

    route: Route
    phone: str
    promised: tuple[str, ...]
    """What is typed line by line until the promise is made, the caller has hung up and the call is closed."""
    rung_up: tuple[tuple[str, str], ...]
    """What is shown, and the key for it, from dialling to the wrap-up."""
    met: tuple[str, ...]
    """Clauses of the call back that are met."""
    not_asked: tuple[str, ...]
    """Clauses that do not apply to it."""


WAYS = {
    "ua": Way(
        UA,
        "+380671234567",
        ("", "", "", "Олено Іванівно", "", "Судовий збір", "5", "0671234567", "1", "", "*0", "2", "", ""),
        (
            ("Зателефонуйте заявнику", "enter"),
            ("Чи відповідають", "1"),
            ("Доброго ранку!", "enter"),
            ("Оператор № 17", "enter"),
            ("Олено Іванівно, чи", "1"),
            ("Телефоную Вам", "enter"),
            ("Що потрібно заявнику?", "1"),
            ("Надайте заявнику", "enter"),
            ("чи все Вам зрозуміло?", "1"),
            ("Оцініть, будь ласка", "5"),
            ("Дякуємо Вам за дзвінок", "enter"),
            ("Завершіть дзвінок.", "enter"),
        ),
        ("UA-12", "UA-13", "UA-21"),
        ("UA-02", "UA-03", "UA-04", "UA-05"),
    ),
    "lv": Way(
        LV,
        "+37129123456",
        ("", "", "", "Ozola kungs", "eParaksts nedarbojas", "*8", "29123456", "1", "", "*0", "2", "", ""),
        (
            ("Zvaniet klientam", "enter"),
            ("Vai uz zvanu atbild?", "1"),
            ("Labrīt!", "enter"),
            ("Informēju, ka", "enter"),
            ("Ozola kungs, vai Jums", "1"),
            ("Zvanu Jums par", "enter"),
            ("Kā risināt", "1"),
            ("Piedāvājiet klientam", "enter"),
            ("vai viss ir skaidrs?", "1"),
            ("Aicinām Jūs novērtēt", "5"),
            ("Paldies par sarunu!", "enter"),
            ("Pabeidziet zvanu.", "enter"),
        ),
        ("LV-03", "LV-11"),
        ("LV-13",),
    ),
}


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (60, 20)], ids=lambda size: "x".join(map(str, size)))
@pytest.mark.parametrize("standard", WAYS)
def test_a_call_back_from_the_promise_to_its_end(standard: str, size: tuple[int, int], tmp_path: Path) -> None:
    """One key takes the work and opens the call; what is known is there; at its end the work is done."""
    way = WAYS[standard]
    place = StillPlace(tmp_path, way.route)
    with start(place, program=place.program) as talk:
        talk.prompted()
        for line in way.promised:
            talk.say(line)
        store = FileStore(Folders.resolve(place.home))
        assert soon(lambda: bool(store.lookup.tasks())), "it is filed behind the prompt"
    (task,) = store.lookup.tasks()
    place.pass_time(600)
    columns, rows = size
    with place.start(columns=columns, rows=rows) as terminal:
        terminal.wait_for("New call")
        terminal.press("pagedown")
        terminal.wait_for("Open work: 1", way.phone)
        terminal.press("1")
        terminal.wait_until(lambda: terminal.shows("Call back") or terminal.shows("call back"), "the key")
        terminal.press("8")
        for shown, key in way.rung_up:
            terminal.wait_for(shown)
            terminal.press(key)
        terminal.wait_for("Wrap-up")
        terminal.press("enter")
        terminal.press("enter")
        terminal.wait_for("New call", "Done, the caller was reached")
        terminal.press("pagedown")
        terminal.wait_for("Open work: 0")
    (second,) = [
        log for day in store.journal.days() for log in store.journal.read_day(day).calls.values() if _rung(log)
    ]
    call = fold_all(place.script, second)
    assert call.closed
    found = {each.clause: each.verdict for each in verdicts(place.script, call.watches, call.closed)}
    assert {clause: found[clause] for clause in way.met} == dict.fromkeys(way.met, "met")
    assert {clause: found[clause] for clause in way.not_asked} == dict.fromkeys(way.not_asked, "na")
    taken, done = store.tasks.of_call(task.call)
    assert isinstance(taken, e.TaskTaken)
    assert isinstance(done, e.TaskDone)
    assert call.start is not None
    assert (call.start.continues, taken.through, done.through) == (task.id, call.start.call, call.start.call)
    assert done.result == "reached"


def _rung(log: list[e.Event]) -> bool:
    return isinstance(log[0], e.CallStarted) and log[0].outgoing
