"""What an operator does to come from state to state: calls in which each state of the screens is seen once."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from callscript.runtime.settings import InterfaceLanguage
from callscript.terminal.cells import Picture
from tests.screens.program import opened, opened_board

NORMAL, WIDE, HUGE = SIZES = (80, 24), (120, 40), (200, 60)


class Type(NamedTuple):
    """Something is typed."""

    text: str


class Pass(NamedTuple):
    """So many seconds pass."""

    seconds: float


class Past(NamedTuple):
    """Enter is pressed until a step has been left: it may have several pages."""

    step: str


class Shot(NamedTuple):
    """A state is there to be looked at."""

    name: str
    at: str = ""
    """The step of the call at which that is."""


class Walk(NamedTuple):
    """A way through the program; what is neither typed nor passed nor looked at is a key."""

    pack: str
    """Empty: it is a supervisor's board."""
    way: tuple[str | Type | Pass | Past | Shot, ...]
    caller: str = ""
    """Who is played; empty: it is no practice."""


LONG = (
    "Просить пояснити, чому ухвалу про відкриття провадження у справі про поділ спадкового майна досі не надіслано, "
    "хоча засідання було призначено на третє листопада, а копію обіцяли протягом п’яти днів."
)
GREETED = ("enter", "enter", "enter", Type("пані Ганно"), "enter", "enter")
PROMISED = (
    "f8",
    Type("Судовий збір"),
    "enter",
    Type("067 123 45 67"),
    "enter",
    "1",
    "enter",
    "f12",
    "2",
    "enter",
    "enter",
)
"""A call-back within the hour is promised, the caller hangs up, and the call is closed."""

TALK = Walk(
    "ua-court",
    (
        Shot("home"),
        "enter",
        Shot("say", "greet"),
        "backspace",
        Shot("question"),
        "escape",
        "enter",
        "enter",
        Pass(18),
        Type("пані Ганно"),
        Shot("say-and-type", "ask_address"),
        "enter",
        "enter",
        Pass(25),
        Type(LONG),
        Shot("type-long", "ask_subject"),
        "enter",
        Shot("choose", "need_kind"),
        "f2",
        Shot("hold-consent", "hold_consent"),
        "1",
        Pass(47),
        Shot("hold", "hold_wait"),
        "f10",
        Type("звер"),
        Shot("look-up"),
        "2",
        "1",
        Shot("article"),
        "f10",
        Pass(113),
        Shot("hold-warning", "hold_wait"),
        Pass(36),
        Shot("hold-over", "hold_wait"),
        "enter",
        "enter",
        Shot("hold-result", "hold_result"),
        "1",
        "f3",
        Pass(4),
        Shot("unclear", "clarity_wait"),
        Pass(7),
        Shot("unclear-over", "clarity_wait"),
        "f3",
        "f4",
        Shot("complaint", "complaint_listen"),
        "f4",
        "f5",
        Shot("abuse", "abuse_kind"),
        "f5",
        "f6",
        Shot("escalation", "escalate_to"),
        "2",
        Shot("pick-many", "pick_escalation_body"),
        "f6",
        "f7",
        Shot("transfer", "transfer_search"),
        "f7",
        "f8",
        Shot("call-back", "ask_callback_phone"),
        Type("050 123 45 67"),
        "enter",
        Shot("call-back-when", "callback_when"),
        "f8",
        "f12",
        Shot("end", "end_how"),
        "backspace",
        "f1",
        Shot("help"),
        "escape",
        "pagedown",
        Shot("standard"),
        "escape",
        "pageup",
        Shot("at-hand"),
        "escape",
        "f9",
        Shot("in-english"),
        "f9",
        "tab",
        Shot("card"),
        Type("Шевченко"),
        "enter",
        Shot("card-typed"),
    ),
)
APPEAL = Walk(
    "ua-court",
    (
        "enter",
        *GREETED,
        Pass(60),
        *PROMISED,
        Shot("home-promised"),
        Pass(4000),
        "enter",
        *GREETED,
        Pass(40),
        Type("Скарга на бездіяльність"),
        "enter",
        Pass(20),
        "2",
        "enter",
        *(Type("Шевченко"), "enter", Type("Ганна"), "enter", Type("-"), "enter"),
        *(Type("Київ, вул. Хрещатик, 1, кв. 2, 01001"), "enter"),
        Type(LONG),
        Shot("substance", "ask_substance"),
        "enter",
        *(Type("067 123 45 67"), "enter"),
        Shot("caller-known", "ask_email"),
        "shift+tab",
        Shot("caller"),
        "escape",
        *(Type("hanna@example.com"), "enter"),
        Pass(150),
        Shot("review", "register_appeal"),
        Past("register_appeal"),
        "2",
        Shot("pick", "pick_body"),
        "1",
        "enter",
        "1",
        "6",
        "enter",
        Shot("hang-up", "hang_up"),
        "enter",
        Shot("after-call", "dispatch"),
        "2",
        Shot("wrap-up"),
        "enter",
        Shot("wrap-up-summary"),
        "enter",
        Shot("home-work"),
        "pagedown",
        Shot("work"),
        "1",
        Shot("task"),
        "5",
        Shot("task-asked"),
        *("escape", "escape", "escape"),
        "tab",
        Shot("home-calls"),
        "enter",
        Shot("filed"),
        "escape",
        "tab",
        Shot("home-menu"),
        "enter",
        Shot("history"),
        "escape",
        *("tab", "tab", "down", "enter"),
        Shot("profile"),
    ),
)
LV = Walk(
    "lv-lvrtc",
    (
        Shot("home"),
        "pageup",
        Shot("entry-kinds"),
        "2",
        Shot("entry"),
        *("1", Type("9:30"), *["down"] * 7, "2"),
        Shot("entry-discard"),
        "1",
        "f12",
        "enter",
        Shot("say", "greet"),
        "enter",
        "enter",
        Type("Bērziņas kundze"),
        Shot("say-and-type", "ask_address"),
        "enter",
        Type("Kā atjaunot eID?"),
        "enter",
        Shot("choose", "need_kind"),
        "2",
        Shot("pick", "pick_colleague"),
        "backspace",
        "5",
        Shot("application", "ask_given_name"),
        "backspace",
        Shot("choose-again", "need_kind"),
        "f2",
        "1",
        Pass(170),
        Shot("hold-warning", "hold_wait"),
        "enter",
        "enter",
        "1",
        "f4",
        Shot("complaint", "complaint_listen"),
        "f4",
        "pagedown",
        Shot("standard"),
        "escape",
        "pageup",
        Shot("at-hand"),
    ),
)
BOARD = Walk(
    "",
    (
        Shot("operators"),
        "tab",
        Pass(20),
        Shot("marked"),
        *["down"] * 4,
        Shot("of-another-host"),
        "f1",
        Shot("help"),
    ),
)
PRACTICE = Walk(
    "ua-court",
    (
        Shot("practice-rings", "greet"),
        *("enter", "enter", Type("пані Ірино"), "enter", "enter", Type("Дата засідання"), "enter"),
        Shot("practice", "need_kind"),
        *("4", "1", Pass(151)),
        Shot("practice-interrupted", "hold_wait"),
    ),
    "hold-not-for-long",
)

