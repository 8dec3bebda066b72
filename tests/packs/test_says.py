"""Texts that say what was answered, and texts whose words follow a number: a pack of three languages that has both."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from callscript.core.call.notices import owed
from callscript.core.script.phrases import wording
from callscript.dialogue.show.letter import letter
from callscript.packs import parts, read
from callscript.packs.difference import difference
from callscript.packs.plurals import form, forms, of_one_number
from callscript.packs.printing import printed
from callscript.packs.room import shown_by_pages
from callscript.packs.xlsform.writing import write
from tests.core.scripts import Walk
from tests.packs.conftest import Bench
from tests.packs.test_docs import BLOCKS, DOCUMENT, build

REGISTER = '[[stages.steps]]\nkind = "register"'
TELLS = Path(__file__).parent / "fixtures" / "tells"


@pytest.fixture
def tells(tmp_path: Path) -> Bench:
    """A copy of the pack that says what was ordered."""
    folder = tmp_path / "tells"
    shutil.copytree(TELLS, folder)
    return Bench(folder)


@pytest.mark.parametrize(
    ("language", "books", "said"),
    [
        ("uk", "1", "1 книга чекатиме біля стійки."),
        ("uk", "21", "21 книга чекатиме біля стійки."),
        ("uk", "3", "3 книги чекатимуть біля стійки."),
        ("uk", "12", "12 книг чекатимуть біля стійки."),
        ("uk", "1,5", "1,5 книги чекатимуть біля стійки."),
        ("lv", "1", "1 grāmata gaidīs pie letes."),
        ("lv", "21", "21 grāmata gaidīs pie letes."),
        ("lv", "11", "11 grāmatu gaidīs pie letes."),
        ("lv", "20", "20 grāmatu gaidīs pie letes."),
        ("lv", "2", "2 grāmatas gaidīs pie letes."),
        ("lv", "1,5", "1,5 grāmatas gaidīs pie letes."),
        ("lv", "1,1", "1,1 grāmata gaidīs pie letes."),
        ("en", "1", "One book will wait at the desk."),
        ("en", "21", "21 books will wait at the desk."),
        ("en", "1.5", "1.5 books will wait at the desk."),
    ],
)
def test_words_follow_the_number_in_each_language(language: str, books: str, said: str) -> None:
    """The form is that of the CLDR, of whole numbers and of others; the answer is said in words for a sentence."""
    walk = Walk(read(TELLS), language=language).go(f"books={books}", "+", "desk", "petro")
    assert wording(walk.script, walk.call, "step.confirm").startswith(said)


def test_what_is_not_known_yet_shows_so(tells: Bench) -> None:
    """Before anything is answered there are the words that fit any number."""
    walk = Walk(read(tells.folder))
    assert wording(walk.script, walk.call, "step.confirm") == "… книги чекатимуть … … їх підготує."


def test_an_answer_without_words_of_its_own_is_said_as_it_is_called(tells: Bench) -> None:
    """With one full stop at the end of the sentence, whoever wrote it; at its beginning it has a capital."""
    walk = Walk(read(tells.folder)).go("books=1", "+", "other", "petro")
    said = wording(walk.script, walk.call, "step.confirm")
    assert said == "1 книга чекатиме інше місце. Петро Коваль її підготує."


def test_what_an_answer_says_is_filled_in_as_it_stands(tells: Bench) -> None:
    """The name of an entry is text: what looks like a placeholder in it, or like markup, stays."""
    walk = Walk(read(tells.folder)).go("books=1", "+", "post", "olha")
    said = wording(walk.script, walk.call, "step.confirm")
    assert "пошті. Ольга [bold]Книш[/bold] {operator_number} її" in said


def test_a_letter_says_what_was_answered_by_then(tells: Bench) -> None:
    """What stood as answered when it was registered; another answer, later in the call, is of no letter before it."""
    ordered_twice(tells)
    first = ("books=2", "+", "post", "olha", "+", "+")
    walk = Walk(read(tells.folder)).go(*first, "yes", "books=5", "+", "desk", "petro", "+", "+", "no", "+")
    assert [each.splitlines()[0] for each in letters(walk)] == [
        "2 книги, на пошті, Ольга [bold]Книш[/bold] {operator_number}.",
        "5 книг, біля стійки, Петро Коваль.",
    ]


def test_a_letter_lists_the_answers_that_its_text_says(tells: Bench) -> None:
    """What was answered about another order is neither said nor listed; each question is worded as of the letter's."""
    ordered_twice(tells)
    tells.swap("pack.toml", 'on = "registered:order"', 'on = "registered:order"\nanswers = ["where", "who"]')
    tells.swap("pack.toml", 'id = "where"\n', 'id = "where"\nwhen = { not = { happened = "registered:order" } }\n')
    for file in ("uk.toml", "lv.toml", "en.toml"):
        tells.swap(file, '\nwho = "', '\nwho = "{books}: ')
    assert tells.complaints == []
    walk = Walk(read(tells.folder)).go("books=2", "+", "post", "olha", "+", "+")
    walk.go("yes", "books=5", "+", "petro", "+", "+", "no", "+")
    first, second = letters(walk)
    assert first.splitlines()[3:5] == [
        "Де Ви хочете їх отримати? — Поштою",
        "2: Хто їх готує? — Ольга [bold]Книш[/bold] {operator_number}",
    ]
    text, _, _, *answers = second.splitlines()[:5]
    assert (text, answers) == ("5 книг, …, Петро Коваль.", ["5: Хто їх готує? — Петро Коваль", ""])


