"""Ways of ending of a pack's own: each is known, used and told apart from the program's."""

from __future__ import annotations

from callscript.core.script.base import ENDS
from callscript.core.script.steps import End
from callscript.packs.draft import PackDraft
from callscript.packs.errors import hint, nearest
from callscript.packs.facts import endings


def check_endings(draft: PackDraft) -> None:
    """Complain of ways of ending that nobody knows, that nothing uses, and that are the program's."""
    pack, known = draft.pack, {*ENDS, *draft.pack.endings}
    said = [
        (place.step.how, f"{place.key}.how", place.stage.id) for place in draft.places if isinstance(place.step, End)
    ]
    said += [(option.end or "", f"{key}.end", place.stage.id) for place, option, key in draft.options()]
    said += [(how, f"outcomes[{outcome.id}].ended", "") for outcome in pack.outcomes for how in outcome.ended]
    for how, key, stage in said:
        if how and how not in known:
            own = (
                "" if nearest(how, known) else "; one of the pack's own is named in `endings`, before the first heading"
            )
            draft.report.add(key, f"there is no way of ending '{how}'{hint(how, known)}{own}", stage)
    used = endings(pack)
    for own in dict.fromkeys(pack.endings):
        key = f"endings[{own}]"
        if pack.endings.count(own) > 1:
            draft.report.add(key, f"'{own}' is given {pack.endings.count(own)} times")
        if own in ENDS:
            draft.report.add(key, f"'{own}' is a way of ending of the program's own: leave it out here")
        elif own and own not in used:
            draft.report.add(key, "no `end` step and no answer ends a call in this way")
