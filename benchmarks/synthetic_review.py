"""A score of any length that nobody wrote, behind the addresses of the review page."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from fractions import Fraction
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import av
import cv2
import numpy as np

SHELL = Path(__file__).resolve().parent.parent / "daemon" / "ningbgm_daemon" / "review" / "static"
RATE = 24
CUE_S = 110
EVERY_S = 120
STEMS = ["melody", "harmony", "motion", "bass", "drums", "hits", "mix"]
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:;"
    " media-src 'self' blob:; connect-src 'self'"
)
KINDS = {".html": "text/html; charset=utf-8", ".js": "text/javascript", ".css": "text/css"}


def axis(seconds: int) -> dict[str, Any]:
    """The axis of a film: a cut every four seconds, a cue every two minutes, a hit every third cut."""
    curve = [round(0.5 + 0.45 * float(np.sin(second / 37)), 3) for second in range(seconds)]
    scenes = range(0, seconds - 1, 20)
    return {
        "title": f"Synthetic, {seconds // 60} minutes", "rate": [RATE, 1], "drop_frame": False,
        "start_frame": 86_400, "start_timecode": "01:00:00:00", "duration_frames": seconds * RATE,
        "scored": [0, seconds * RATE],
        "sample_rate": 48_000, "silences": [], "markers": [], "seed": 1, "palette": "orchestral", "wish": "",
        "cuts": [{"frame": s * RATE, "confidence": 1, "kind": "cut"} for s in range(4, seconds, 4)],
        "speech": [[s * RATE, (s + 5) * RATE, "words that are said"] for s in range(7, seconds - 6, 31)],
        "curves": {"per_s": 1, "tension": curve, "valence": curve[::-1], "arousal": curve},
        "records": [record(s, min(s + 20, seconds)) for s in scenes],
        "cues": [cue(index, s) for index, s in enumerate(range(0, seconds - CUE_S + 1, EVERY_S), start=1)],
        "verdict": {"passed": True, "findings": []}, "brief": {}, "variations": 1,
    }  # fmt: skip


def record(start: int, end: int) -> dict[str, Any]:
    """One scene of the film."""
    fields = {"mood": "even, matter-of-fact", "subject": "somebody walks", "time": f"{start} s"}
    return {
        "start": start * RATE, "end": end * RATE, "fields": fields, "role": "setup", "evidence": [],
        "valence": 0.2, "arousal": 0.1, "tension": 0.4,
    }  # fmt: skip


def cue(index: int, start: int) -> dict[str, Any]:
    """One cue, from a second on."""
    bars = [[bar * 96_000, bar + 1, 4, 4, 120 + bar % 3] for bar in range(CUE_S // 2)]
    hits = [
        {
            "frame": (start + s) * RATE, "sample": s * 48_000, "kind": "cut", "weight": 0.7,
            "treatment": "accent", "error_ms": 0.1, "reason": "a cut", "user": False,
        }
        for s in range(4, CUE_S, 12)
    ]  # fmt: skip
    return {
        "cue_id": f"1m{index}", "start": start * RATE, "end": (start + CUE_S) * RATE,
        "start_sample": start * 48_000, "sample_count": CUE_S * 48_000, "purpose": "carries the scene",
        "key": "D minor", "tempo_bpm": 120,
        "ending": "ring_out", "themes": ["A"], "locked": False, "wish": "", "seed": 1, "loudness_lufs": -18.0,
        "revision": 1, "direction": None, "hits": hits, "bars": bars,
        "sections": [{"start_sample": 0, "end_sample": CUE_S * 48_000, "name": "statement", "theme": "A"}],
        "chords": [[bar[0], "Dm"] for bar in bars], "stems": STEMS,
        "parts": [{"name": stem, "stem": stem, "instrument": stem} for stem in STEMS[:-1]],
    }  # fmt: skip


@cache
def notes() -> dict[str, Any]:
    """A thousand notes of a cue."""
    parts = [
        {
            "name": stem,
            "stem": stem,
            "notes": [[i * 24_000, 20_000, 40 + (i * 7) % 40, 80] for i in range(CUE_S * 2)],
        }
        for stem in STEMS[:5]
    ]
    return {"parts": parts}


@cache
def strip() -> bytes:
    """Sixteen pictures in a row."""
    picture = np.tile(np.linspace(30, 220, 2560, dtype=np.uint8), (90, 1))
    coloured = cv2.applyColorMap(picture, cv2.COLORMAP_OCEAN)
    return bytes(cv2.imencode(".jpg", coloured)[1])


@cache
def film(seconds: int) -> bytes:
    """A small H.264 film, with a key picture every half second."""
    path = Path("/tmp") / f"ningbgm-synthetic-{seconds}.mp4"
    with av.open(str(path), "w", format="mp4", options={"movflags": "faststart"}) as out:
        stream = out.add_stream("libx264", rate=RATE, options={"preset": "ultrafast", "g": "12"})
        stream.width, stream.height, stream.pix_fmt = 320, 180, "yuv420p"
        for index in range(seconds * RATE):
            picture = np.full((180, 320, 3), 40, dtype=np.uint8)
            picture[:, (index * 3) % 320 : (index * 3) % 320 + 12] = 230
            shown = av.VideoFrame.from_ndarray(picture, format="rgb24")
            shown.pts, shown.time_base = index, Fraction(1, RATE)
            out.mux(stream.encode(shown))
        out.mux(stream.encode())
    content = path.read_bytes()
    path.unlink()
    return content


class Score(ThreadingHTTPServer):
    """Serves one score."""

    daemon_threads = True

    def __init__(self, seconds: int, film_s: int) -> None:
        super().__init__(("127.0.0.1", 0), _Asked)
        self.axis = json.dumps(axis(seconds)).encode()
        self.film = film(film_s) if film_s else b""

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of browsers that went away."""


