"""A real HTTP server on loopback that speaks the chat API of OpenAI from a script, its failures included.

The shape of requests and answers is that of the public reference of `POST /v1/chat/completions`: `messages`
and `response_format` in; `choices[0].message.content` and `usage` out; errors as `{"error": {"message"}}`
with a status, 429 with `Retry-After`.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Literal, Self

Fault = Literal[
    "stall", "drip", "cut", "huge", "error", "busy", "not json", "not the api", "no schemas", "moved"
]


@dataclass(frozen=True)
class Turn:
    """What the server does with one request."""

    content: str = ""
    """What the model says."""
    fault: Fault | None = None
    status: int = 500


@dataclass
class Seen:
    """A request that came."""

    path: str
    body: dict[str, object]
    headers: dict[str, str] = field(default_factory=dict)


Script = Callable[[Seen], Turn]


class ModelEndpoint:
    """The server; `script` answers each request, `seen` holds all of them."""

    def __init__(self, script: Script) -> None:
        self.seen: list[Seen] = []
        self.released = threading.Event()
        endpoint = self

        class Answering(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                raw = self.rfile.read(int(self.headers["Content-Length"]))
                seen = Seen(self.path, json.loads(raw), {k.lower(): v for k, v in self.headers.items()})
                endpoint.seen.append(seen)
                endpoint._answer(self, script(seen))

            def log_message(self, *_: object) -> None:
                pass

        class Quiet(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_: object) -> None:
                pass  # whoever hangs up in the middle is part of the tests

        self._server = Quiet(("127.0.0.1", 0), Answering)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/v1"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.released.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _answer(self, request: BaseHTTPRequestHandler, turn: Turn) -> None:
        schemas = "response_format" in self.seen[-1].body
        match turn.fault:
            case "stall":
                self.released.wait(60)
            case "drip":
                self._drip(request)
            case "cut":
                _send(request, 200, _completion(turn.content)[:40], length=5000)
                request.close_connection = True
            case "huge":
                self._flood(request)
            case "error":
                _send(request, turn.status, _error("the model fell over"))
            case "busy":
                _send(request, 429, _error("too many requests"), {"Retry-After": "0"})
            case "not json":
                _send(request, 200, b"<html>It works!</html>")
            case "not the api":
                _send(request, 200, b'{"result": "here you are"}')
            case "no schemas" if schemas:
                _send(request, 400, _error("response_format is not supported"))
            case "moved":
                _send(request, 307, b"", {"Location": "http://elsewhere.invalid/v1/chat/completions"})
            case _:
                _send(request, 200, _completion(turn.content))

    def _drip(self, request: BaseHTTPRequestHandler) -> None:
        """Headers at once, then a byte now and then, without end."""
        request.send_response(200)
        request.send_header("Content-Type", "application/json")
        request.send_header("Content-Length", "100000")
        request.end_headers()
        try:
            while not self.released.wait(0.05):
                request.wfile.write(b" ")
                request.wfile.flush()
        except OSError:
            request.close_connection = True

    def _flood(self, request: BaseHTTPRequestHandler) -> None:
        """A reply without end."""
        request.send_response(200)
        request.send_header("Content-Type", "application/json")
        request.send_header("Transfer-Encoding", "chunked")
        request.end_headers()
        chunk = b"x" * 65536
        try:
            while not self.released.is_set():
                request.wfile.write(b"10000\r\n" + chunk + b"\r\n")
        except OSError:
            request.close_connection = True


def _send(
    request: BaseHTTPRequestHandler,
    status: int,
    body: bytes,
    headers: dict[str, str] | None = None,
    length: int | None = None,
) -> None:
    request.send_response(status)
    request.send_header("Content-Type", "application/json")
    request.send_header("Content-Length", str(len(body) if length is None else length))
    for name, value in (headers or {}).items():
        request.send_header(name, value)
    request.end_headers()
    request.wfile.write(body)
    request.wfile.flush()


def _completion(content: str) -> bytes:
    answer = {
        "id": "one",
        "object": "chat.completion",
        "created": 1,
        "model": "scripted",
        "choices": [
            {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": content}}
        ],
        "usage": {"prompt_tokens": 120, "completion_tokens": 30, "total_tokens": 150},
    }
    return json.dumps(answer).encode()


def _error(message: str) -> bytes:
    return json.dumps({"error": {"message": message, "type": "server_error", "code": None}}).encode()