def ordered_twice(bench: Bench) -> None:
    """Let the caller have a second order, a matter of its own."""
    bench.swap("pack.toml", '[[stages.steps]]\nkind = "end"\nid = "hang_up"', AGAIN)
    bench.swap("pack.toml", "day_parts", 'matter = ["books", "librarian"]\nday_parts')
    bench.swap("pack.toml", 'id = "ask_books"\n', 'id = "ask_books"\nmatter = true\n')
    for file, again in (("uk.toml", "Ще одне?"), ("lv.toml", "Vēl vienu?"), ("en.toml", "Another one?")):
        bench.swap(file, "[step]\n", f'[step]\nagain = "{again}"\n')
        bench.add(file, '[option.again]\nyes = "+"\nno = "-"\n')
    assert bench.complaints == []


def letters(walk: Walk) -> list[str]:
    """Return the texts of the letters about a call."""
    return [letter(walk.script, walk.call, each, walk.now).text for each in owed(walk.script, walk.call)]


AGAIN = """[[stages.steps]]
kind = "choose"
id = "again"
options = [{ id = "yes", to = "order" }, { id = "no" }]

[[stages.steps]]
kind = "end"
id = "hang_up\""""
"""The caller may have a second order."""


@pytest.mark.parametrize(
    ("file", "old", "new", "complaint"),
    [
        ("uk.toml", "{answer:where}. {answer:who} її", "{answer:wher}. {answer:who} її", "known one is 'answer:where'"),
        ("uk.toml", "{answer:where}. {answer:who} її", "{answr:where}. {answer:who} її", "known one is 'answer:where'"),
        (
            "uk.toml",
            "{books} книга чекатиме",
            "{answer:ask_books} книга чекатиме",
            "uk.toml: stage order: step.confirm.books.one: {answer:ask_books}: no answer is chosen at the step "
            "'ask_books'; what is typed there is {books}",
        ),
        (
            "uk.toml",
            "{answer:who} її",
            "{answer:confirm} її",
            "{answer:confirm}: no answer is chosen at the step 'confirm'",
        ),
        (
            "uk.toml",
            "{answer:where}. {answer:who} її",
            "Вас. {answer:who} її",
            "uk.toml: step.confirm.books.one: {answer:where} is lost: another wording of this text has it",
        ),
        (
            "uk.toml",
            "{books} книга",
            "Одна книга",
            "uk.toml: step.confirm.books.one: {books} is lost: another wording of this text has it",
        ),
        (
            "uk.toml",
            '"Поштою"',
            '"Поштою, {answer:who}"',
            "uk.toml: option.where.post: {answer:who}: in an answer no other one is filled in",
        ),
        (
            "uk.toml",
            '"на пошті"',
            '"на пошті, {books}"',
            "uk.toml: answer.where.post: a name has no placeholders: write {books} out",
        ),
        (
            "uk.toml",
            'post = "на пошті"',
            'pots = "на пошті"',
            "answer.where.pots: nothing uses this text; the nearest missing one is 'answer.where.post'",
        ),
        (
            "uk.toml",
            'few = "{books} книги чек',
            'two = "{books} книги чек',
            "uk.toml: stage order: step.confirm.books: the form 'few' is missing: uk has one, few, many, other",
        ),
        (
            "lv.toml",
            "\none = ",
            "\nfew = ",
            "lv.toml: stage order: step.confirm.books.few: lv has no form 'few'; known ones: one, other, zero",
        ),
        (
            "uk.toml",
            "[step.confirm.books]",
            "[step.confirm.boks]",
            "step.confirm.boks: unknown variant 'boks'; the nearest known one is 'books'",
        ),
        (
            "uk.toml",
            "[step.confirm.books]",
            "[step.confirm.librarian]",
            "step.confirm.librarian: only a field of kind 'number' is counted by, not one of kind 'text'",
        ),
        (
            "uk.toml",
            'where = "Де Ви хочете їх отримати?"',
            'where = { books = "Де Ви хочете їх отримати?" }',
            "uk.toml: stage order: step.where.books: must be a table of the forms of uk: one, few, many, other",
        ),
        (
            "uk.toml",
            'where = "Де Ви хочете їх отримати?"',
            'where = { books = "Де?", feminine = "Де?", masculine = "Де?" }',
            "uk.toml: stage order: step.where.books: unknown variant 'books'",
        ),
    ],
)
def test_what_cannot_be_said(tells: Bench, file: str, old: str, new: str, complaint: str) -> None:
    """Each slip is told at its place, with what was meant where that can be told."""
    tells.swap(file, old, new)
    assert any(complaint in each for each in tells.complaints), tells.complaints