class _Asked(BaseHTTPRequestHandler):
    server: Score
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("content-length", 0)))
        self._json({"session": "s", "media_key": "k", "expire_time": ""})

    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        number = {
            name: int(values[0]) for name, values in parse_qs(asked.query).items() if values[0].isdigit()
        }
        path = asked.path
        if path.startswith("/v1/"):
            self._json(self._contract(path))
        elif path.endswith("/axis"):
            self._send(self.server.axis, "application/json")
        elif "/notes/" in path:
            self._json(notes())
        elif "/peaks/" in path:
            pairs = max(
                0, min(number["to"], -(-CUE_S * 48_000 // (256 * 4 ** number["level"]))) - number["from"]
            )
            self._send((np.arange(pairs * 2) % 120 - 60).astype(np.int8).tobytes())
        elif "/audio/" in path or path.endswith("/guide"):
            tone = (np.sin(np.arange(number["count"]) * 0.05) * 3000).astype("<i2")
            self._send(np.repeat(tone, 2).tobytes())
        elif "/strip/" in path:
            self._send(strip(), "image/jpeg")
        elif path.endswith("/picture"):
            state = "ready" if self.server.film else "none"
            self._json({"state": state, "share": 1, "sentence": "", "url": "/review/media/film"})
        elif path.endswith("/film"):
            self._part(self.server.film)
        else:
            self._shell(path)

    def _contract(self, path: str) -> dict[str, Any]:
        revision = {"name": "scores/s/revisions/1", "number": 1, "cause": "CAUSE_CREATED", "sentence": ""}
        if path.endswith("/revisions"):
            return {"revisions": [revision]}
        if path.endswith("/jobs"):
            return {"jobs": []}
        return {"name": "scores/s", "displayName": "s", "revision": revision["name"], "passed": True}

    def _shell(self, path: str) -> None:
        file = SHELL / (path.removeprefix("/review/") or "index.html")
        if file.is_file():
            self._send(file.read_bytes(), KINDS.get(file.suffix, "text/plain"))
        else:
            self.send_error(404)

    def _part(self, content: bytes) -> None:
        first, last = 0, len(content) - 1
        wanted = re.match(r"bytes=(\d+)-(\d*)", self.headers.get("range", ""))
        if wanted:
            first, last = int(wanted[1]), int(wanted[2] or last)
        said = {"Content-Range": f"bytes {first}-{last}/{len(content)}", "Accept-Ranges": "bytes"}
        self._send(content[first : last + 1], "video/mp4", 206 if wanted else 200, said)

    def _json(self, document: dict[str, Any]) -> None:
        self._send(json.dumps(document).encode(), "application/json")

    def _send(
        self,
        content: bytes,
        kind: str = "application/octet-stream",
        status: int = 200,
        said: dict[str, str] | None = None,
    ) -> None:
        try:
            self.send_response(status)
            for name, value in {
                "Content-Type": kind,
                "Content-Security-Policy": POLICY,
                **(said or {}),
            }.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (named by the base class)
        """Say nothing."""


@contextmanager
def served(seconds: int, film_s: int = 0) -> Iterator[str]:
    """The address of a page for a score of so many seconds, with a film of `film_s` seconds or none."""
    server = Score(seconds, film_s)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/review/#ticket=t&score=s"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
