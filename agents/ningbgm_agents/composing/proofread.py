"""Checks of a score on paper: what can be known before a note sounds."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import replace

from ..palette import Palette, Player
from ..scene import Finding, Severity
from ..score import Cue, Score
from .directing import unhonoured
from .instructions import hit_weights
from .proofs import layers, lines, voices
from .proofs.page import Fault, Page
from .tempo import MAX_BEND

_HOLE_S = 6.0
_BAND_SLACK = 2
"""Semitones that a part may go beyond its player's comfortable range."""
_MARKS: tuple[tuple[Severity, Callable[[Page], Iterator[Fault]]], ...] = (
    ("error", lines.out_of_scale),
    ("error", lines.out_of_range),
    ("warning", lines.wild_leaps),
    ("warning", lines.breathless),
    ("warning", voices.parallels),
    ("warning", voices.crossings),
    ("warning", voices.mud),
    ("warning", layers.stuck_layers),
    ("warning", layers.holes),
)
"""What a musician would mark; errors are sent back to the orchestration expert."""


def proofread(score: Score, palette: Palette, standing: Collection[str] = ()) -> tuple[Finding, ...]:
    """Everything wrong with a score on paper; the cues named in `standing` are not read again."""
    return (
        _markers(score)
        + tuple(unhonoured(score))
        + tuple(
            finding
            for cue in score.cues
            if cue.name not in standing
            for check in (_hits, _tempo, _ranges, _ending, _holes, _marks)
            for finding in check(score, cue, palette)
        )
    )


def _markers(score: Score) -> tuple[Finding, ...]:
    """The user's own markers are met, or it is said that they are not."""
    met = {hit.frame for cue in score.cues for hit in cue.hits}
    unwanted = {frame for cue in score.cues for frame in cue.direction.forbidden}
    return tuple(
        Finding("warning", "markers", f"your marker at {score.edit.timecode(marker.frame)} could not be met")
        for marker, _ in hit_weights(score.edit)
        if marker.frame in score.edit.span and marker.frame not in met and marker.frame not in unwanted
    )


def _hits(score: Score, cue: Cue, palette: Palette) -> Iterator[Finding]:
    """Every declared hit has a note on its sample, which is that of its frame."""
    start = score.first_sample(cue)
    struck = {note.start for part in cue.parts for note in part.notes if note.hit}
    for hit in cue.hits:
        if hit.sample - start not in struck:
            yield Finding("error", "hit_notes", f"{cue.name}: no note on the hit at frame {hit.frame}")
        if hit.sample != score.edit.sample(hit.frame):
            yield Finding(
                "error", "hit_frames", f"{cue.name}: the hit at frame {hit.frame} is not on its frame"
            )


def _tempo(score: Score, cue: Cue, palette: Palette) -> Iterator[Finding]:
    """No segment bends more than 6 % from the base; the map covers the cue."""
    base = cue.tempo_map.base_bpm
    for segment in cue.tempo_map.segments[:-1]:
        if abs(segment.bpm / base - 1) > MAX_BEND + 0.002 and len(cue.tempo_map.segments) > 2:
            yield Finding(
                "error", "tempo_bend", f"{cue.name}: {segment.bpm:.1f} bpm is more than 6 % from {base}"
            )
    if cue.tempo_map.segments[-1].end_sample < score.sample_count(cue):
        yield Finding("error", "tempo_bend", f"{cue.name}: the tempo map ends before the cue")


def _ranges(score: Score, cue: Cue, palette: Palette) -> Iterator[Finding]:
    """What each instrument can play."""
    players = _ranges_by_name(palette)
    for part in cue.parts:
        player = players.get(part.name.rstrip(" 0123456789"))
        if player is None or part.instrument.kit:
            continue
        beyond = [n.pitch for n in part.notes if not _comfortable(n.pitch, player)]
        if beyond:
            yield Finding(
                "error", "range", f"{cue.name}: {part.name} is asked for keys {min(beyond)} to {max(beyond)}"
            )


def _ranges_by_name(palette: Palette) -> dict[str, Player]:
    """Players by name; two of one name share the wider of their ranges."""
    players: dict[str, Player] = {}
    for player in palette.players:
        same = players.get(player.name, player)
        players[player.name] = replace(
            player, low=min(player.low, same.low), high=max(player.high, same.high)
        )
    return players


def _comfortable(pitch: int, player: Player) -> bool:
    return player.low - _BAND_SLACK <= pitch <= player.high + _BAND_SLACK


def _ending(score: Score, cue: Cue, palette: Palette) -> Iterator[Finding]:
    """The last chord is there, and nothing sounds past the end."""
    length = score.sample_count(cue)
    if any(note.start + note.duration > length for part in cue.parts for note in part.notes):
        yield Finding("error", "ending", f"{cue.name}: a note sounds past the cue's end")
    if not any(hit.kind == "end" for hit in cue.hits):
        yield Finding("error", "ending", f"{cue.name}: there is no last chord")


def _holes(score: Score, cue: Cue, palette: Palette) -> Iterator[Finding]:
    """No silence between two notes that nobody asked for."""
    played = [(n.start, n.start + n.duration) for part in cue.parts for n in part.notes]
    spans = sorted((*played, *cue.silences))
    reached = 0
    for start, end in spans:
        if start - reached > _HOLE_S * 48_000:
            yield Finding(
                "error", "hole", f"{cue.name}: nothing plays for {(start - reached) / 48_000:.1f} s"
            )
        reached = max(reached, end)


def _marks(score: Score, cue: Cue, palette: Palette) -> Iterator[Finding]:
    """What a musician would mark, one finding a kind: the first place and how many there are."""
    page = Page(score, cue, palette)
    for severity, check in _MARKS:
        faults = sorted(check(page), key=lambda fault: fault.bar)
        if faults:
            first = faults[0]
            more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
            sentence = f"{cue.name} bar {first.bar}: {first.sentence}{more}"
            yield Finding(severity, first.kind, sentence)
