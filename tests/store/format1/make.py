"""Makes `home/` and `told/` with the last release that wrote format 1 of the journal; see README.md."""

# pyright: reportMissingImports=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false, reportUnknownParameterType=false, reportMissingParameterType=false
# pyright: reportAttributeAccessIssue=false, reportCallIssue=false, reportUntypedFunctionDecorator=false
from __future__ import annotations

import asyncio
import contextlib
import io
import shutil
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from callscript.clock import FakeClock
from callscript.core.decide import wanting
from callscript.core.refusal import Refused
from callscript.opening import Opening
from callscript.paths import Folders
from callscript.settings import Profile

from callscript import cli
from callscript.core import commands as c
from callscript.core.script import Ask, Choose, Pick

UA = {"pack": "ua-court", "language": "uk"}
LV = {"pack": "lv-lvrtc", "language": "lv"}
OLENA = Profile(number="17", name="Олена Коваль", name_latin="Olena Koval", gender="feminine", **UA)
JANIS = Profile(number="2/1", name="Яніс Озолс", name_latin="Jānis Ozols", gender="masculine", **LV)
APPEAL = {
    "surname": "Шевченко",
    "given_name": "Олена",
    "patronymic": "Іванівна",
    "residence": "Київ, вул. Січова, 1",
    "kind": "complaint",
    "phone": "+380441234567",
    "email": "olena@example.com",
}
ZONES = {"ua-court": "Europe/Kyiv", "lv-lvrtc": "Europe/Riga"}


class Talk:
    """A call led over a desk."""

    def __init__(self, desk, clock, session) -> None:
        self.desk, self.clock, self.session = desk, clock, session

    @property
    def step(self) -> str:
        return self.session.call.step

    async def do(self, command) -> None:
        self.clock.advance(3.25)
        await self.session.tick()
        await self.session.do(command)

    async def take(self, step: str, answer: str = "") -> None:
        assert self.step == step, f"at {self.step}, not at {step}"
        current = self.session.script.steps[step]
        if isinstance(current, Ask) and answer:
            await self.do(c.Fill(current.field, answer))
        await self.do(c.Choose(answer) if isinstance(current, Choose | Pick) and answer else c.Advance())

    async def through(self, *steps) -> None:
        for step in steps:
            await self.take(*([step] if isinstance(step, str) else step))

    async def wait(self, seconds: float) -> None:
        self.clock.advance(seconds)
        await self.session.tick()

    async def close(self, summary: str) -> None:
        """Wrap a call up: with an outcome, reasons and a summary, each given twice."""
        fitting = []
        for outcome in self.session.script.pack.outcomes:
            with contextlib.suppress(Refused):
                await self.do(c.SetOutcome(outcome.id))
                fitting.append(outcome.id)
        assert fitting
        await self.do(c.Summarise("Чернетка."))
        await self.do(c.Summarise(summary))
        for owed in wanting(self.session.script, self.session.call, self.clock.now()):
            await self.do(c.Explain(owed.clause, "бо"))
            await self.do(c.Explain(owed.clause, f"Заявник не захотів: {owed.clause} [/red]"))
        await self.do(c.Close())
        await self.desk.finish(self.session)


def opened(home: Path, profile: Profile, at: str):
    clock = FakeClock(datetime.fromisoformat(at).replace(tzinfo=ZoneInfo(ZONES[profile.pack])))
    return Opening(Folders.find(home), clock, profile).open_desk(profile), clock


