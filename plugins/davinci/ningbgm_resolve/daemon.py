"""The daemon as a script sees it: found by its discovery file, started where none runs, asked in JSON."""

import json
import os
import queue
import subprocess
import threading
from http.client import HTTPConnection, HTTPException
from urllib.parse import quote, urlsplit

from .errors import PluginError

_OVER = ("STATE_SUCCEEDED", "STATE_FAILED", "STATE_CANCELLED")
_ANSWER_S, _START_S, _MOST_CUTS, _NO_WINDOW = 70, 90, 5, 0x08000000
_RESOLVES_OWN = ("PYTHONHOME", "PYTHONPATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "FUSION_PYTHON3_HOME")
_BROKEN = (OSError, HTTPException, ValueError, KeyError)


class Daemon:
    """`installed` is what the installer wrote: the command that starts it, and where it is found."""

    def __init__(self, installed):
        self._installed = installed

    def ask(self, verb, path, body=None):
        """The answer to a call."""
        try:
            return json.loads(self._asked(verb, path, body).read().decode("utf-8"))
        except _BROKEN as error:
            raise PluginError(f"the daemon broke off: {error}") from error

    def watch(self, job):
        """Yields the job after every change until it is over, and None five times a second in between."""
        said, cuts, told = queue.Queue(), 0, {"state": ""}
        said.put(PluginError("not heard yet"))
        while told["state"] not in _OVER:
            try:
                heard = said.get(timeout=0.2)
            except queue.Empty:
                yield None
                continue
            if isinstance(heard, dict):
                cuts, told = 0, heard
                yield told
            elif cuts > _MOST_CUTS or heard.reason:
                raise heard
            else:  # the stream was cut: the daemon is found or started again, and the job goes on with it
                cuts += 1
                threading.Thread(target=self._listen, args=(job, said), daemon=True).start()

    def run(self, *arguments):
        """Run NingBGM's command line; returns (exit code, what it said)."""
        ours = {key: value for key, value in os.environ.items() if key not in _RESOLVES_OWN}
        ours.update(self._installed.get("environment") or {})
        command = list(self._installed["command"]) + list(arguments)
        try:
            done = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                env=ours,
                timeout=_START_S,
                creationflags=_NO_WINDOW if os.name == "nt" else 0,
            )
        except (OSError, subprocess.SubprocessError) as error:
            raise PluginError(
                f"{command[0]} does not run ({error}); run `ningbgm plugins install davinci` again"
            ) from error
        return done.returncode, done.stdout.strip()[-300:]

    def _asked(self, verb, path, body=None):
        connection = self._connected()
        text = None if body is None else json.dumps(body).encode("utf-8")
        connection.request(verb, "/v1/" + quote(path, safe="/:?=&"), text, connection.head)
        response = connection.getresponse()
        if response.status != 200:
            error = json.loads(response.read().decode("utf-8"))["error"]
            reasons = [detail["reason"] for detail in error["details"] if "reason" in detail] + ["REFUSED"]
            raise PluginError(error["message"], (), reasons[0])
        return response

    def _connected(self):
        for started in (False, True):
            try:
                path = os.path.expandvars(os.path.expanduser(self._installed["discovery"]))
                with open(path, encoding="utf-8") as file:
                    if os.name != "nt" and os.fstat(file.fileno()).st_mode & 0o077:
                        raise OSError(f"{path} can be read by others")
                    found = json.load(file)
                where = urlsplit(found["http"])
                connection = HTTPConnection(where.hostname, where.port, timeout=_ANSWER_S)
                connection.head = {
                    "Authorization": "Bearer " + found["token"],
                    "Connection": "close",
                    "Content-Type": "application/json",
                }
                connection.connect()
                return connection
            except _BROKEN as error:
                code, said = (1, error) if started else self.run("daemon", "start")
                if code:
                    raise PluginError(f"the daemon does not answer: {said}") from error
        return None

    def _listen(self, job, said):
        """Puts each message of the job's stream of events into `said`, and last what ended it."""
        try:
            event = b""
            for line in self._asked("GET", job + ":watch"):
                key, _, value = line.rstrip().partition(b": ")
                event = value if key == b"event" else event
                if key == b"data" and event == b"message":
                    said.put(json.loads(value.decode("utf-8")))
            raise OSError("its stream was cut")
        except PluginError as error:
            said.put(error)
        except _BROKEN as error:
            said.put(PluginError(f"the daemon was lost: {error}"))
