"""What Textual's own output would show of the program at this moment, asked of the program itself: its compositor
renders everything anew, and what would be written for it goes through the emulator that the terminal is read with.
"""

from __future__ import annotations

import time
from pathlib import Path
from signal import SIGUSR1

from tests.terminal.any_terminal import soon
from tests.terminal.calls import Place
from tests.terminal.still import still
from tests.terminal.terminal import Cells, Terminal, emulate

_TELLS = """
import signal
from callscript import app
mount = app.CallscriptApp.on_mount
def on_mount(self):
    mount(self)
    self._loop.add_signal_handler(signal.SIGUSR1, tell, self)
def tell(self):
    compositor = self.screen._compositor
    dirty = compositor._dirty_regions.copy()
    update = compositor.render_update(full=True, screen_stack=self._background_screens)
    compositor._dirty_regions.update(dirty)
    new = Path(TOLD).with_suffix(".new")
    new.write_text(f"{self.size.width} {self.size.height} {update.render_segments(self.console)}")
    new.replace(TOLD)
app.CallscriptApp.on_mount = on_mount
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
    return emulate(text, int(columns), int(rows))


def _told(place: Place) -> Path:
    return place.folder / "told"
