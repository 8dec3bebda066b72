"""The centre's settings: what they say, and what is wrong with them, with the line and the remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from callscript.runtime.centre import (
    PASSWORD,
    Centre,
    CentreWrong,
    Mail,
    mistakes,
    password_of,
    read_centre,
)
from callscript.runtime.store_settings import StoreSettings

WHOLE = """\
[mail]
host = "mail.example.org"
port = 2525
tls = "implicit"
certificates = "/etc/ssl/own.pem"
user = "callscript"
password_file = "password"
from = "callscript@example.org"
give_up = "2h"
to.management = ["head@example.org", "deputy@example.org"]
"""


def settings(folder: Path, text: str | bytes) -> Path:
    """Write settings."""
    file = folder / "centre.toml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    file.chmod(0o600)
    return file


def wrong(folder: Path, text: str | bytes) -> tuple[int, str]:
    """Return what is wrong with settings: the line, and the reason."""
    file = settings(folder, text)
    with pytest.raises(CentreWrong) as raised:
        read_centre(file)
    assert raised.value.file == file
    assert str(raised.value).startswith(str(file))
    return raised.value.line, raised.value.reason


def test_without_settings_there_is_a_mail_folder(tmp_path: Path) -> None:
    """No file, or one that says nothing of mail, names no server."""
    assert read_centre(tmp_path / "centre.toml") == Centre()
    assert read_centre(settings(tmp_path, "")) == Centre()
    assert Centre().mail.host is None


def test_all_that_can_be_said(tmp_path: Path) -> None:
    """Every key is read."""
    assert read_centre(settings(tmp_path, WHOLE)).mail == Mail(
        host="mail.example.org",
        port=2525,
        tls="implicit",
        certificates="/etc/ssl/own.pem",
        user="callscript",
        password_file="password",
        sender="callscript@example.org",
        give_up="2h",
        to={"management": ("head@example.org", "deputy@example.org")},
    )
    assert read_centre(settings(tmp_path, WHOLE)).mail.patience == 7200


@pytest.mark.parametrize(("tls", "port"), [("starttls", 587), ("implicit", 465), ("none", 25)])
def test_the_usual_ports(tls: str, port: int, tmp_path: Path) -> None:
    """A port that is not written is the usual one."""
    text = f'[mail]\nhost = "localhost"\ntls = "{tls}"\nfrom = "a@b.lv"\nto.management = ["c@d.lv"]\n'
    assert read_centre(settings(tmp_path, text)).mail.way_in == port


WRONG = {
    "no TOML": ("[mail]\nhost = mail.example.org\n", 2, "no TOML: invalid value. Look for a quotation mark"),
    "unknown key": (WHOLE.replace("host", "hots"), 2, "unknown key 'hots'; the nearest known one is 'host'"),
    "unknown table": ("[mial]\nhost = 'x'\n", 1, "unknown key 'mial'; the nearest known one is 'mail'"),
    "no table": ("mail = 3\n", 1, "mail: write [mail] on a line of its own"),
    "port": (WHOLE.replace("2525", '"2525"'), 3, "mail.port: write a number from 1 to 65535, as in port = 587"),
    "port too high": (WHOLE.replace("2525", "99999"), 3, "mail.port: write a number from 1 to 65535"),
    "tls": (WHOLE.replace("implicit", "ssl"), 4, 'mail.tls: write tls = "starttls", "implicit" or "none"'),
    "sender": (WHOLE.replace('"callscript@', '"callscript at '), 8, "mail.from: write one address"),
    "two lines": (WHOLE.replace('"callscript@', '"a@b.lv\\ncallscript@'), 8, "mail.from: write one address"),
    "give up": (WHOLE.replace('"2h"', '"never"'), 9, "mail.give_up: write a duration such as 90s, 3m, 2h or 1d"),
    "one address": (WHOLE.replace("[", "").replace("]", "").replace("mail\n", "[mail]\n", 1), 10, "no TOML"),
    "no list": (WHOLE.replace('["head@example.org", "deputy@example.org"]', '"head@example.org"'), 10,
                "mail.to.management: write a list of addresses"),
    "no address": (WHOLE.replace('"deputy@', '"deputy '), 10, "write a list of addresses"),
    "nobody": (WHOLE.replace('"head@example.org", "deputy@example.org"', ""), 2, "there is nobody to send to"),
    "no sender": (WHOLE.replace('from = "callscript@example.org"\n', ""), 2, "the mail server needs a sender"),
    "no server": ("[mail]\nport = 25\n", 2, "port is of no use without a server: write the name of the mail server"),
    "in clear": (WHOLE.replace("implicit", "none"), 4, "the password would go out in clear"),
    "whose password": (WHOLE.replace('user = "callscript"\n', ""), 6, "a password needs an account"),
    "limit": ('[after_call]\nlimit = "soon"\n', 2, "after_call.limit: write how long the work after a call may take"),
    "limit in working days": ('[after_call]\nlimit = "1wd"\n', 2, "after_call.limit: write how long the work"),
    "warning": ('[after_call]\nlimit = "1m"\nwarn = "2m"\n', 3, "after_call.warn: must be shorter than the limit"),
    "warning of nothing": ('[after_call]\nwarn = "2m"\n', 2, "after_call.warn: there is no limit to warn of"),
    "prolonging": ('[after_call]\nmroe = "2m"\n', 2, "unknown key 'mroe'; the nearest known one is 'more'"),
    "digits": ("[mail]\nport = " + "9" * 5000 + "\n", 0, "a number in it has far too many digits"),
    "no text": (b"\xff", 0, "this is no UTF-8"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_told_with_its_line(name: str, tmp_path: Path) -> None:
    """File, line and remedy."""
    text, line, reason = WRONG[name]
    found, told = wrong(tmp_path, text)
    assert reason in told
    assert found == line


@pytest.mark.parametrize("wrong_part", ["mail", "work"])
def test_a_mistake_in_a_table_keeps_that_one_alone_from_being_used(wrong_part: str, tmp_path: Path) -> None:
    """Letters go out though a term is misspelt, terms hold though an address is."""
    right = {"mail": '[mail]\nto.management = ["head@example.org"]\n', "work": '[work]\nwithin.answer = "30d"\n'}
    wrong_text = {"mail": '[mail]\nto.management = ["head"]\n', "work": '[work]\nwithin.answer = "soon"\n'}
    file = settings(tmp_path, "".join((right | {wrong_part: wrong_text[wrong_part]}).values()))
    other = "work" if wrong_part == "mail" else "mail"
    found = read_centre(file, other)
    assert found.work.within == ({"answer": "30d"} if other == "work" else {})
    assert found.mail.to == ({"management": ("head@example.org",)} if other == "mail" else {})
    with pytest.raises(CentreWrong, match=f"{wrong_part}."):
        read_centre(file, wrong_part)
    assert [each.part for each in mistakes(file)] == [wrong_part]


def test_a_table_of_an_unknown_name_is_one_that_is_not_there(tmp_path: Path) -> None:
    """It may be meant for that: letters wait rather than go into a folder where nobody looks; what is there is used."""
    file = settings(tmp_path, '[mial]\nhost = "x"\n[work]\nwithin.answer = "30d"\n')
    with pytest.raises(CentreWrong, match="mial"):
        read_centre(file, "mail")
    assert read_centre(file, "work").work.within == {"answer": "30d"}
    file = settings(tmp_path, "[mail\n")
    for part in ("mail", "work"):
        with pytest.raises(CentreWrong, match="no TOML"):
            read_centre(file, part)


def test_settings_of_others_are_refused(tmp_path: Path) -> None:
    """What others can write decides nothing, least of all where letters go."""
    file = settings(tmp_path, WHOLE)
    file.chmod(0o666)
    with pytest.raises(CentreWrong, match="others can write it"):
        read_centre(file)


def test_a_server_on_this_machine_may_do_without_tls(tmp_path: Path) -> None:
    """A password that does not leave the machine goes out in clear to nobody."""
    text = WHOLE.replace("implicit", "none").replace("mail.example.org", "localhost")
    assert read_centre(settings(tmp_path, text)).mail.tls == "none"


# The password


def test_the_password_stands_in_a_file_of_its_own(tmp_path: Path) -> None:
    """Its line, without the line's end; beside the settings, unless it is named from the root."""
    centre = settings(tmp_path, WHOLE)
    mail, file = read_centre(centre).mail, tmp_path / "password"
    with pytest.raises(CentreWrong, match="password: the password cannot be read: No such file"):
        password_of(centre, mail)
    file.write_text("s3cret with spaces \n")
    file.chmod(0o640)
    assert password_of(centre, mail) == "s3cret with spaces "
    file.chmod(0o644)
    with pytest.raises(CentreWrong, match="others can read the password: chmod o="):
        password_of(centre, mail)
    file.write_text("\n")
    file.chmod(0o600)
    with pytest.raises(CentreWrong, match="there is no password in it"):
        password_of(centre, mail)
    file.write_bytes(b"\xff")
    with pytest.raises(CentreWrong, match="is no UTF-8"):
        password_of(centre, mail)


