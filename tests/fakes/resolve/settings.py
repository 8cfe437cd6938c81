"""The settings of projects and timelines that a plugin reads."""

from __future__ import annotations

from .application import Application
from .rate import Rate


def settings_of(app: Application, rate: Rate) -> dict[str, object]:
    """Drop-frame is a setting of its own, `'0'` or `'1'`; the rate alone does not tell it (nle.md 1.3).

    `timelineFrameRate`: "Returned as a number, e.g. 23.976" (R21.1), documented as string (R21.0.4).
    """
    return {
        "timelineFrameRate": app.number(rate),
        "timelineDropFrameTimecode": "1" if rate.drop else "0",
        "timelinePlaybackFrameRate": rate.text,
        "timelineResolutionWidth": "1920",
        "timelineResolutionHeight": "1080",
        "timelineSampleRate": "48000",
        "useCustomSettings": "0",
    }
