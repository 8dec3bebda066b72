"""Open work: until when it is due, what it is and who waits for it, each told whole."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from callscript.dialogue.show.task_row import TaskRow
from callscript.runtime.i18n import _
from callscript.runtime.text import clean
from callscript.widgets.looks import BAD, SOON
from callscript.widgets.wrapped import wrapped

_LOOK = {"over": BAD, "soon": SOON, "later": "bold"}
_INDENT = Content("   ")


def _badge(task: TaskRow) -> Content:
    """Show until when work is due, as it presses."""
    return Content.styled(f" {clean(task.due)} ", _LOOK[task.when]) if task.due else Content("")


def task_block(task: TaskRow, width: int) -> list[Content]:
    """Show open work whole, in as many lines as it takes."""
    due = _badge(task)
    what, room = Content(clean(task.what)), max(4, width - len(_INDENT))
    if not task.due:
        lines = wrapped(what.stylize("bold"), width)
    elif due.cell_length + 1 + what.cell_length <= width:
        lines = [Content.assemble(due, " ", what)]
    else:
        lines = [due.truncate(width, ellipsis=True), *(_INDENT + line for line in wrapped(what, room))]
    who = "  ".join(clean(part) for part in (task.to, task.who, task.phone) if part)
    return [*lines, *(_INDENT + line for line in wrapped(Content(who), room) if who)]


def task_line(task: TaskRow, width: int) -> Content:
    """Show open work in one line: until when it is due, and as much of what it is as there is room for."""
    return Content.assemble(_badge(task), " " if task.due else "", clean(task.what)).truncate(width, ellipsis=True)


def timed(task: TaskRow) -> TaskRow:
    """Return work as a list has it: led by its sign and the time until which it is due, in a column of their own."""
    return replace(task, due=task.time)


def most_pressing(tasks: Sequence[TaskRow]) -> Content:
    """Show until when the work is due that is due first, and the key that shows all of it; empty: there is none."""
    if not tasks:
        return Content("")
    return Content.assemble((f" {clean(tasks[0].time)} ", _LOOK[tasks[0].when]), (" PgDn", "dim"))


class TaskPanel(Widget):
    """The open work that there is room for, the most pressing first: what does not fit whole has a line, while there
    is one.
    """

    title: reactive[str] = reactive("")
    tasks: reactive[tuple[TaskRow, ...]] = reactive(())
    nothing: reactive[str] = reactive("")
    """What is said where there is none."""

    def render(self) -> Content:
        width, height = max(4, self.size.width), self.size.height
        title = Content.styled(clean(self.title), "bold").truncate(width, ellipsis=True)
        key = "PgDn" if title.cell_length + 5 <= width else ""
        heading = title.pad_right(max(0, width - title.cell_length - len(key))) + Content.styled(key, "dim")
        if not self.tasks:
            return Content("\n").join([heading, *wrapped(Content.styled(clean(self.nothing), "dim"), width)])
        return Content("\n").join([heading, *self._shown(width, height - 1)])

    def _shown(self, width: int, rows: int) -> Sequence[Content]:
        lines: list[Content] = []
        for at, task in enumerate(self.tasks):
            block = task_block(timed(task), width)
            if len(lines) + len(block) + (at < len(self.tasks) - 1) > rows:
                return [*lines, *self._in_brief(self.tasks[at:], width, rows - len(lines))]
            lines += block
        return lines

    def _in_brief(self, tasks: Sequence[TaskRow], width: int, rows: int) -> Sequence[Content]:
        """Show a line of each, and of the first what there is room for; or of as many as have one, and how many more
        there are.
        """
        spare, shown = rows - len(tasks), max(0, rows - 1)
        lines = [task_line(timed(task), width) for task in (tasks if spare >= 0 else tasks[:shown])]
        if spare < 0:
            more = _("… {number} more: PgDn").format(number=len(tasks) - shown)
            return [*lines, Content.styled(more, "dim")]
        return [*task_block(timed(tasks[0]), width)[: spare + 1], *lines[1:]] if spare else lines