def test_what_is_answered_later_only(tells: Bench) -> None:
    """A text before a question says no answer to it; one that the question can have come before does, by any way."""
    asked = 'where = "Де Ви хочете їх отримати?"'
    tells.swap("uk.toml", asked, 'where = "{answer:who}: де Ви хочете їх отримати?"')
    for file in ("lv.toml", "en.toml"):
        tells.swap(file, 'where = "', 'where = "{answer:who}: ')
    told = "{answer:who} is said where that cannot have been answered: 'who' comes later only"
    assert [each.partition(": ")[2] for each in tells.complaints] == [f"stage order: step.where: {told}"] * 3
    tells.swap("pack.toml", '{ id = "stay", leave = true }', '{ id = "stay", out = "order" }')
    assert tells.complaints == []


def test_an_answer_of_the_call_is_said_in_a_detour(tells: Bench) -> None:
    """A detour can be taken after any question."""
    for file in ("uk.toml", "lv.toml", "en.toml"):
        tells.swap(file, 'how_ended = "', 'how_ended = "{answer:who}: ')
    assert tells.complaints == []


def test_a_form_may_hold_variants_and_stand_in_one(tells: Bench) -> None:
    """A number and the operator's gender are told apart in either order."""
    one = '{ feminine = "{books} записала. Де?", masculine = "{books} записав. Де?" }'
    by_number = f'{{ books = {{ one = {one}, few = {one}, many = {one}, other = "{{books}} записано. Де?" }} }}'
    of_her, of_him = (by_number.replace(one, f'"{{books}} {word}. Де?"') for word in ("записала", "записав"))
    either = f"{{ feminine = {of_her}, masculine = {of_him} }}"
    tells.swap("lv.toml", "where = ", 'where = "{books} ir. Kur?" #')
    tells.swap("en.toml", "where = ", 'where = "{books} noted. Where?" #')
    tells.swap("uk.toml", "where = ", f"where = {by_number} #")
    assert tells.complaints == []
    walk = Walk(read(tells.folder)).go("books=2")
    assert wording(walk.script, walk.call, "step.where") == "2 записала. Де?"
    tells.swap("uk.toml", f"where = {by_number}", f"where = {either}")
    assert tells.complaints == []
    walk.script = read(tells.folder)
    assert wording(walk.script, walk.call, "step.where") == "2 записала. Де?"
    tells.swap("uk.toml", f"feminine = {of_her}", 'feminine = { books = { one = "{books}. Де?" } }')
    assert [each.partition(": the form")[0] for each in tells.complaints] == [
        "uk.toml: stage order: step.where.feminine.books"
    ] * 3


def test_a_language_that_nobody_knows_has_no_words_by_number(tells: Bench) -> None:
    """Where it is not known how words follow a number, that is said, and words that fit any are asked for."""
    tells.swap("pack.toml", 'id = "en"', 'id = "qqq"')
    (tells.folder / "en.toml").rename(tells.folder / "qqq.toml")
    for entry in ("Olha Knysh", "Petro Koval"):
        tells.swap("directory.toml", f'en = "{entry}"', f'qqq = "{entry}"')
    told = "how words follow a number in 'qqq' is not known: use words that fit any"
    assert [each for each in tells.complaints if told in each] == [
        f"qqq.toml: stage order: step.confirm.books: {told}",
        f"qqq.toml: notice.order.text.books: {told}",
    ]


