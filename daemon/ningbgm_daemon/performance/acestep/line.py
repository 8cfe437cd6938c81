"""One exchange with ACE-Step's server: no proxy, no redirection, a limit of time, a bound for the answer."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from secrets import token_hex
from urllib.parse import urlsplit

from ningbgm_agents.errors import ModelError

KEY = "NINGBGM_SINGER_KEY"
"""Environment variable that holds the key of a singer's server; that of a performer goes to no other."""
MOST_WORDS_BYTES = 4 * 1024 * 1024
"""Of an answer in words; a longer one is not read to its end."""
_PIECE = 256 * 1024
_MOST_SAID = 200
_WORSE_NEXT_TIME = (400, 401, 403, 404, 405, 413, 415, 422)
"""Refusals that asking again does not change."""


@dataclass(frozen=True)
class AceStepLine:
    """The server at an address, and the key that it wants (`--api-key`, API.md, section 1)."""

    url: str
    """`http://127.0.0.1:8001`, with a path in front of its own where it has one."""
    key: str = field(default="", repr=False)
    answer_s: float = 60.0
    """How long an exchange may take."""

    @property
    def place(self) -> str:
        """The host that words and sounds are sent to."""
        return urlsplit(self.url).netloc

    def get(self, path: str) -> bytes:
        """The words at a path.

        Raises:
            ModelError: nobody answers in time, or not with words.
        """
        return self._exchange("GET", path, b"", {}, MOST_WORDS_BYTES)

    def post_json(self, path: str, said: object) -> bytes:
        """The answer to a question in JSON; raises as `get` does."""
        headers = {"Content-Type": "application/json"}
        body = json.dumps(said).encode()
        return self._exchange("POST", path, body, headers, MOST_WORDS_BYTES)

    def post_form(self, path: str, fields: Mapping[str, str], file: tuple[str, str, bytes]) -> bytes:
        """The answer to a form with a file (its field, its name, its bytes); raises as `get` does."""
        mark = token_hex(16)
        parts = [
            f'--{mark}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{text}\r\n'.encode()
            for name, text in fields.items()
        ]
        told, name, content = file
        parts.append(
            f'--{mark}\r\nContent-Disposition: form-data; name="{told}"; filename="{name}"\r\n'
            "Content-Type: audio/wav\r\n\r\n".encode()
        )
        body = b"".join((*parts, content, f"\r\n--{mark}--\r\n".encode()))
        headers = {"Content-Type": f"multipart/form-data; boundary={mark}"}
        return self._exchange("POST", path, body, headers, MOST_WORDS_BYTES)

    def fetch(self, path: str, most_bytes: int) -> bytes:
        """A file; raises as `get` does, and where it is longer than `most_bytes`."""
        return self._exchange("GET", path, b"", {}, most_bytes)

    def _exchange(self, method: str, path: str, body: bytes, headers: Mapping[str, str], most: int) -> bytes:
        wanted = {**headers, "Accept-Encoding": "identity", "Connection": "close"}
        if self.key:
            wanted["Authorization"] = f"Bearer {self.key}"
        connection = self._connection()
        watch = _Watch(self.answer_s, connection)
        try:
            connection.request(method, urlsplit(self.url).path.rstrip("/") + path, body or None, wanted)
            return _read(connection.getresponse(), most)
        except (OSError, HTTPException, ModelError) as error:
            if isinstance(error, ModelError) and not watch.barked:
                raise
            raise self._as_model_error(error, watch) from error
        finally:
            watch.end()
            connection.close()

    def _connection(self) -> HTTPConnection:
        address = urlsplit(self.url)
        kind = HTTPSConnection if address.scheme == "https" else HTTPConnection
        return kind(address.hostname or "", address.port, timeout=self.answer_s)

    def _as_model_error(self, error: Exception, watch: _Watch) -> ModelError:
        """What a failure means for whoever asked."""
        if watch.barked or isinstance(error, TimeoutError):
            return ModelError(f"{self.place} did not answer within {self.answer_s:g} s", gone=True)
        if isinstance(error, ConnectionRefusedError | socket.gaierror):
            return ModelError(f"nobody answers at {self.place}", gone=True)
        told = " ".join(str(error).split())[:_MOST_SAID] or type(error).__name__
        return ModelError(f"the line to {self.place} broke: {told}")


def _read(answer: HTTPResponse, most: int) -> bytes:
    """The whole body of an answer.

    Raises:
        ModelError: the status says no, or the body is too long or cut.
    """
    if answer.status != 200:
        raise _refusal(answer)
    expected = answer.length
    body = bytearray()
    while piece := answer.read1(_PIECE):
        body += piece
        if len(body) > most:
            raise ModelError(f"its answer is longer than {most / 1024**2:.0f} MiB")
    if expected is not None and len(body) < expected:
        raise ModelError(f"its answer was cut after {len(body)} of {expected} bytes")
    return bytes(body)


def _refusal(answer: HTTPResponse) -> ModelError:
    """A status other than 200 as our error (API.md, 'Error Handling')."""
    said = answer.read1(_PIECE)[:_MOST_SAID] if answer.status >= 400 else b""
    hint = {
        401: "; it wants its key in NINGBGM_SINGER_KEY",
        403: "; it wants its key in NINGBGM_SINGER_KEY",
        404: "; is it ACE-Step's acestep-api?",
        429: "; its queue is full",
    }.get(answer.status, "")
    told = f" ({_detail(said)})" if not hint and _detail(said) else ""
    gone = answer.status in _WORSE_NEXT_TIME or answer.status < 400
    return ModelError(f"it answered with status {answer.status}{hint}{told}", gone=gone, status=answer.status)


def _detail(said: bytes) -> str:
    """The `detail` of an error; empty where there is none."""
    try:
        told = json.loads(said)
    except (ValueError, RecursionError):
        return ""
    return " ".join(str(told.get("detail") or "").split()) if isinstance(told, dict) else ""


class _Watch:
    """Breaks a connection whose exchange takes too long, however busily it drips."""

    def __init__(self, limit_s: float, connection: HTTPConnection) -> None:
        self.barked = False
        self._connection = connection
        self._timer = threading.Timer(limit_s, self._bark)
        self._timer.daemon = True
        self._timer.start()

    def end(self) -> None:
        """The exchange is over."""
        self._timer.cancel()

    def _bark(self) -> None:
        self.barked = True
        line = self._connection.sock
        if line is not None:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
