"""A real HTTP server on loopback that speaks the API of ACE-Step 1.5 from a script, its failures included.

From the documentation (ace-step/ACE-Step-1.5, docs/en/API.md): the paths `/release_task`, `/query_result`,
`/v1/audio` and `/v1/models`; the envelope `data`, `code`, `error`, `timestamp`, `extra`; the fields of the
form; `task_id`, `status` 0, 1 and 2, `result` as JSON inside the JSON, `file` as `/v1/audio?path=...`; the
statuses 400, 401, 404, 415, 429 and 500 with `detail`; the key as a Bearer token. From the code: `progress`,
`stage` and `error` of a task (acestep/api/jobs/local_cache_updates.py), `result` as "[]" of a task that is
not known (acestep/api/http/query_result_route_test.py), `/v1/model_inventory`
(acestep/api/http/model_service_routes.py). Guesses of this file: the words of its errors.

What it sings is made by the test out of the guide that it was sent.
"""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from types import TracebackType
from typing import Literal, Self
from urllib.parse import parse_qs, quote, urlsplit

import numpy as np
import numpy.typing as npt
import soundfile

Sound = npt.NDArray[np.float32]
Voice = Callable[[Sound], Sound]
"""What is sung to a guide; both mono at 48 kHz."""
Fault = Literal[
    "not found",
    "error",
    "busy",
    "moved",
    "no json",
    "not the api",
    "never ends",
    "fails",
    "forgets",
    "no file",
    "elsewhere",
    "cut",
    "drip",
    "hangs",
    "no sound",
    "too short",
    "too long",
    "huge",
]
RATE_HZ = 48_000
_PATH = "/tmp/api_audio/{}.wav"


@dataclass
class Asked:
    """A task as it was released."""

    fields: dict[str, str]
    guide: Sound
    file_name: str
    rate_hz: int
    channels: int


