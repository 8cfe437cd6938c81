"""An edit as read is told as a person would tell it."""

from __future__ import annotations

from fractions import Fraction

from ningbgm_agents.timeline import Caption, Edit, FrameRate, Marker, Media, Shot, Sound, Span, Track
from ningbgm_daemon.telling import told

GONE = Media(r"D:\cuts\a.mov", offline=True)


def test_everything_that_was_read_is_told() -> None:
    edit = Edit(
        "Reel 1",
        FrameRate(Fraction(30000, 1001), drop_frame=True),
        300,
        107_892,
        shots=(
            Shot(Span(0, 100), "a.mov", GONE, speed=Fraction(-2)),
            Shot(Span(100, 200), "b.mov", Media("/b.mov"), transition_in="dissolve", transition_frames=12),
            Shot(Span(200, 300), kind="gap"),
        ),
        tracks=(Track("MX", "music", (Sound(Span(0, 300), Media("/song.wav")),)),),
        markers=(Marker(30, "drop", colour="red"), Marker(90, "music out"), Marker(20, colour="blue")),
        scored=Span(0, 200),
        captions=(Caption(Span(10, 40), "The end", "title"),),
    )

    lines = list(told(edit))

    assert lines == [
        "Reel 1: 10.01 s at 29.97 DF fps, 300 frames from 01:00:00;00",
        "Scored: 01:00:00;00 to 01:00:06;20, 200 frames",
        "Picture: 2 shots, 1 gap",
        "  01:00:00;00    100 frames  a.mov (reversed, 200 %, offline)",
        "  01:00:03;10    100 frames  b.mov (dissolve of 12 frames)",
        "  01:00:06;20    100 frames  gap",
        "Sound: 1 track",
        "  MX: taken as music, not scored against; 1 clip of song.wav",
        "Markers: 3",
        "  01:00:01;00  drop (red): drop",
        "  01:00:03;00  music out: music out",
        "  01:00:00;20  a mark (blue): hit point",
        "No music, by markers: 01:00:03;00 to 01:00:10;00",
        "Titles and captions: 1",
        "  01:00:00;10  title: The end",
    ]