@pytest.mark.parametrize(
    ("language", "there"),
    [
        ("uk", "one few many other"),
        ("lv", "zero one other"),
        ("en", "one other"),
        ("ar", "zero one two few many other"),
        ("ja", "other"),
        ("qqq", ""),
    ],
)
def test_the_forms_of_a_language(language: str, there: str) -> None:
    """A language has those that the CLDR gives it; what is no number, or of no language that is known, has `other`."""
    assert " ".join(forms(language)) == there
    assert form(language, "many") == "other"
    assert form("qqq", "1") == "other"


def test_which_form_is_of_one_number_alone() -> None:
    """Of 1 alone is the English `one`; the Ukrainian and the Latvian one is of 21 as well."""
    assert [of_one_number(each, "one") for each in ("en", "uk", "lv", "qqq")] == [True, False, False, False]
    assert not of_one_number("en", "other")


def _shown(heading: str, block: int = 0) -> str:
    """Return the lines of a pack that the document shows under a heading of a paragraph."""
    found = DOCUMENT.split(f"**{heading}**")[1].split("\n\n")[1 + block]
    return "".join(f"{line.removeprefix('    ')}\n" for line in found.splitlines())


def test_what_the_document_shows_of_answers(tmp_path: Path) -> None:
    """With the texts that stand there, the library's pack tells its operators what the caller wants."""
    build(tmp_path / "library", BLOCKS)
    with (tmp_path / "library" / "en.toml").open("a", encoding="utf-8") as words:
        words.write(_shown("What was answered"))
    walk = Walk(read(tmp_path / "library")).go("+", "+", "book")
    assert wording(walk.script, walk.call, "tip.ask_title") == "The caller is looking for a book."


def test_what_the_document_shows_of_entries(tmp_path: Path) -> None:
    """Who was picked is said in words that fit the sentence; of an entry without them its name is."""
    build(tmp_path / "library", BLOCKS)
    with (tmp_path / "library" / "en.toml").open("a", encoding="utf-8") as words:
        words.write(_shown("What was answered", 2))
    script = read(tmp_path / "library")
    for picked, said in (("archive", "our archive"), ("music", "Music department")):
        walk = Walk(script).go("+", "+", "colleague", picked)
        assert wording(script, walk.call, "tip.put_through") == f"Say that {said} answers at once."
    assert "      Archive («our archive»)" in list(printed(script, "en"))


def test_words_of_an_entry_that_is_not_there(tells: Bench) -> None:
    """A centre's own directory has others; what is likely a slip is told."""
    tells.swap("uk.toml", "[answer.where]", '[answer.who]\nnobody_else = "хтось"\n\n[answer.where]')
    assert tells.complaints == []
    tells.swap("uk.toml", "nobody_else", "petru")
    (told,) = tells.complaints
    assert told.startswith("uk.toml: answer.who.petru: nothing uses this text; the nearest missing one is 'answer.who.")


def test_what_the_document_shows_of_counts(mini: Bench) -> None:
    """Words follow how often something has happened, in each language; the check knows the facts and the forms."""
    mini.swap("pack.toml", REGISTER, f"{OFFER}\n{REGISTER}")
    for block, (file, offer, yes, again) in enumerate(
        (("uk.toml", "Ось пропозиція.", "Згода", "Ще раз"), ("en.toml", "Here is an offer.", "Yes", "Once more"))
    ):
        shown = _shown("Words that follow a number", 3 + block).replace("step.", "")
        mini.swap(file, "[step]\n", f'[step]\noffer = "{offer}"\n{shown}')
        mini.add(file, f'[option.offered]\nyes = "{yes}"\nagain = "{again}"\n')
    assert mini.complaints == []
    script = read(mini.folder)
    walk = Walk(script).go("+", "+", "book", "title=Kobzar", "+")
    assert wording(script, walk.call, "step.offered", "en") == "These were 0 offers. Do you take one?"
    for uk, en in (("Це була 1 пропозиція.", "That was one offer."), ("Це були 2 пропозиції.", "These were 2 offers.")):
        walk.go("+")
        assert wording(script, walk.call, "step.offered", "uk") == f"{uk} Згода?"
        assert wording(script, walk.call, "step.offered", "en").startswith(en)
        walk.go("again", "+")
    mini.swap("uk.toml", '"times:said:offer".few', '"times:said:ofer".few')
    assert any("unknown variant 'times:said:ofer'; the nearest known one is 'times:said:offer'" in each
               for each in mini.complaints)  # fmt: skip
    mini.swap("uk.toml", 'offered."times:said:ofer".few', 'offered."times:said:offer".two')
    assert any("the form 'few' is missing: uk has one, few, many, other" in each for each in mini.complaints)