WALKS = {"talk": TALK, "appeal": APPEAL, "lv": LV, "board": BOARD, "practice": PRACTICE}

ON_A_PAGE = (
    Shot("say", "greet"),
    *("enter", "enter", Type("Bērziņas kundze"), "enter"),
    *(Type("Kā atjaunot eID?"), "enter"),
    *("f2", "1", Pass(47)),
    Shot("hold", "hold_wait"),
    *("enter", "enter", "1", "5"),
    *(Type("Anna"), "enter", Type("Bērziņa"), "enter"),
    *(Type("29 123 456"), "enter", Type("anna.berzina@example.lv"), "enter"),
    Shot("review", "register_application"),
)
PAGES = {
    "in-latvian": Walk("lv-lvrtc", ("enter", *ON_A_PAGE)),
    "in-english": Walk("lv-lvrtc", ("enter", "f9", *ON_A_PAGE)),
}
"""What the pages for operators show in their own language."""

Wanted = Callable[[str], Sequence[tuple[int, int]]]
"""Says by state at which sizes a picture of it is wanted."""


async def seen(
    walk: Walk, home: Path, wanted: Wanted = lambda _: SIZES, language: InterfaceLanguage = "en"
) -> AsyncGenerator[tuple[str, Picture]]:
    """Go a way; yield each state by its name, as terminals of some sizes show it."""
    started = (
        opened(walk.pack, language, home, NORMAL, walk.caller) if walk.pack else opened_board(language, home, NORMAL)
    )
    async with started as shown:
        for each in walk.way:
            match each:
                case Type(text):
                    await shown.press(*text)
                case Pass(seconds):
                    await shown.pass_time(seconds)
                case Past(step):
                    assert shown.step == step, f"at step {shown.step}, not {step}"
                    while shown.step == step:
                        await shown.press("enter")
                case Shot(name, at):
                    assert shown.step == at or not at, f"{name}: at step {shown.step}, not {at}"
                    for size in wanted(name):
                        await shown.resize(size)
                        yield name, await shown.picture()
                    await shown.resize(NORMAL)
                case key:
                    await shown.press(key)


async def pictures(walk: Walk, home: Path) -> dict[str, list[Picture]]:
    """Go a way; return each state by its name, at each size."""
    found: dict[str, list[Picture]] = {}
    async for name, picture in seen(walk, home):
        found.setdefault(name, []).append(picture)
    return found
