"""What a language model may read in a wish: what the vocabulary did not, word for word in the wish."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Literal

from pydantic import Field

from ..agent import Contribution
from ..brief import ArcShape, EndingKind, Mode, MoodShift
from ..document import Plain
from ..minds.decision import Case, Decision, Offer, ReplyForm, Share, Signed, require
from .bench import RequirementsBench
from .checks import TEMPO_BPM
from .vocabulary import entries, entry_named
from .wish import Mood, Wish

_LONGEST_WISH = 4000
Quote = Annotated[str, Field(min_length=1, max_length=200)]
"""Words of the wish, letter by letter."""


class SaidMood(ReplyForm):
    """A feeling for the whole film."""

    mood: str
    words: Quote


class SaidInstrument(ReplyForm):
    """An instrument, wanted or not."""

    instrument: str
    words: Quote


class SaidShift(ReplyForm):
    """A feeling for a part of the film."""

    start: Share
    end: Share
    valence: Signed
    arousal: Signed
    words: Quote


class WishReading(ReplyForm):
    """What the wish says beyond what was understood."""

    moods: list[SaidMood] = Field(default=[], max_length=6)
    include: list[SaidInstrument] = Field(default=[], max_length=8)
    exclude: list[SaidInstrument] = Field(default=[], max_length=8)
    shifts: list[SaidShift] = Field(default=[], max_length=6)
    slowest_bpm: int | None = Field(default=None, ge=TEMPO_BPM[0], le=TEMPO_BPM[1])
    fastest_bpm: int | None = Field(default=None, ge=TEMPO_BPM[0], le=TEMPO_BPM[1])
    mode: Mode | None = None
    dynamics: Literal["soft", "normal", "loud"] | None = None
    arc: ArcShape | None = None
    ending: EndingKind | None = None
    words: list[Quote] = Field(default=[], max_length=8)
    """The words of the wish that ask for tempo, mode, dynamics, arc and ending."""

    @property
    def quotes(self) -> tuple[str, ...]:
        """Every word that is quoted from the wish."""
        moods, shifts = (one.words for one in self.moods), (one.words for one in self.shifts)
        instruments = (one.words for one in (*self.include, *self.exclude))
        return (*moods, *instruments, *shifts, *self.words)


def _offer(case: Case[RequirementsBench]) -> Offer | None:
    wish = case.done.wish
    if wish is None or not wish.text.strip():
        return None
    understood: dict[str, Plain] = {
        "moods": list(wish.named),
        "styles": list(wish.styles),
        "include": list(wish.include),
        "exclude": list(wish.exclude),
        "shifts": [f"{s.words}: {s.start:.2f} to {s.end:.2f}" for s in wish.shifts],
        "mode": wish.mode,
        "dynamics": wish.dynamics,
        "arc": wish.arc,
        "ending": wish.ending,
        "tempo_bpm": list(wish.tempo_bpm) if wish.tempo_bpm else None,
    }
    facts: dict[str, Plain] = {
        "wish": wish.text[:_LONGEST_WISH],
        "understood": understood,
        "not_understood": list(wish.unhonoured),
    }
    instruments = [e.name for e in entries() if e.kind == "instrument" and not e.instead]
    return Offer(
        facts,
        {
            "mood": [e.name for e in entries() if e.kind == "mood"],
            "instrument": list(dict.fromkeys(instruments)),
        },
    )


def _settle(reading: WishReading, case: Case[RequirementsBench]) -> Contribution[RequirementsBench]:
    wish = case.done.wish
    assert wish is not None, "only a wish that was read is offered"
    _check(reading, wish)
    wish = _felt(reading, wish)
    wish = _played(reading, wish)
    slowest, fastest = reading.slowest_bpm, reading.fastest_bpm
    tempo = (float(slowest), float(fastest)) if slowest is not None and fastest is not None else None
    wish = replace(
        wish,
        tempo_bpm=wish.tempo_bpm or tempo,
        mode=wish.mode or reading.mode,
        dynamics=wish.dynamics or reading.dynamics,
        arc=wish.arc or reading.arc,
        ending=wish.ending or reading.ending,
        unhonoured=tuple(one for one in wish.unhonoured if not _answered(one, reading)),
    )
    quotes = ", ".join(f"“{words}”" for words in dict.fromkeys(reading.quotes))
    return Contribution(
        lambda b: replace(case.usual.apply(b), wish=wish),
        f"{case.usual.sentence} Read as well: {quotes or 'nothing'}.",
        wish.unhonoured,
    )


def _check(reading: WishReading, wish: Wish) -> None:
    text = wish.text.casefold()
    for words in reading.quotes:
        found = bool(words.strip()) and words.casefold() in text
        require(found, f"words: “{words[:60]}” does not stand in the wish.")
    low, high = reading.slowest_bpm, reading.fastest_bpm
    require((low is None) == (high is None), "Give slowest_bpm and fastest_bpm, or neither.")
    require(low is None or high is None or low <= high, "slowest_bpm is above fastest_bpm.")
    for shift in reading.shifts:
        require(shift.start < shift.end, f"The shift “{shift.words[:40]}” ends before it starts.")


def _felt(reading: WishReading, wish: Wish) -> Wish:
    """The wish with the moods and shifts that it did not have yet."""
    avoided = {mood.name for mood in wish.avoided}
    new = [
        Mood(entry.name, entry.valence or 0.0, entry.arousal or 0.0, said.words)
        for said in reading.moods
        if (entry := entry_named("mood", said.mood)) and said.mood not in avoided | set(wish.named)
    ]
    moods = (*wish.moods, *new)
    shifts = () if wish.shifts else reading.shifts
    return replace(
        wish,
        moods=moods,
        named=tuple(dict.fromkeys((*wish.named, *(mood.name for mood in new)))),
        valence=_mean([mood.valence for mood in moods]) if new else wish.valence,
        arousal=_mean([mood.arousal for mood in moods]) if new else wish.arousal,
        shifts=wish.shifts + tuple(MoodShift(s.start, s.end, s.valence, s.arousal, s.words) for s in shifts),
    )


def _played(reading: WishReading, wish: Wish) -> Wish:
    """The wish with instruments that it names neither way yet."""
    known = {*wish.include, *wish.exclude}
    wanted = [s.instrument for s in reading.include if s.instrument not in known]
    unwanted = [s.instrument for s in reading.exclude if s.instrument not in {*known, *wanted}]
    return replace(
        wish,
        include=tuple(dict.fromkeys((*wish.include, *wanted))),
        exclude=tuple(dict.fromkeys((*wish.exclude, *unwanted))),
    )


def _answered(sentence: str, reading: WishReading) -> bool:
    """Whether what was not understood is understood now."""
    words = sentence.partition("“")[2].partition("”")[0].casefold()
    if "was not understood" not in sentence or not words:
        return False
    return any(words in quote.casefold() or quote.casefold() in words for quote in reading.quotes)


def _mean(values: list[float]) -> float:
    return round(sum(values) / len(values), 3)


WISH_DECISION = Decision(WishReading, _offer, _settle)
"""The wish reader's."""
