"""Where a click on an entry of Workspace > Scripts > NingBGM begins and ends."""

import json
import os

from .daemon import Daemon
from .errors import PluginError
from .face import face_for
from .flow import Flow

_INSTALLED = os.path.join(os.path.dirname(os.path.abspath(__file__)), "installed.json")


def run(entry, given, face=None, installed=_INSTALLED):
    """Carry out an entry; `given` are the globals of the menu's script. Returns what was shown."""
    face = face or face_for(given)
    try:
        with open(installed, encoding="utf-8") as file:
            flow = Flow(given.get("resolve") or given["app"].GetResolve(), Daemon(json.load(file)), face)
        said = "\n".join(getattr(flow, entry)())
    except Exception as error:  # noqa: BLE001 (the edge: whatever it is, the person is told)
        said = (
            str(error)
            if isinstance(error, PluginError)
            else f"NingBGM failed: {error!r}; see docs/davinci.md"
        )
        left = getattr(error, "left", [])
        if left:
            said += "\nStill there, or not as it was: " + "; ".join(left)
            if face.ask(said + "\nRemove score takes clips of ours away.", "Remove them"):
                return said + "\n" + run("clear", given, face, installed)
            return said
    face.show(said)
    return said
