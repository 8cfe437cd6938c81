"""The report: one page, readable offline, that shows the film, the music and why it is so."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from string import Template

from ningbgm_agents.agent import Event
from ningbgm_agents.evidence import Evidence
from ningbgm_agents.scene import HolisticScene
from ningbgm_agents.score import Score, Verdict

from .report_axis import Axis
from .report_lyrics import lyrics_lane, lyrics_part
from .report_markup import Markup, element, joined
from .report_music import chord_lane, cue_lane, hit_lane, notes_lane, tempo_lane
from .report_picture import Still, as_data, feeling_lane, film_lane, scene_lane, speech_lane
from .report_sound import MUSIC, loudness_lane, music_lane, stem_lanes
from .report_verdict import figures, findings_list, headline, measurements
from .report_words import brief_part, conversation, cue_table, hit_table

PREVIEW = "preview.mp4"
"""Name of the preview film in a delivery."""


@dataclass(frozen=True)
class ReportFacts:
    """Everything that the report tells."""

    score: Score
    scene: HolisticScene
    evidence: Evidence
    verdict: Verdict
    folder: Path
    """The output folder, with mix/music.wav and stems/*.wav; what is missing is left out."""
    events: tuple[Event, ...] = ()
    """The agents' exchange."""
    thumbnails: tuple[Still, ...] = ()
    """Small pictures of the film in the frames of the edit."""
    preview: str = PREVIEW
    """The preview film, relative to the report; empty where there is none."""


def write_report(target: Path, facts: ReportFacts) -> None:
    """Write the page; it refers to mix/music.wav and the preview beside it and to nothing else."""
    target.write_text(_page(facts), encoding="utf-8")


def _page(facts: ReportFacts) -> str:
    style, script = _asset("report.css"), _asset("report.js")
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    score, edit = facts.score, facts.score.edit
    parts = {
        "title": joined(edit.name or "Untitled"),
        "script_hash": digest,
        "style": style,
        "script": script,
        "duration": f"{Axis(edit).duration_s:.6f}",
        "fps": f"{float(edit.rate.fps):.9f}",
        "nominal": str(edit.rate.nominal),
        "drop": "1" if edit.rate.drop_frame else "0",
        "start": str(edit.start_frame + edit.span.start),
        "subtitle": joined(_subtitle(score)),
        "headline": headline(score, facts.verdict),
        "players": _players(facts),
        "figures": figures(score, facts.verdict),
        "summary": joined(facts.scene.summary),
        "lanes": _lanes(facts),
        "brief": brief_part(score.brief),
        "cues": cue_table(score),
        "words": lyrics_part(score),
        "hits": hit_table(score, facts.verdict),
        "findings": findings_list(edit, facts.verdict, facts.scene),
        "measurements": measurements(facts.verdict.heard),
        "exchange": conversation(facts.events),
    }
    return Template(_asset("report.html")).substitute(parts)


def _lanes(facts: ReportFacts) -> Markup:
    axis, score = Axis(facts.score.edit), facts.score
    ruler = element(
        "div",
        element("div", class_="label"),
        element("div", axis.ticks(), class_="track ruler", id="ruler"),
        class_="lane",
    )
    return joined(
        ruler,
        film_lane(axis, facts.evidence, facts.thumbnails),
        scene_lane(axis, facts.scene),
        speech_lane(axis, facts.evidence),
        feeling_lane(axis, facts.scene),
        cue_lane(axis, score),
        hit_lane(axis, score, facts.verdict),
        tempo_lane(axis, score),
        chord_lane(axis, score),
        notes_lane(axis, score),
        lyrics_lane(axis, score),
        music_lane(axis, facts.folder),
        *stem_lanes(axis, score, facts.folder),
        loudness_lane(axis, facts.evidence, facts.folder),
    )


def _players(facts: ReportFacts) -> Markup:
    stills = facts.thumbnails
    middle = stills[len(stills) // 2].jpeg if stills else None
    video = element(
        "video",
        src=facts.preview,
        id="film",
        preload="metadata",
        playsinline=True,
        poster=None if middle is None else as_data(middle),
    )
    audio = element("audio", src=MUSIC, id="music", preload="metadata")
    return joined(video if facts.preview else None, audio)


def _subtitle(score: Score) -> str:
    edit = score.edit
    seconds = float(edit.rate.seconds(edit.span.duration))
    length = f"{int(seconds) // 60}:{seconds % 60:04.1f}"
    cues = f"{len(score.cues)} cue{'' if len(score.cues) == 1 else 's'}"
    parts = [length, f"{edit.rate} fps", cues, score.palette, f"seed {score.seed}"]
    if score.variation:
        parts.append(f"variation {score.variation}")
    return " · ".join(parts)


def _asset(name: str) -> str:
    return files(__package__).joinpath("report", name).read_text(encoding="utf-8")
