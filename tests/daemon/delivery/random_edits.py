"""Random edits with random cues, at every rate that editors use and from any start timecode."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from example_score import cue
from hypothesis import strategies as st

from ningbgm_agents.brief import Brief
from ningbgm_agents.score import Cue, HitPoint, Score
from ningbgm_agents.timeline import Edit, FrameRate, Marker, Media, Shot, Sound, Span, Timecode, Track

NTSC = {fps: Fraction(fps * 1000, 1001) for fps in (24, 30, 60)}
RATES = (
    FrameRate(NTSC[24]),
    FrameRate(Fraction(24)),
    FrameRate(Fraction(25)),
    FrameRate(NTSC[30], drop_frame=True),
    FrameRate(NTSC[30]),
    FrameRate(Fraction(50)),
    FrameRate(NTSC[60], drop_frame=True),
    FrameRate(Fraction(60)),
)
STARTS = ("00:00:00:00", "00:59:58:10", "01:00:00:00", "10:07:03:05", "22:41:59:12")
MEDIA = tuple(
    Media(path, offline=True)
    for path in ("/films/a & b.mov", "C:\\Rushes\\day 1\\ü #2.mxf", "\\\\nas\\clips\\c 100%.mov")
)
SPEEDS = (
    Fraction(1),
    Fraction(1),
    Fraction(2),
    Fraction(1, 2),
    Fraction(3, 4),
    Fraction(-1),
    Fraction(-2),
    Fraction(0),
)
_ROOM_S = 30
"""Where sources start: far enough from the file's first frame for any transition and reverse play."""


@st.composite
def scores(draw: st.DrawFn) -> Score:
    """A score of an edit: shots, gaps, titles, speeds, transitions, sounds, markers, several cues."""
    rate = draw(st.sampled_from(RATES))
    start = Timecode.parse(draw(st.sampled_from(STARTS)), rate).frame
    shots = tuple(_shots(draw, rate))
    duration = shots[-1].record.end
    marked = sorted(draw(st.sets(st.integers(0, duration - 1), max_size=3)))
    markers = tuple(Marker(frame, f"look {frame}", "a note") for frame in marked)
    edit = Edit("The cut", rate, duration, start, shots, tuple(_tracks(draw, duration)), markers)
    cues = tuple(_cues(draw, edit))
    return Score(edit, Brief(), "orchestral", 1, 0, cues)


def _shots(draw: st.DrawFn, rate: FrameRate) -> list[Shot]:
    shots: list[Shot] = []
    position = 0
    for number in range(draw(st.integers(1, 7))):
        record = Span(position, position + draw(st.integers(1, 150)))
        position = record.end
        kinds = [
            "clip",
            "clip",
            "clip",
            "title",
            "generator",
            *(["gap"] if shots and shots[-1].kind != "gap" else []),
        ]
        kind = draw(st.sampled_from(kinds))
        if kind == "gap":
            shots.append(Shot(record, kind="gap"))
            continue
        transition = draw(st.sampled_from(["cut", "cut", "dissolve", "wipe", "fade_in"]))
        frames = draw(st.integers(1, 30)) if transition != "cut" else 0
        shot = Shot(record, f"shot {number}", transition_in=transition, transition_frames=frames, kind=kind)
        if kind == "clip":
            source = _ROOM_S + rate.seconds(draw(st.integers(0, 500)))
            media, speed = draw(st.sampled_from(MEDIA)), draw(st.sampled_from(SPEEDS))
            shot = replace(shot, media=media, source_start_s=source, speed=speed)
        shots.append(shot)
    if shots[-1].kind == "gap":
        shots.pop()
    return shots or [Shot(Span(0, 24), "alone", MEDIA[0])]


def _tracks(draw: st.DrawFn, duration: int) -> list[Track]:
    tracks = []
    for number in range(draw(st.integers(0, 2))):
        borders = sorted(draw(st.sets(st.integers(0, duration), min_size=2, max_size=6)))
        sounds = tuple(
            Sound(
                Span(first, last),
                Media(f"/sound/take {number}.wav", offline=True),
                Fraction(first),
                name="take",
            )
            for first, last in zip(borders[::2], borders[1::2], strict=False)
        )
        tracks.append(Track(f"VO {number + 1}", "dialogue", sounds))
    return tracks


def _cues(draw: st.DrawFn, edit: Edit) -> list[Cue]:
    borders = sorted(draw(st.sets(st.integers(0, edit.duration), min_size=2, max_size=6)))
    cues = []
    for number, (first, last) in enumerate(zip(borders[::2], borders[1::2], strict=False), 1):
        frames = sorted(draw(st.sets(st.integers(first, last), max_size=4)))
        hits = tuple(HitPoint(f, "cut", 0.5, "accent", edit.sample(f), "why") for f in frames)
        cues.append(cue(f"1m{number}", Span(first, last), edit, hits=hits, parts=()))
    return cues