OFFER = """[[stages.steps]]
kind = "say"
id = "offer"

[[stages.steps]]
kind = "choose"
id = "offered"
options = [{ id = "yes" }, { id = "again", to = "book" }]
"""


def test_what_the_document_shows_of_numbers(mini: Bench) -> None:
    """With the texts that stand there, a pack tells how many copies are ordered."""
    mini.add("pack.toml", '[[fields]]\nid = "copies"\nkind = "number"\n')
    mini.swap("pack.toml", REGISTER, f'[[stages.steps]]\nkind = "say"\nid = "ordered"\n\n{REGISTER}')
    for block, (file, label) in enumerate((("uk.toml", "Примірники"), ("en.toml", "Copies"))):
        shown = _shown("Words that follow a number", block).replace("step.", "")
        mini.swap(file, "[step]\n", f"[step]\n{shown}")
        mini.swap(file, "[field]\n", f'[field]\ncopies = "{label}"\n')
    assert mini.complaints == []
    script = read(mini.folder)
    for copies, uk, en in (("1", "1 примірник", "One copy is"), ("3", "3 примірники", "3 copies are")):
        walk = Walk(script).go("copies=" + copies)
        assert wording(script, walk.call, "step.ordered", "uk") == f"Замовлено {uk}."
        assert wording(script, walk.call, "step.ordered", "en") == f"{en} ordered."


def test_what_a_pack_without_it_pays(tmp_path: Path) -> None:
    """A check, a script that is read and what it says load no forms of words where no text has any."""
    code = f"""
import sys
from pathlib import Path
from callscript.packs import check, locate, read
assert check(locate("ua-court")) == []
read(locate("lv-lvrtc"), cache=Path({str(tmp_path)!r}))
assert not [name for name in sys.modules if name.split(".")[0] == "babel"]
from callscript.core.script.phrases import wording
from tests.core.scripts import Walk
script = read(Path({str(TELLS)!r}), cache=Path({str(tmp_path)!r}))
script = read(Path({str(TELLS)!r}), cache=Path({str(tmp_path)!r}))
walk = Walk(script).go("books=2")
print(wording(script, walk.call, "step.confirm"), "babel" in sys.modules)
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == "2 книги чекатимуть … … їх підготує. True\n"


def test_two_versions_are_compared_form_by_form(tells: Bench) -> None:
    """A form that says something else is told by its key, and so are the words of an answer."""
    old = parts.take(tells.folder)
    tells.swap("uk.toml", "книг чекатимуть", "книжок чекатимуть")
    tells.swap("uk.toml", "біля стійки", "при вході")
    found = difference(old, parts.take(tells.folder)).changes
    assert [(each.how, each.id, each.key) for each in found] == [
        ("words", "step.confirm.books.many", "uk"),
        ("words", "answer.where.desk", "uk"),
    ]


def test_what_is_printed(tells: Bench) -> None:
    """Each form stands in a line of its own, and behind an answer the words that a sentence has for it."""
    lines = list(printed(read(tells.folder), "uk"))
    assert "      books.many: {books} книг чекатимуть {answer:where}. {answer:who} їх" in lines
    assert any(line.startswith("      1 Біля стійки («біля стійки»)") for line in lines)
    assert any(line.startswith("      3 інше місце.") and "«" not in line for line in lines)


def test_what_has_no_room_with_the_longest_answer(tells: Bench) -> None:
    """How many rows a step needs is counted with the longest that can be answered in it."""
    script = read(tells.folder)
    assert not [each for each in shown_by_pages(script) if "confirm" in each]
    tells.swap("uk.toml", "інше місце.", "дуже довгий опис місця, " * 30)
    (told,) = [each for each in shown_by_pages(read(tells.folder)) if "step.confirm" in each]
    assert "uk.toml: step.confirm.books." in told


def test_what_a_form_is_told_of_it(tells: Bench) -> None:
    """A form has no words by number: those that fit any number are written, and what is left is named."""
    sheets, left = write(parts.take(tells.folder))
    (row,) = [row for row in sheets["survey"].rows if row.get("name") == "confirm"]
    assert row.cells["label::Ukrainian (uk)"].startswith("${ask_books} книги чекатимуть")
    assert "step.confirm" in left["wordings"]
    assert left["answer"] == ["where.desk", "where.post"]
    assert "${where_said}" in row.cells["label::Ukrainian (uk)"]
    assert "step.confirm" not in left.get("{…}", [])
