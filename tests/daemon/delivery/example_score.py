"""A small score with everything in it, and the sound files that it promises."""

from __future__ import annotations

import struct
import wave
from fractions import Fraction
from pathlib import Path

from ningbgm_agents.brief import Brief
from ningbgm_agents.scene import FeelingCurve, Finding, HolisticScene, SceneRecord, Turn
from ningbgm_agents.score import (
    Bar,
    Chord,
    ControlPoint,
    Cue,
    Heard,
    HeardHit,
    HitPoint,
    Instrument,
    Key,
    Note,
    Part,
    Score,
    Section,
    TempoMap,
    TempoSegment,
    Theme,
    ThemeNote,
    Verdict,
)
from ningbgm_agents.timeline import Edit, FrameRate, Media, Shot, Span
from ningbgm_daemon.delivery.score_json import EngineFacts, LedgerEntry

DROP = FrameRate(Fraction(30000, 1001), drop_frame=True)
ENGINE = EngineFacts(
    "0.1.0", "sampler", "small.sf2", "00" * 32, "MIT", (LedgerEntry("small.sf2", "MIT", "A"),)
)


def edit_of(rate: FrameRate = DROP, start_frame: int = 107_892) -> Edit:
    media = Media("/films/my film #1.mov", offline=True)
    shots = (Shot(Span(0, 200), "one", media), Shot(Span(200, 360), "two", media, Fraction(9)))
    return Edit("=My film", rate, 360, start_frame, shots)


def tempo_map(lead_in: int = 0) -> TempoMap:
    """16 beats at a crooked tempo, then 7/8 and a slower ending; `lead_in` beats of pick-up."""
    pickup = Fraction(-lead_in)
    segments = (
        TempoSegment(pickup, Fraction(8), 0, 193_337 + 23_000 * lead_in),
        TempoSegment(Fraction(8), Fraction(23, 2), 193_337 + 23_000 * lead_in, 287_001),
    )
    bars = (
        Bar(1, Fraction(0), Fraction(4)),
        Bar(2, Fraction(4), Fraction(4)),
        Bar(3, Fraction(8), Fraction(7, 2)),
    )
    return TempoMap(segments, bars, 119.3)


def part(name: str, stem: str, program: int, count: int = 6, kit: bool = False) -> Part:
    notes = tuple(Note(n * 24_111, 20_000, 48 + n, 60 + n, hit=n == 2) for n in range(count))
    swell = (ControlPoint(0, 0.2), ControlPoint(96_000, 1.0), ControlPoint(200_000, 0.5))
    return Part(name, stem, Instrument(name, program, kit), notes, swell)


def cue(name: str, span: Span, edit: Edit, **given: object) -> Cue:
    key = Key(9, "aeolian")
    hits = (
        HitPoint(span.start, "cut", 0.8, "accent", edit.sample(span.start), "the film begins"),
        HitPoint(span.end, "end", 1.0, "end", edit.sample(span.end), "=the end"),
    )
    chord = Chord(Fraction(0), Fraction(4), 9, "min", 9, (9, 0, 4), "Am", "i")
    values: dict[str, object] = {
        "sections": (Section("statement", 1, 3, "setup", key, 0.4, "door", "whole"),),
        "chords": (chord,),
        "hits": hits,
        "themes": ("door",),
        "parts": (part("cello", "melody", 42), part("kit", "drums", 0, kit=True)),
        **given,
    }
    return Cue(name, span, "+the door", "BI", key, tempo_map(), "ring_out", **values)  # type: ignore[arg-type]  # by name


def score_of(edit: Edit | None = None) -> Score:
    edit = edit or edit_of()
    note = ThemeNote(Fraction(1, 2), Fraction(1), 4)
    theme = Theme("door", "the door", (note,), (note,), Fraction(8))
    cues = (cue("1m1", Span(0, 150), edit), cue("1m2", Span(180, 360), edit))
    return Score(edit, Brief(wish="dark"), "orchestral", 7, 0, cues, (theme,))


def verdict_of() -> Verdict:
    heard = Heard("", 100, -18.04, -1.2, 0.1, (HeardHit(0, 0, None),), 4.0, None, float("-inf"))
    return Verdict(True, (Finding("note", "tempo", "It is slow.", Span(0, 9)),), (heard,), 1)


def scene_of(edit: Edit) -> HolisticScene:
    record = SceneRecord(
        Span(0, edit.duration), "a door", "uneasy", "none", "none", "a hall", "dim", "wind", "low",
        -0.3, 0.1, 0.7, 12.0, "setup",
    )  # fmt: skip
    feelings = [FeelingCurve(name, (0.1, 0.2)) for name in ("valence", "arousal", "tension")]
    return HolisticScene(
        edit.rate, edit.duration, (record,), *feelings, (Turn(90, 0.6, "it opens"),), "A door."
    )


def write_sounds(folder: Path, score: Score, stems: tuple[str, ...] = ("melody", "drums")) -> None:
    """Silent 24-bit files, exactly as long as the score says."""
    for one in score.cues:
        count = score.sample_count(one)
        for stem in stems:
            write_wav(folder / f"stems/{one.name}_{stem}.wav", count)
        write_wav(folder / f"mix/{one.name}_mix.wav", count)
    write_wav(folder / "mix/music.wav", score.edit.sample(score.edit.duration))


def write_headers(folder: Path, score: Score, stems: tuple[str, ...] = ("melody", "drums")) -> None:
    """Broadcast WAV headers without their sound, stamped with the cues' timecodes as the performer does."""
    edit = score.edit
    for one in score.cues:
        start = edit.rate.sample(edit.start_frame + one.span.start)
        for name in (*(f"stems/{one.name}_{stem}.wav" for stem in stems), f"mix/{one.name}_mix.wav"):
            write_header(folder / name, score.sample_count(one), start)


def write_header(path: Path, sample_count: int, time_reference: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    bext = bytes(256 + 32 + 32 + 10 + 8) + struct.pack("<QH", time_reference, 2) + bytes(254)
    form = struct.pack("<HHIIHH", 1, 2, 48_000, 288_000, 6, 24)
    chunks = b"".join(
        key + struct.pack("<I", len(body)) + body for key, body in ((b"bext", bext), (b"fmt ", form))
    )
    data = b"data" + struct.pack("<I", 6 * sample_count)
    path.write_bytes(b"RIFF" + struct.pack("<I", 0xFFFF) + b"WAVE" + chunks + data)


def write_wav(path: Path, sample_count: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(3)
        file.setframerate(48_000)
        file.writeframes(bytes(6 * sample_count))
