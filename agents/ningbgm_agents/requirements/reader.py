"""Plain words, English or Chinese, read into a `Wish`."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal, cast

from ..brief import ArcShape, EndingKind, Joins, Mode
from .clauses import Said, Text, read_clauses
from .leftovers import leftovers
from .numbers import said_in_numbers
from .sentences import Sentence, find_sentences, understood
from .stages import Shape, arc_of, read_shape, shifts
from .style_words import references, styles_of
from .tokens import plain, tokenise
from .vocabulary import Entry, Kind, entry_named
from .voices import read_vocals
from .wish import Mood, Wish

FAMILIES = (
    "strings",
    "keys",
    "brass",
    "woodwind",
    "guitar",
    "mallet",
    "voice",
    "percussion",
    "synth",
)
"""Families that 'only piano' leaves out, its own aside."""


def read_wish(text: str, fps: float = 0.0) -> Wish:
    """Everything that a text asks for, and what of it was not understood."""
    sentences, rest = find_sentences(plain(text))
    words = read_clauses(rest)
    shape = read_shape(words)
    wish = said_in_numbers(Wish(text=text), sentences, fps)
    wish = _read_moods(wish, words, shape)
    wish = styles_of(wish, words)
    wish = _read_instruments(wish, words)
    wish = _read_tempo_and_mode(wish, words, shape)
    wish = _read_manner(wish, words, shape)
    wish = references(wish, sentences)
    wish = read_vocals(wish, words)
    return _read_refusals(wish, words, sentences)


def _read_moods(wish: Wish, text: Text, shape: Shape) -> Wish:
    moods, avoided, named = [], [], []
    for number, said in enumerate(text.said):
        entry = said.entry("mood")
        if entry is None:
            continue
        mood = _mood(entry, said)
        if said.negated or said.less:
            avoided.append(mood)
            continue
        named.append(entry.name)
        if number not in shape.used:
            moods.append(mood)
    valence = _mean([mood.valence for mood in moods])
    return replace(
        wish,
        moods=tuple(moods),
        avoided=tuple(avoided),
        named=tuple(dict.fromkeys(named)),
        valence=valence,
        arousal=_mean([mood.arousal for mood in moods]),
        shifts=shifts(shape.stages, valence),
        unhonoured=wish.unhonoured + _torn(moods),
    )


def _mood(entry: Entry, said: Said) -> Mood:
    def scaled(value: float | None) -> float:
        return max(-1.0, min(1.0, (value or 0.0) * said.degree))

    return Mood(entry.name, scaled(entry.valence), scaled(entry.arousal), said.found.text)


def _torn(moods: list[Mood]) -> tuple[str, ...]:
    """A sentence where two feelings of the same moment pull far apart."""
    for axis in ("valence", "arousal"):
        ranked = sorted(moods, key=lambda mood: getattr(mood, axis))
        if ranked and getattr(ranked[-1], axis) - getattr(ranked[0], axis) > 1.0:
            low, high = ranked[0].text, ranked[-1].text
            return (
                f"“{high}” and “{low}” contradict each other; the music stays between them"
                " (say “starts …, ends …” to have one after the other).",
            )
    return ()


def _read_instruments(wish: Wish, text: Text) -> Wish:
    found = [(said, entry) for said in text.said if (entry := said.entry("instrument"))]
    wanted = [(s, e) for s, e in found if not s.negated and not s.less]
    include = [e.instead or e.name for _, e in wanted]
    exclude = [e.name for s, e in found if s.negated] + list(wish.exclude)
    both = sorted(set(include) & set(exclude))
    include = [name for name in include if name not in exclude]
    if any(said.only for said, _ in wanted):
        families = {entry.family for name in include if (entry := entry_named("instrument", name))}
        exclude += [family for family in FAMILIES if family not in families]
    complaints = [
        f"No palette has “{s.found.text}”; the {e.instead} takes its line." for s, e in wanted if e.instead
    ]
    complaints += [f"{name.capitalize()} was both wanted and not wanted; it was left out." for name in both]
    complaints += [
        f"“Less {e.name}” cannot be weighed; say “no {e.name}” to leave it out."
        for s, e in found
        if s.less and not s.negated
    ]
    return replace(
        wish,
        include=tuple(dict.fromkeys(include)),
        exclude=tuple(dict.fromkeys(exclude)),
        unhonoured=wish.unhonoured + tuple(complaints),
    )


def _read_tempo_and_mode(wish: Wish, text: Text, shape: Shape) -> Wish:
    tempi = _entries(text, "tempo", shape)
    modes = list(dict.fromkeys(entry.name for entry in _entries(text, "mode", shape)))
    wish = _tempo(wish, tempi, _denied(text, "tempo"))
    if wish.mode is None and len(modes) == 1:
        wish = replace(wish, mode=cast("Mode", modes[0]))
    if len(modes) > 1:
        wish = wish.complaining("Major and minor were both asked for; the picture decides.")
    return wish


def _tempo(wish: Wish, tempi: list[Entry], denied: list[Entry]) -> Wish:
    ranges = [entry.bpm for entry in tempi if entry.bpm]
    if wish.tempo_bpm is not None:
        low, high = wish.tempo_bpm
        if any(r[0] > high * 1.1 or r[1] < low * 0.9 for r in ranges):
            said = ", ".join(entry.name for entry in tempi)
            wish = wish.complaining(f"“{said}” contradicts the tempo given in numbers; the number holds.")
        return wish
    if not ranges:
        refused = next((entry.bpm for entry in denied if entry.bpm), None)
        if refused is None:
            return wish
        return replace(wish, tempo_bpm=(60.0, 104.0) if refused[0] >= 100 else (92.0, 140.0))
    low, high = max(r[0] for r in ranges), min(r[1] for r in ranges)
    if low <= high:
        return replace(wish, tempo_bpm=(low, high))
    names = " and ".join(dict.fromkeys(entry.name for entry in tempi))
    wish = wish.complaining(
        f"The tempi {names} contradict each other; a medium tempo was taken"
        " (say “starts slow, ends fast” to have both)."
    )
    return replace(wish, tempo_bpm=(84.0, 112.0))


def _read_manner(wish: Wish, text: Text, shape: Shape) -> Wish:
    dynamics = _only_one(text, "dynamics", shape)
    if dynamics is None and any(e.name == "loud" for e in _denied(text, "dynamics")):
        dynamics = "soft"
    ending = [entry.name for entry in _entries(text, "ending", None)]
    densities = [entry.amount for entry in _entries(text, "density", None)]
    if any(entry.name in ("everything", "tight") for entry in _denied(text, "density")):
        densities.append(0.4)
    delivery = next(iter(_entries(text, "delivery", None)), None)
    wish = replace(
        wish,
        dynamics=cast("Literal['soft', 'normal', 'loud'] | None", dynamics),
        ending=cast("EndingKind | None", ending[-1] if ending else None),
        joins=_joins(text),
        arc=_arc(text, shape),
        hit_density=densities[-1] if densities else None,
    )
    if len(set(ending)) > 1:
        wish = wish.complaining(
            f"Several endings were asked for; the last one said ({ending[-1]}) was taken."
        )
    if delivery is None:
        return wish
    loudness = wish.loudness_lufs if wish.loudness_lufs is not None else delivery.loudness_lufs
    return replace(
        wish,
        loudness_lufs=loudness,
        true_peak_dbtp=delivery.true_peak_dbtp,
        delivery_name=delivery.name,
    )


def _joins(text: Text) -> Joins | None:
    """How cues are to be joined: 'no segue' is what keeps them apart."""
    said = [cast("Joins", entry.name) for entry in _entries(text, "joins", None)]
    if said:
        return said[-1]
    return "apart" if any(entry.name == "segue" for entry in _denied(text, "joins")) else None


def _arc(text: Text, shape: Shape) -> ArcShape | None:
    arcs = [entry.name for entry in _entries(text, "arc", None)]
    denied = _denied(text, "arc")
    staged = arc_of(shape.stages)
    if staged:
        return staged
    if arcs:
        return cast("ArcShape", arcs[-1])
    if any((entry := said.entry("place")) and entry.name == "build" for said in text.said):
        return "rise"
    return "steady" if denied else None


def _read_refusals(wish: Wish, text: Text, sentences: tuple[Sentence, ...]) -> Wish:
    complaints = []
    for said in text.said:
        entry = said.entry("refused")
        if entry is None or not entry.because:
            continue
        if not said.negated:
            complaints.append(f"“{said.found.text}” cannot be honoured: {entry.because}.")
    skipped = frozenset(
        token.text
        for s in sentences
        if s.kind == "reference" and not understood(s.parts["words"])
        for token in tokenise(s.parts["words"])
    )
    complaints += leftovers(text, skipped)
    return replace(wish, unhonoured=wish.unhonoured + tuple(dict.fromkeys(complaints)))


def _only_one(text: Text, kind: Kind, shape: Shape) -> str | None:
    names = {entry.name for entry in _entries(text, kind, shape)}
    return next(iter(names)) if len(names) == 1 else ("normal" if names else None)


def _entries(text: Text, kind: Kind, shape: Shape | None) -> list[Entry]:
    """The entries of a kind that are meant, for the whole film where `shape` is given."""
    return [
        entry
        for number, said in enumerate(text.said)
        if (entry := said.entry(kind))
        and not said.negated
        and not said.less
        and (shape is None or number not in shape.used)
    ]


def _denied(text: Text, kind: Kind) -> list[Entry]:
    return [entry for said in text.said if (entry := said.entry(kind)) and (said.negated or said.less)]


def _mean(values: list[float]) -> float | None:
    return round(sum(values) / len(values), 3) if values else None
