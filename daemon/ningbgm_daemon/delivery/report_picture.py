"""The lanes of the report that show the film: its pictures, shots, scenes, speech and feeling."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Protocol

from ningbgm_agents.evidence import Evidence
from ningbgm_agents.scene import FeelingCurve, HolisticScene, SceneRecord

from .report_axis import DRAWN_WIDTH, Axis, drawing, lane
from .report_markup import Markup, element, joined, path_of

_MAX_STILLS = 36
_MAX_STILL_BYTES = 1_500_000
_MAX_CUTS = 2500
_MAX_POINTS = 1200


class Still(Protocol):
    """A small picture of the film."""

    @property
    def frame(self) -> int:
        """Frame of the edit."""
        ...

    @property
    def jpeg(self) -> bytes:
        """The picture as a JPEG file."""
        ...


def film_lane(axis: Axis, evidence: Evidence, stills: Sequence[Still]) -> Markup:
    """Stills side by side, and the cuts."""
    shown = _chosen([still for still in stills if still.frame in axis.edit.span])
    frames = [axis.edit.span.start, *(still.frame for still in shown[1:]), axis.edit.span.end]
    pictures = [
        element(
            "img",
            src=as_data(still.jpeg),
            alt="",
            style=axis.block(axis.at_frame(start), axis.at_frame(end)),
        )
        for still, start, end in zip(shown, frames, frames[1:], strict=False)
    ]
    cuts = [cut for cut in evidence.cuts if cut.frame in axis.edit.span][:_MAX_CUTS]
    hard = [axis.at_frame(cut.frame) for cut in cuts if cut.duration == 0]
    soft = [axis.at_frame(cut.frame) for cut in cuts if cut.duration > 0]
    lines = drawing(10, _lines(hard, "cut"), _lines(soft, "cut soft"))
    note = f"{len(cuts)} cuts" if cuts else "one shot" if "picture" in evidence.modalities else "no picture"
    return lane("Picture", note, "film", *pictures, lines)


def scene_lane(axis: Axis, scene: HolisticScene) -> Markup:
    """The records in time, each with mood and narrative role."""
    records = [record for record in scene.records if axis.shows(record.span)]
    return lane("Scenes", f"{len(records)} records", "blocks", *(_record(axis, r) for r in records))


def speech_lane(axis: Axis, evidence: Evidence) -> Markup:
    """Where somebody speaks, with the words where they are known."""
    spans = [
        element(
            "div",
            element("span", span.text or "speech"),
            class_="block speech",
            style=axis.block(axis.at_second(span.start_s), axis.at_second(span.end_s)),
            data_tip=f"Speech, {span.end_s - span.start_s:.1f} s, {span.loudness_lufs:.1f} LUFS"
            + (f": “{span.text}”" if span.text else ""),
            tabindex="0",
        )
        for span in evidence.speech
        if axis.at_second(span.end_s) > axis.at_second(span.start_s)
    ]
    total = sum(span.end_s - span.start_s for span in evidence.speech)
    return lane("Speech", f"{total:.1f} s" if spans else "none", "blocks thin", *spans)


def feeling_lane(axis: Axis, scene: HolisticScene) -> Markup:
    """Tension as a surface; valence and arousal as lines."""
    tension = _feeling(axis, scene.tension, 0, 1)
    surface = [(0.0, 100.0), *tension, (float(DRAWN_WIDTH), 100.0)]
    turns = [axis.at_frame(turn.frame) for turn in scene.turns if turn.frame in axis.edit.span]
    key = joined(*(element("i", name, class_=f"key {name}") for name in ("tension", "valence", "arousal")))
    return lane(
        "Feeling",
        f"{len(turns)} turns",
        "feeling",
        drawing(
            100,
            element("path", d=path_of([(0, 50), (DRAWN_WIDTH, 50)]), class_="zero"),
            element("path", d=path_of(surface, closed=True), class_="tension-surface"),
            element("path", d=path_of(tension), class_="tension"),
            element("path", d=path_of(_feeling(axis, scene.valence, -1, 1)), class_="valence"),
            element("path", d=path_of(_feeling(axis, scene.arousal, -1, 1)), class_="arousal"),
            _lines(turns, "turn", 100),
        ),
        element("div", key, class_="keys"),
    )


def as_data(jpeg: bytes) -> str:
    """A JPEG file as an address that carries it."""
    return "data:image/jpeg;base64," + base64.b64encode(jpeg).decode()


def thinned(values: Sequence[float], most: int = _MAX_POINTS) -> list[tuple[float, float]]:
    """(place 0 to 1, value) of at most `most` even stretches of a curve, each by its mean."""
    count = len(values)
    size = max(1, -(-count // most))
    parts = [values[i : i + size] for i in range(0, count, size)]
    return [((i * size + len(part) / 2) / count, sum(part) / len(part)) for i, part in enumerate(parts)]


def _feeling(axis: Axis, curve: FeelingCurve, low: float, high: float) -> list[tuple[float, float]]:
    if not curve.values:
        return []
    points = [
        (
            axis.at_second(place * len(curve.values)) * DRAWN_WIDTH / 100,
            96 - 92 * (min(max(value, low), high) - low) / (high - low),
        )
        for place, value in thinned(curve.values)
    ]
    return [(0.0, points[0][1]), *points, (float(DRAWN_WIDTH), points[-1][1])]


def _record(axis: Axis, record: SceneRecord) -> Markup:
    warm = (record.valence + 1) / 2
    tip = (
        f"{record.mood}, {record.role}. {record.subject}."
        f" {record.background} ({record.background_style})."
        f" Voice: {record.voice_content}. Sound: {record.background_sound}."
        f" Valence {record.valence:+.2f}, arousal {record.arousal:+.2f},"
        f" tension {record.tension:.2f}"
    )
    return element(
        "div",
        element("span", element("b", record.mood), " ", record.subject),
        element("small", record.role + (" · no music wanted" if record.wanted_silence else "")),
        class_="block record",
        style=axis.block(axis.at_frame(record.span.start), axis.at_frame(record.span.end))
        + f";--warm:{warm:.2f};--tense:{record.tension:.2f}",
        data_tip=tip,
        tabindex="0",
    )


def _lines(places: Sequence[float], kind: str, height: float = 10) -> Markup:
    scale = DRAWN_WIDTH / 100
    data = "".join(f"M{place * scale:.2f} 0V{height:g}" for place in places)
    return element("path", d=data, class_=kind) if data else Markup("")


def _chosen(stills: list[Still]) -> list[Still]:
    """Evenly spaced stills within what the page may weigh."""
    count = min(len(stills), _MAX_STILLS)
    while count > 1:
        chosen = [stills[i * len(stills) // count] for i in range(count)]
        if sum(len(still.jpeg) for still in chosen) <= _MAX_STILL_BYTES:
            return chosen
        count = count * 3 // 4
    return [still for still in stills[:count] if len(still.jpeg) <= _MAX_STILL_BYTES]