@dataclass
class AceStepServer:
    """The server: `with AceStepServer() as server`, then `server.url`."""

    voice: Voice = field(default=lambda guide: guide)
    fault: Fault | None = None
    well_from: int = 10**9
    """From this task on (from 0) nothing goes wrong."""
    key: str = ""
    models: tuple[str, ...] = ("acestep-v15-turbo", "acestep-v15-base")
    old: bool = False
    """Whether it lacks `/v1/model_inventory`, as older ones do."""
    polls: int = 2
    """How often it says that a task is still running."""
    asked: list[Asked] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    """Every path that was asked for."""

    def __post_init__(self) -> None:
        server = self
        self.over = threading.Event()
        self._polled: dict[str, int] = {}
        self._files: dict[str, bytes] = {}

        class Answering(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                server._get(self)

            def do_POST(self) -> None:
                server._post(self)

            def log_message(self, *_: object) -> None:
                pass

        class Quiet(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_: object) -> None:
                pass  # whoever hangs up in the middle is part of the tests

        self._http = Quiet(("127.0.0.1", 0), Answering)
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.01,), daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_port}"

    @property
    def place(self) -> str:
        return f"127.0.0.1:{self._http.server_port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.over.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    def _get(self, asking: BaseHTTPRequestHandler) -> None:
        self.paths.append(asking.path)
        there = urlsplit(asking.path)
        if not self._known(asking):
            return
        if there.path == "/v1/audio":
            self._send_sound(asking, parse_qs(there.query)["path"][0])
        elif there.path == "/v1/models" or (there.path == "/v1/model_inventory" and not self.old):
            listed = [{"name": name, "is_default": name == self.models[0]} for name in self.models]
            self._say(asking, {"models": listed, "default_model": self.models[0] if self.models else None})
        else:
            self._refuse(asking, 404, "Not Found")

    def _post(self, asking: BaseHTTPRequestHandler) -> None:
        self.paths.append(asking.path)
        body = asking.rfile.read(int(asking.headers["Content-Length"]))
        if not self._known(asking):
            return
        if asking.path == "/release_task":
            self._release(asking, body)
        elif asking.path == "/query_result":
            self._tell(asking, json.loads(body)["task_id_list"][0])
        else:
            self._refuse(asking, 404, "Not Found")

    def _known(self, asking: BaseHTTPRequestHandler) -> bool:
        if self.key and asking.headers.get("Authorization") != f"Bearer {self.key}":
            self._refuse(asking, 401, "Invalid API key")
            return False
        return True

    @property
    def _wrong(self) -> Fault | None:
        """What goes wrong with the last task."""
        return None if len(self.asked) > self.well_from else self.fault

    def _release(self, asking: BaseHTTPRequestHandler, body: bytes) -> None:
        self.asked.append(_asked(asking.headers["Content-Type"], body))
        match self._wrong:
            case "not found":
                self._refuse(asking, 404, "Not Found")
            case "error":
                self._refuse(asking, 500, "CUDA out of memory")
            case "busy":
                self._refuse(asking, 429, "Server busy: queue is full")
            case "moved":
                self._send(asking, 302, b"", {"Location": f"{self.url}/elsewhere"})
            case "no json":
                self._send(asking, 200, b"<html>It works!</html>")
            case "not the api":
                self._send(asking, 200, b'{"message": "hello"}')
            case "hangs":
                self.over.wait(30)
            case _:
                task = f"task-{len(self.asked)}"
                self._polled[task] = 0
                self._say(asking, {"task_id": task, "status": "queued", "queue_position": 1})

    def _tell(self, asking: BaseHTTPRequestHandler, task: str) -> None:
        self._polled[task] = self._polled.get(task, 0) + 1
        wrong, polled = self._wrong, self._polled[task]
        told: dict[str, object] = {"file": "", "status": 0, "stage": "running", "progress": 0.3 * polled}
        status, result = 0, json.dumps([told])
        if wrong == "forgets":
            result = "[]"
        elif polled > self.polls and wrong == "fails":
            status, told = 2, {**told, "status": 2, "stage": "failed", "error": "generation failed"}
            result = json.dumps([told])
        elif polled > self.polls and wrong != "never ends":
            path = _PATH.format(task)
            self._files[path] = self._sung()
            file = "" if wrong == "no file" else f"/v1/audio?path={quote(path, safe='')}"
            file = f"http://127.0.0.1:9{file}" if wrong == "elsewhere" else file
            status = 1
            result = json.dumps([{**told, "file": file, "status": 1, "dit_model": self.models[0]}])
        self._say(asking, [{"task_id": task, "status": status, "result": result}])

    def _sung(self) -> bytes:
        guide = self.asked[-1].guide
        match self._wrong:
            case "no sound":
                return b"<html>Audio file not found</html>"
            case "too short":
                sung = self.voice(guide)[: len(guide) // 3]
            case "too long":
                sung = np.tile(guide, 4)
            case _:
                sung = self.voice(guide)
        file = BytesIO()
        soundfile.write(file, np.stack([sung, sung], axis=1), RATE_HZ, format="WAV", subtype="PCM_16")
        return file.getvalue()

    def _send_sound(self, asking: BaseHTTPRequestHandler, path: str) -> None:
        content = self._files[path]
        match self._wrong:
            case "cut":
                asking.send_response(200)
                asking.send_header("Content-Length", str(len(content)))
                asking.end_headers()
                asking.wfile.write(content[: len(content) // 2])
                asking.connection.shutdown(socket.SHUT_RDWR)
            case "drip":
                asking.send_response(200)
                asking.send_header("Content-Length", str(len(content)))
                asking.end_headers()
                while not self.over.is_set():
                    asking.wfile.write(b"\0")
                    time.sleep(0.02)
            case "huge":
                asking.send_response(200)
                asking.send_header("Connection", "close")
                asking.end_headers()
                while not self.over.is_set():
                    asking.wfile.write(bytes(1 << 20))
            case _:
                self._send(asking, 200, content, {"Content-Type": "audio/wav"})

    def _say(self, asking: BaseHTTPRequestHandler, data: object) -> None:
        told = {"data": data, "code": 200, "error": None, "timestamp": 1_700_000_000_000, "extra": None}
        self._send(asking, 200, json.dumps(told).encode())

    def _refuse(self, asking: BaseHTTPRequestHandler, status: int, detail: str) -> None:
        self._send(asking, status, json.dumps({"detail": detail}).encode())

    def _send(
        self,
        asking: BaseHTTPRequestHandler,
        status: int,
        body: bytes,
        headers: dict[str, str] | None = None,
    ) -> None:
        asking.send_response(status)
        for name, text in (headers or {"Content-Type": "application/json"}).items():
            asking.send_header(name, text)
        asking.send_header("Content-Length", str(len(body)))
        asking.end_headers()
        asking.wfile.write(body)


def _asked(kind: str, body: bytes) -> Asked:
    """A form as Python's own reader of messages takes it apart."""
    form = message_from_bytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + body)
    assert form.get_content_type() == "multipart/form-data"
    fields: dict[str, str] = {}
    asked: Asked | None = None
    for part in form.get_payload():
        assert isinstance(part, Message)
        name = str(part.get_param("name", header="content-disposition"))
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
        if part.get_filename():
            assert name == "src_audio"
            sound, rate = soundfile.read(BytesIO(content), dtype="float32", always_2d=True)
            asked = Asked(fields, sound.mean(axis=1), str(part.get_filename()), rate, sound.shape[1])
        else:
            fields[name] = content.decode()
    assert asked is not None
    return asked
