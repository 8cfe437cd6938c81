"""Two hours of music are drawn from a document that stays small."""

from __future__ import annotations

import gzip
import json
import shutil
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from looking import Browser

from fakes.house_in_thread import HouseInThread
from ningbgm_agents import document
from ningbgm_agents.evidence import Cut, Evidence, SpeechSpan
from ningbgm_agents.scene import FeelingCurve, HolisticScene
from ningbgm_agents.score import Cue, HitPoint, Score
from ningbgm_agents.timeline import FrameRate, Span
from ningbgm_daemon.delivery.provenance import EVIDENCE, SCENE, read_kept_scene, read_score
from ningbgm_daemon.delivery.score_json import MACHINE_DOCUMENT
from ningbgm_daemon.records.score import RevisionRecord

RATE = FrameRate(Fraction(24000, 1001))
SECONDS, CUES, CUTS = 7200, 60, 2400
FRAMES = RATE.frame_at(SECONDS)


@pytest.fixture
def long(browser: Browser, served: HouseInThread, film_record: RevisionRecord, tmp_path: Path) -> Browser:
    """A score of two hours: 60 cues of two minutes with 200 notes each part, 2400 cuts."""
    folder = tmp_path / "long"
    shutil.copytree(film_record.folder, folder)
    score, scene = read_score(folder), read_kept_scene(folder)
    assert scene is not None
    made = _long_score(score)
    (folder / MACHINE_DOCUMENT).write_text(document.dump(made), encoding="utf-8")
    (folder / EVIDENCE).write_text(document.dump(_long_evidence()), encoding="utf-8")
    (folder / SCENE).write_text(document.dump(_long_scene(scene)), encoding="utf-8")
    record = replace(film_record.cues[0], stems=())
    cues = tuple(replace(record, name=cue.name, span=cue.span) for cue in made.cues)
    served.scores.histories["film"] = [replace(film_record, folder=str(folder), cues=cues)]
    return browser


def _long_score(score: Score) -> Score:
    edit = replace(score.edit, rate=RATE, duration=FRAMES, shots=(), tracks=())
    one = score.cues[0]
    bars = tuple(replace(one.tempo_map.bars[0], number=n + 1, start_beat=Fraction(4 * n)) for n in range(60))
    notes = one.parts[0].notes[:1] * 200
    parts = tuple(replace(part, notes=notes) for part in one.parts[:1] * 8)
    chords = one.chords[:1] * 60

    def cue(number: int) -> Cue:
        span = Span(FRAMES * number // CUES, FRAMES * (number + 1) // CUES)
        hits = tuple(
            HitPoint(frame, "cut", 0.5, "accent", RATE.sample(frame), "a hard cut to a new place")
            for frame in range(span.start, span.end, 100)
        )
        tempo = replace(one.tempo_map, bars=bars)
        return replace(
            one, name=f"1m{number + 1}", span=span, hits=hits, tempo_map=tempo, parts=parts, chords=chords
        )

    return replace(score, edit=edit, cues=tuple(map(cue, range(CUES))))


def _long_evidence() -> Evidence:
    cuts = tuple(Cut(FRAMES * (n + 1) // (CUTS + 1), 0.93) for n in range(CUTS))
    speech = tuple(SpeechSpan(5.0 * n, 5.0 * n + 3.2, 0.8, text="Nobody knows.") for n in range(SECONDS // 5))
    return Evidence(RATE, FRAMES, ("picture", "sound"), cuts, speech=speech)


def _long_scene(scene: HolisticScene) -> HolisticScene:
    def curve(one: FeelingCurve) -> FeelingCurve:
        return replace(one, values=tuple((n % 997) / 997 for n in range(SECONDS)))

    records = tuple(
        replace(scene.records[0], span=Span(FRAMES * n // 300, FRAMES * (n + 1) // 300)) for n in range(300)
    )
    return replace(
        scene,
        rate=RATE,
        duration=FRAMES,
        records=records,
        valence=curve(scene.valence),
        arousal=curve(scene.arousal),
        tension=curve(scene.tension),
    )


def test_the_axis_of_two_hours_is_small_and_the_same_packed(long: Browser) -> None:
    plain = long.api("axis")
    packed = long.api("axis", {"Accept-Encoding": "gzip, deflate, br"})
    refused = long.api("axis", {"Accept-Encoding": "br, gzip;q=0"})

    assert plain.status == 200
    assert refused.body == plain.body
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert len(plain.body) < 2_000_000
    assert len(packed.body) < 200_000
    told = plain.plain()
    assert told["duration_frames"] == FRAMES
    assert len(told["cuts"]) == CUTS  # type: ignore[arg-type]  # a list
    assert "notes" not in json.dumps(told["cues"])
    cues = told["cues"]
    assert isinstance(cues, list)
    assert [cue["start_sample"] for cue in cues] == [RATE.sample(FRAMES * n // CUES) for n in range(CUES)]


def test_what_the_browser_has_is_not_sent_again(long: Browser) -> None:
    for accepted in ({}, {"Accept-Encoding": "gzip"}):
        tag = long.api("axis", accepted).headers["etag"]
        again = long.api("axis", {"If-None-Match": tag, **accepted})
        assert (again.status, again.body) == (304, b"")
