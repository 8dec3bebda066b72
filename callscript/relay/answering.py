"""Has the sessions of a host ask its relay, where the centre's settings say that they do."""

from __future__ import annotations

from collections.abc import Callable

from callscript.relay.asked import Asked
from callscript.relay.listening import Listening
from callscript.relay.progress import Progress
from callscript.relay.settings import Settings
from callscript.runtime.centre import CentreWrong, read_centre
from callscript.runtime.paths import Folders
from callscript.store.relayed.questions import socket_of


def answer(folders: Folders, settings: Settings, progress: Progress, say: Callable[[str], None]) -> None:
    """Answer what sessions ask from now on, beside the work; say why not, if the centre's settings are wrong."""
    try:
        store = read_centre(folders.centre, "store").store
    except CentreWrong as error:
        say(f"sessions cannot ask: {error}")
        return
    if store.kind == "relay":
        Listening(socket_of(folders.data, store), folders, progress, Asked(folders, settings), say).start()
