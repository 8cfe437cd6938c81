"""Writes `score.json`: everything that was delivered, for people and for programs.

docs/score-json.md explains every field and docs/score.schema.json is its JSON Schema. The whole
`Score`, notes included, lies beside it as a document in `score.ningbgm.json`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ningbgm_agents import document
from ningbgm_agents.brief import OTHER_STEM, STEMS
from ningbgm_agents.document import Plain
from ningbgm_agents.errors import DeliveryError
from ningbgm_agents.scene import HolisticScene
from ningbgm_agents.score import Cue, Score, Verdict

from .folder import KIND
from .plain_score import plain_cue, plain_edit, plain_scene, plain_theme, plain_verdict
from .wav_facts import WavFacts, read_wav_facts, read_wav_header

VERSION = 1
PROGRAMME = "mix/music.wav"
MACHINE_DOCUMENT = "score.ningbgm.json"


@dataclass(frozen=True)
class LedgerEntry:
    """Something that the music was made with, and under which terms."""

    what: str
    licence: str
    holder: str


@dataclass(frozen=True)
class EngineFacts:
    """Who made the music with what."""

    version: str
    performer: str
    """How it was turned into sound: 'sampler', 'synth' ..."""
    soundfont_name: str
    soundfont_sha256: str
    soundfont_licence: str
    ledger: tuple[LedgerEntry, ...] = ()
    name: str = "NingBGM"


def write_score_json(
    folder: Path,
    score: Score,
    verdict: Verdict,
    scene: HolisticScene,
    engine: EngineFacts,
    known: Mapping[str, str] | None = None,
) -> Path:
    """Write `score.json` and `score.ningbgm.json` into a folder that already holds the sound files.

    `known` are hashes of files that were taken over unread from an earlier revision, by their path.

    Raises:
        DeliveryError: a sound file is missing, or is not as long as the score says.
    """
    content = _content(folder, score, verdict, scene, engine, known or {})
    (folder / MACHINE_DOCUMENT).write_text(document.dump(score) + "\n", encoding="utf-8")
    path = folder / "score.json"
    text = json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False)
    path.write_text(text + "\n", encoding="utf-8")
    return path


def _content(
    folder: Path,
    score: Score,
    verdict: Verdict,
    scene: HolisticScene,
    engine: EngineFacts,
    known: Mapping[str, str],
) -> dict[str, Plain]:
    return {
        "kind": KIND,
        "version": VERSION,
        "title": score.edit.name,
        "input": Path(score.edit.source).name,
        "edit": plain_edit(score.edit),
        "seed": score.seed,
        "variation": score.variation,
        "palette": score.palette,
        "engine": {
            "name": engine.name,
            "version": engine.version,
            "performer": engine.performer,
        },
        "soundfont": {
            "name": engine.soundfont_name,
            "sha256": engine.soundfont_sha256,
            "licence": engine.soundfont_licence,
        },
        "ledger": [
            {"what": entry.what, "licence": entry.licence, "holder": entry.holder} for entry in engine.ledger
        ],
        "brief": document.to_plain(score.brief),
        "programme": _programme(folder, score, verdict),
        "cues": [plain_cue(score, cue) | _files(folder, score, cue, known) for cue in score.cues],
        "themes": [plain_theme(theme) for theme in score.themes],
        "verdict": plain_verdict(verdict),
        "scene": plain_scene(scene),
    }


def _programme(folder: Path, score: Score, verdict: Verdict) -> Plain:
    if not (folder / PROGRAMME).is_file() and not score.cues:
        return None
    facts = read_wav_facts(folder / PROGRAMME)
    whole = next((heard for heard in verdict.heard if not heard.cue), None)
    return {
        "path": PROGRAMME,
        "sha256": facts.sha256,
        "first_sample": _first_sample(score, facts),
        "sample_count": facts.sample_count,
        "loudness_lufs": round(whole.loudness_lufs, 3) if whole else None,
        "true_peak_dbtp": round(whole.true_peak_dbtp, 3) if whole else None,
    }


def _first_sample(score: Score, facts: WavFacts) -> int:
    """Where the programme starts in the edit, by its Broadcast WAV time reference."""
    edit = score.edit
    scored = edit.sample(edit.span.start)
    if facts.time_reference is None:
        return scored
    told = facts.time_reference - edit.rate.sample(edit.start_frame)
    # Both roundings of a timecode to samples name the same frame.
    return next((start for start in (scored, 0) if abs(told - start) <= 1), told)


def _files(folder: Path, score: Score, cue: Cue, known: Mapping[str, str]) -> dict[str, Plain]:
    stems: list[Plain] = [
        {"name": stem, **_file(folder, f"stems/{cue.name}_{stem}.wav", score, cue, known)}
        for stem in stems_of(folder, cue)
    ]
    return {"mix": _file(folder, f"mix/{cue.name}_mix.wav", score, cue, known), "stems": stems}


def stems_of(folder: Path, cue: Cue) -> list[str]:
    """The stems of a cue that were written, in their order."""
    return [stem for stem in (*STEMS, OTHER_STEM) if (folder / f"stems/{cue.name}_{stem}.wav").is_file()]


def _file(folder: Path, name: str, score: Score, cue: Cue, known: Mapping[str, str]) -> dict[str, Plain]:
    count, wanted = read_wav_header(folder / name).sample_count, score.sample_count(cue)
    if count != wanted:
        raise DeliveryError(f"{name} has {count} samples where the cue has {wanted}", path=name)
    return {
        "path": name,
        "sha256": known.get(name) or read_wav_facts(folder / name).sha256,
        "first_sample": score.first_sample(cue),
        "sample_count": count,
    }
