"""The daemon as a script sees it: found by its discovery file, started where none runs, asked in JSON."""

import json
import os
import subprocess
from http.client import HTTPConnection, HTTPException
from urllib.parse import quote, urlsplit

from .edition import PluginError

_ANSWER_S, _START_S, _MOST_CUTS = 70, 90, 5
_NO_WINDOW = 0x08000000 if os.name == "nt" else 0
_RESOLVES_OWN = ("PYTHONHOME", "PYTHONPATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "FUSION_PYTHON3_HOME")
_BROKEN = (OSError, HTTPException, ValueError, KeyError)


class Daemon:
    """`installed` is what the installer wrote: the command that starts it, and where it is found."""

    def __init__(self, installed):
        self._installed = installed

    def ask(self, verb, path, body=None, cuts=0):
        """The answer to a call; a question outlives a daemon that is lost: it is found or started again."""
        connection, head = self._connected()
        text = None if body is None else json.dumps(body)
        try:
            connection.request(verb, "/v1/" + quote(path, safe="/:"), text, head)
            response = connection.getresponse()
            said = json.loads(response.read().decode("utf-8"))
            if response.status != 200:
                raise PluginError(said["error"]["message"])
            return said
        except _BROKEN as error:
            if verb != "GET" or cuts == _MOST_CUTS:
                raise PluginError(f"the daemon broke off: {error}") from error
        finally:
            connection.close()
        return self.ask(verb, path, body, cuts + 1)

    def _connected(self, started=False):
        """(an open connection, the head of each request)."""
        try:
            path = os.path.expandvars(os.path.expanduser(self._installed["discovery"]))
            with open(path, encoding="utf-8") as file:
                found = json.load(file)
            connection = HTTPConnection(urlsplit(found["http"]).netloc, timeout=_ANSWER_S)
            connection.connect()
            head = {"Authorization": "Bearer " + found["token"], "Content-Type": "application/json"}
            return connection, dict(head, Connection="close")
        except _BROKEN as error:
            said = error if started else self._start()
            if said:
                raise PluginError(f"the daemon does not answer: {said}") from error
        return self._connected(started=True)

    def _start(self):
        """Start it; returns what it said where that failed."""
        ours = {key: value for key, value in os.environ.items() if key not in _RESOLVES_OWN}
        ours.update(self._installed.get("environment") or {})
        command = [*self._installed["command"], "daemon", "start"]
        streams = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
        try:
            done = subprocess.run(command, env=ours, timeout=_START_S, creationflags=_NO_WINDOW, **streams)
        except (OSError, subprocess.SubprocessError) as error:
            again = "run `ningbgm plugins install davinci` again"
            raise PluginError(f"{command[0]} does not run ({error}); {again}") from error
        return done.returncode and done.stdout.decode("utf-8", "replace").strip()[-300:]
