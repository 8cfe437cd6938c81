"""A hit and a silence asked for by hand on a real film, through the command line, measured by librosa."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import librosa
import numpy as np
import pytest
import soundfile

from at_home import told_at
from ningbgm_daemon.client import Client
from ningbgm_daemon.client.reach import Cue

pytestmark = pytest.mark.e2e
RATE_HZ = 48_000


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    home = tmp_path / "home"
    told_at(home, "daemon", "start")
    try:
        yield home
    finally:
        told_at(home, "daemon", "stop")


def digests(cue: Cue) -> list[str]:
    return [hashlib.sha256(Path(stem.path).read_bytes()).hexdigest() for stem in cue.stems]


def onset_error_ms(mix: np.ndarray, sample: int) -> float:
    """How far from a sample the nearest onset is that librosa finds."""
    found = librosa.onset.onset_detect(
        y=mix.mean(axis=1).astype(np.float32), sr=RATE_HZ, hop_length=256, units="samples"
    )
    return min(abs(int(onset) - sample) for onset in found) / RATE_HZ * 1000


def test_a_hit_and_a_silence_are_heard_where_they_were_asked_for(footage: Path, home: Path) -> None:
    film = footage / "sintel_scales_25fps.mp4"
    told_at(home, "score", film, "--seed", 7, "--wish", "no music from 9s to 12s", "-o", home / "film.score")
    with Client(home=home) as bgm:
        before = bgm.get_score(next(bgm.list_scores()).name)
        first, second = before.cues
        old = next(hit.frame for hit in second.hits if hit.frame > second.span.start + 75)
        must, silent = old + 4, (old + 54, old + 74)

        told_at(home, "cues", "last", "regenerate", second.cue_id, "--hit", f"{must}f", "--no-hit", f"{old}f",
            "--silence", *(f"{frame}f" for frame in silent),
        )  # fmt: skip
        after = before.refresh()
        directed = after.cue(second.cue_id)
        shown = told_at(home, "cues", "last", "show", second.cue_id)
        told_at(home, "scores", "rollback", "last")
        back = before.refresh()

    mix, rate_hz = soundfile.read(directed.stem("mix").path, always_2d=True)
    start, end = ((frame - directed.span.start) * RATE_HZ // 25 for frame in silent)
    assert (rate_hz, directed.span) == (RATE_HZ, second.span)
    assert onset_error_ms(mix, (must - directed.span.start) * RATE_HZ // 25) <= 40
    assert old not in [hit.frame for hit in directed.hits]
    assert [(hit.kind, hit.treatment) for hit in directed.hits if hit.frame == must] == [
        ("directed", "accent")
    ]
    assert np.abs(mix[start:end]).max() == 0
    assert np.abs(mix[start - RATE_HZ // 2 : start]).max() > 0.01
    assert np.abs(mix[end : end + RATE_HZ // 2]).max() > 0.01
    assert after.passed, after.findings
    assert "asked by hand: hit at" in shown
    assert (directed.key, directed.themes, directed.seed) == (second.key, second.themes, second.seed)
    assert digests(after.cue(first.cue_id)) == digests(first)
    assert not back.cue(second.cue_id).direction
    assert digests(back.cue(second.cue_id)) == digests(second) != digests(directed)
