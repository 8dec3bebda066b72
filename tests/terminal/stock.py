"""What Textual's own output would show of the program at this moment, asked of the program itself: its compositor
renders everything anew, and what would be written for it goes through the emulator that the terminal is read with.
Where the looks of a widget are not those that the style sheets give it now, the program says so in place of a picture.
"""

from __future__ import annotations

import time
from pathlib import Path
from signal import SIGUSR1

from tests.terminal.any_terminal import soon
from tests.terminal.calls import Place
from tests.terminal.emulator import Cells, emulate
from tests.terminal.still import still
from tests.terminal.terminal import Terminal

_TELLS = """
import signal
from callscript import app
mount = app.DrawnApp.on_mount
def on_mount(self):
    mount(self)
    self._loop.add_signal_handler(signal.SIGUSR1, tell, self)
def looks(screen):
    return {str(each): dict(each._css_styles.get_rules()) for each in screen.walk_children(with_self=True)}
def tell(self):
    had, compositor = looks(self.screen), self.screen._compositor
    self.screen.update_node_styles(animate=False)
    stale = [each for each, rules in looks(self.screen).items() if rules != had[each]]
    dirty = compositor._dirty_regions.copy()
    update = compositor.render_update(full=True, screen_stack=self._background_screens)
    compositor._dirty_regions.update(dirty)
    new = Path(TOLD).with_suffix(".new")
    picture = f"stale looks: {stale}" if stale else update.render_segments(self.console)
    new.write_text(f"{self.size.width} {self.size.height} {picture}")
    new.replace(TOLD)
app.DrawnApp.on_mount = on_mount
"""


def telling(place: Place) -> Terminal:
    """Start the program so that it can be asked."""
    place.folder.mkdir(exist_ok=True)
    return Terminal(still(place, f"TOLD = {str(_told(place))!r}\n" + _TELLS), place.folder)


def rendered(terminal: Terminal, place: Place) -> Cells:
    """Return the cells that Textual's own output would show."""
    file = _told(place)
    file.unlink(missing_ok=True)
    terminal.signal(SIGUSR1)
    assert soon(file.exists, lambda longest: time.sleep(min(longest, 0.005)), 20), "the program does not tell"
    columns, rows, text = file.read_bytes().split(b" ", 2)
    assert not text.startswith(b"stale looks"), text.decode()
    return emulate(text, int(columns), int(rows))


def _told(place: Place) -> Path:
    return place.folder / "told"
