"""Where a click on an entry of Workspace > Scripts > NingBGM begins and ends."""

import json
import os

from .daemon import Daemon
from .edition import PluginError
from .face import face_for
from .flow import Flow

_INSTALLED = os.path.join(os.path.dirname(os.path.abspath(__file__)), "installed.json")


def run(entry, given, face=None, installed=_INSTALLED):
    """Carry out an entry; `given` are the globals of the menu's script. Returns what was shown."""
    face, left = face or face_for(given), ()
    try:
        with open(installed, encoding="utf-8") as file:
            flow = Flow(given.get("resolve") or given["app"].GetResolve(), Daemon(json.load(file)), face)
        said = "\n".join(flow.click(entry))
    except Exception as error:  # noqa: BLE001 (the edge: whatever it is, the person is told)
        known, left = isinstance(error, PluginError), getattr(error, "left", ())
        said = str(error) if known else f"NingBGM failed: {error!r}; see docs/davinci.md"
    if left:
        said += "\nStill there, or not as it was: {}.".format("; ".join(left))
        said += "\nRemove score takes clips of ours away."
    again = face.show(said, "Remove them" if left else "")
    return said + "\n" + run("clear", given, face, installed) if again else said
