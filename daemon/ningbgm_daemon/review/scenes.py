"""The scene of a delivery: as it was kept, or as an older delivery's `score.json` tells it."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path

from ningbgm_agents.scene import FeelingCurve, HolisticScene, SceneRecord
from ningbgm_agents.timeline import FrameRate, Span
from ningbgm_daemon.delivery.provenance import read_kept_scene

_PLAIN = {field.name for field in fields(SceneRecord)} - {"span", "support"}


def read_scene(folder: Path) -> HolisticScene | None:
    """The scene; without curves and reasons where the delivery is older than those; None without any."""
    kept = read_kept_scene(folder)
    if kept is not None:
        return kept
    try:
        told = json.loads((folder / "score.json").read_bytes())
        rate = FrameRate.parse(told["edit"]["rate"]["fps"])
        records = tuple(_record(record) for record in told["scene"]["records"])
        return HolisticScene(
            rate,
            int(told["edit"]["duration_frames"]),
            records,
            FeelingCurve("valence", ()),
            FeelingCurve("arousal", ()),
            FeelingCurve("tension", ()),
            summary=str(told["scene"]["summary"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _record(told: dict[str, object]) -> SceneRecord:
    known = {name: value for name, value in told.items() if name in _PLAIN}
    span = Span(int(str(told["start_frame"])), int(str(told["end_frame"])))
    # What score.json says was checked when it was written; a field of a wrong type is only shown.
    return SceneRecord(span=span, **known)  # type: ignore[arg-type]