async def appeal(home: Path) -> None:
    """A whole call with every kind of event, interrupted and taken up again."""
    desk, clock = opened(home, OLENA, "2026-11-23 10:00:00.500")
    talk = Talk(desk, clock, await desk.start_call("+380441234567"))
    await talk.through("greet", "introduce", ("ask_address", "Олено [red]"))
    await talk.do(c.SwitchLanguage("en"))
    await talk.do(c.SwitchLanguage("uk"))
    await talk.through("offer_help", ("ask_subject", "затримка"))
    await talk.do(c.TakeDetour("unclear"))
    await talk.do(c.TakeDetour("unclear"))  # by mistake: taken back
    await talk.take("need_kind", "callback")
    await talk.through(("ask_callback_phone", "+380671112233"), ("callback_when", "hour"))
    await talk.do(c.Back())
    await talk.take("callback_when", "tomorrow")  # another answer: one promise takes the place of the other
    await talk.through("callback_promise")
    while talk.step != "need_kind":
        await talk.do(c.Back())
    await talk.through(("need_kind", "search"), ("hold_consent", "agrees"))
    await talk.wait(200)  # longer than a hold may be
    desk.leave()  # the line is lost: the session is gone, its call is not

    desk, clock = opened(home, OLENA, "2026-11-23 10:09:00")
    talk = Talk(desk, clock, await desk.resume(desk.left_open()))
    await talk.through("hold_wait", "hold_thanks", ("hold_result", "none"), "give_advice", ("understood", "more"))
    await talk.do(c.TakeDetour("complaint"))
    await talk.do(c.TakeDetour("complaint"))  # too soon: taken back
    await talk.do(c.TakeDetour("complaint"))
    await talk.through("complaint_listen", ("complaint_cause", "довго"), ("complaint_measure", "пояснено"))
    await talk.through(("fault", "service"), "apology", "thanks_problem", ("complaint_resolved", "resolved"))
    await talk.through("ask_subject", ("need_kind", "appeal"), "appeal_intro")
    for field, value in APPEAL.items():
        await talk.do(c.Fill(field, value))
    await talk.do(c.Fill("patronymic", "не має", absent=True))
    await talk.do(c.Fill("email", "olena@example.org"))
    await talk.do(c.Fill("address", ""))
    await talk.do(c.Fill("address", "Олено Іванівно"))
    await talk.through("ask_surname", ("ask_patronymic", "Іванівна"), "ask_substance", "register_appeal")
    await talk.through(("competence", "beyond"), ("pick_body", "hcj"))
    await talk.through("dispatch_told", ("understood", "clear"), ("rating", "five"), "farewell", "hang_up")
    await talk.through("notify_management", ("dispatch", "later"))
    await talk.close("Скаргу зареєстровано; «надішлемо» до ВРП.\nДруге речення.")
    desk.leave()


async def at_night(home: Path) -> None:
    """A call to the other centre, of another operator, outside working time."""
    desk, clock = opened(home, JANIS, "2026-11-23 22:00:00")
    talk = Talk(desk, clock, await desk.start_call())
    await talk.through("greet_closed", "recording_closed", ("closed_choice", "suspension"))
    await talk.through(("suspension_action", "revoke"), ("suspension_service", "card"))
    await talk.through(("ask_suspension_given_name", "Jānis"), ("ask_suspension_surname", "Ozols"))
    await talk.through("suspension_identity", ("suspension_confirm", "yes"), "register_suspension", "revoked_told")
    await talk.do(c.LoseLine())
    await talk.close("Karte atsaukta.")
    desk.leave()


async def left_open(home: Path) -> None:
    """A call that is still open, with its marker."""
    desk, clock = opened(home, OLENA, "2026-11-24 11:30:00")
    talk = Talk(desk, clock, await desk.start_call("050 123-45-67"))
    await talk.through("greet", "introduce", ("ask_address", "Петре"), "offer_help", ("ask_subject", "судовий збір"))
    await talk.take("need_kind", "consultation")
    desk.leave()


def tell(home: Path, told: Path) -> None:
    """Keep what this release says of the calls."""
    told.mkdir()
    for day in ("2026-11-23", "2026-11-24"):
        (told / f"calls-{day}.json").write_text(said("calls", "--json", "--home", str(home), "--day", day), "utf-8")
    journals = (line for path in home.rglob("*.jsonl") for line in path.read_text("utf-8").splitlines())
    for call in sorted({line.split('"call":"')[1].split('"')[0] for line in journals}):
        (told / f"{call}.json").write_text(said("show", call, "--json", "--home", str(home)), "utf-8")


def said(*arguments: str) -> str:
    """Run a command of this release; return what it prints."""
    with contextlib.redirect_stdout(io.StringIO()) as out:
        cli.main(list(arguments))
    return out.getvalue()


async def main(folder: Path) -> None:
    """Make everything anew."""
    home = folder / "home"
    for made in (home, folder / "told"):
        shutil.rmtree(made, ignore_errors=True)
    for call in (appeal, at_night, left_open):
        await call(home)
    tell(home, folder / "told")
    rebuilt = folder / "told" / "rebuilt"
    shutil.copytree(home, rebuilt)
    said("rebuild", "--home", str(rebuilt))
    shutil.copytree(rebuilt / "registers", folder / "told" / "registers")
    shutil.rmtree(rebuilt)
    for unwanted in ("cache", "locks", "callscript.log"):  # made anew by whoever wants them
        shutil.rmtree(home / unwanted, ignore_errors=True)


if __name__ == "__main__":
    asyncio.run(main(Path(__file__).parent))