def test_or_in_a_variable(tmp_path: Path) -> None:
    """Without a file the variable has it; without an account none is needed."""
    mail = Mail(host="localhost", user="callscript")
    assert password_of(tmp_path / "centre.toml", mail, {PASSWORD: "s3cret"}) == "s3cret"
    assert password_of(tmp_path / "centre.toml", Mail(host="localhost"), {PASSWORD: "s3cret"}) == ""


def test_what_scripts_leave_to_the_centre_is_said(tmp_path: Path) -> None:
    """Terms by kind of work, and the numbers of people."""
    text = '[work]\nwithin.answer = "10wd"\nends = "close"\nday_off = "same"\npeople.management = ["1", "12"]\n'
    found = read_centre(settings(tmp_path, text)).work
    assert found.within == {"answer": "10wd"}
    assert found.people == {"management": ("1", "12")}
    assert (found.ends, found.day_off) == ("close", "same")
    assert (Centre().work.ends, Centre().work.day_off) == ("midnight", ""), "as the law counts"


def test_whether_there_are_other_hosts_is_said(tmp_path: Path) -> None:
    """Without a word there are none."""
    assert Centre().store == StoreSettings(kind="files", durability="host", socket="relay.sock")
    text = '[store]\nkind = "relay"\ndurability = "centre"\nsocket = "/run/callscript/relay"\n'
    assert read_centre(settings(tmp_path, text)).store == StoreSettings("relay", "centre", "/run/callscript/relay")


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        (
            '[work]\n\nwithin.visit = "3d"\nwithin.answer = "a month"',
            4,
            "work.within.answer: write how long, such as 15d",
        ),
        ('[work]\nwithin.answer = "400d"', 2, "work.within.answer: longer than a year: write 366d at most"),
        ('[work]\nends = "noon"', 2, 'work.ends: write ends = "midnight", "close" or "hour"'),
        ('[work]\nday_off = "before"', 2, 'work.day_off: write day_off = "next" or "same"'),
        ('[work]\npeople.management = "1"', 2, "write a list of the numbers of operators"),
        ('[work]\nwithn.answer = "3d"', 2, "unknown key 'withn'; the nearest known one is 'within'"),
        ("work = 3", 1, "write [work] on a line of its own"),
        ('[store]\nkind = "postgres"', 2, 'store.kind: write kind = "relay" for a host of several'),
        ('[store]\nkind = "relay"\ndurability = "disk"', 3, 'store.durability: write durability = "host"'),
        ('[store]\ndurability = "centre"', 2, 'store.durability: write durability = "host", or "centre" beside kind'),
        ('[store]\nkind = "relay"\nsocket = 3', 3, "store.socket: write the path of the relay's socket"),
        (f'[store]\nkind = "relay"\nsocket = "/{"x" * 100}"', 3, "store.socket: write the path"),
        ('[store]\nkind = "relay"\nsocket = ""', 3, "store.socket: write the path"),
        ('[store]\nkin = "relay"', 2, "unknown key 'kin'; the nearest known one is 'kind'"),
        ("store = 3", 1, "write [store] on a line of its own"),
        ("[wok]\n", 1, "unknown key 'wok'; the nearest known one is 'work'"),
    ],
)
def test_a_mistake_about_work_is_told_with_its_line(tmp_path: Path, text: str, line: int, reason: str) -> None:
    """What would do is said with it."""
    found = wrong(tmp_path, text)
    assert found[0] == line
    assert reason in found[1]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ('[work]\nwithin.answer = "400d"\n', "work"),
        ('[work]\nwithin.answer = "soon"\n', "work"),
        ('[work]\nwithn.answer = "3d"\n', "work"),
        ('[store]\nkind = "x"\n', "store"),
        ('[store]\ndurability = "centre"\n', "store"),
        ("[mail]\nport = 0\n", "mail"),
        ("[mail]\nport = 25\n", "mail"),
        ('[mail]\nhots = "x"\n', "mail"),
        ("[mial]\n", ""),
        ("[work\n", ""),
    ],
)
def test_a_mistake_says_what_it_is_about(tmp_path: Path, text: str, part: str) -> None:
    """The table that it stands in, if it stands in one that is known."""
    with pytest.raises(CentreWrong) as raised:
        read_centre(settings(tmp_path, text))
    assert raised.value.part == part
