"""What a pack means, checked as a whole: names, flow, clauses, clock and wording, every complaint in one run."""

from __future__ import annotations

from pathlib import Path

from callscript.packs.calendar import check_calendar
from callscript.packs.clauses import check_clauses
from callscript.packs.days import check_days
from callscript.packs.draft import PackDraft
from callscript.packs.earlier import check_earlier
from callscript.packs.endings import check_endings
from callscript.packs.entries import check_entries
from callscript.packs.flow import check_flow
from callscript.packs.house import check_house
from callscript.packs.languages import check_languages
from callscript.packs.names import check_names
from callscript.packs.numbers import check_numbers
from callscript.packs.outgoing import check_outgoing
from callscript.packs.prescribed import check_prescribed
from callscript.packs.texts import check_texts
from callscript.packs.visits import check_visits
from callscript.packs.wording import check_letters, check_wording


def check_meaning(draft: PackDraft, cache: Path | None = None) -> None:
    """Put every complaint of meaning into the draft's reports."""
    check_names(draft)
    check_endings(draft)
    check_numbers(draft)
    check_days(draft)
    check_outgoing(draft)
    check_visits(draft)
    check_entries(draft)
    check_earlier(draft)
    check_flow(draft)
    check_clauses(draft)
    check_house(draft)
    check_calendar(draft, cache)
    check_prescribed(draft)
    check_languages(draft)
    for language in draft.texts:
        report = draft.reports[f"{language}.toml"]
        check_texts(draft, language, report)
        check_wording(draft, language, report)
    for entry in draft.directory:
        ways = {"contact": entry.contact, "phone": entry.phone, "email": entry.email, "address": entry.address}
        for words in (entry.name, entry.competence, ways):
            for name, wording in words.items():
                check_letters(f"entry[{entry.id}].{name}", wording, draft.report_on(entry))
