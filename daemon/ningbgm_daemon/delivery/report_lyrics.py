"""The report's words: a lane of what is sung under the notes, and the lines in full."""

from __future__ import annotations

from ningbgm_agents.lyrics import VOICE_STEM, Author, Line
from ningbgm_agents.score import Cue, Note, Score

from .report_axis import Axis, lane
from .report_markup import Markup, element, joined

_AUTHORS: dict[Author, str] = {
    "rules": "written by the house",
    "model": "written by a language model",
    "user": "your own words",
}
_MOST_LINES = 400


def lyrics_lane(axis: Axis, score: Score) -> Markup:
    """Every line where it is sung; nothing where nobody sings."""
    sung = [(cue, line) for cue in score.cues if cue.lyrics for line in cue.lyrics.lines][:_MOST_LINES]
    if not sung:
        return Markup("")
    return lane("Words", _voices(score), "words", *(_block(axis, score, cue, line) for cue, line in sung))


def lyrics_part(score: Score) -> Markup:
    """The words of every cue, stressed syllables underlined; nothing where nobody sings."""
    cues = [cue for cue in score.cues if cue.lyrics]
    if not cues:
        return Markup("")
    return element("section", element("h2", "Words"), *(_cue(cue) for cue in cues))


def _voices(score: Score) -> str:
    return ", ".join(dict.fromkeys(cue.lyrics.voice for cue in score.cues if cue.lyrics))


def _notes(cue: Cue) -> tuple[Note, ...]:
    return next((part.notes for part in cue.parts if part.stem == VOICE_STEM), ())


def _block(axis: Axis, score: Score, cue: Cue, line: Line) -> Markup | None:
    notes = _notes(cue)
    carried = [notes[n] for syllable in line.syllables for n in syllable.notes if n < len(notes)]
    if not carried:
        return None
    first = score.first_sample(cue)
    start = axis.at_sample(first + carried[0].start)
    end = axis.at_sample(first + carried[-1].start + carried[-1].duration)
    kind = "sung refrain" if line.refrain else "sung"
    return element("span", line.text, class_=kind, style=axis.block(start, end), data_tip=line.text)


def _cue(cue: Cue) -> Markup:
    assert cue.lyrics is not None, "only cues with words are shown"
    facts = f"{cue.lyrics.voice}, {cue.lyrics.language}, {_AUTHORS[cue.lyrics.author]}"
    lines = [
        element("p", *_syllables(line), class_="refrain" if line.refrain else None)
        for line in cue.lyrics.lines
    ]
    return element("div", element("h3", cue.name), element("small", facts), *lines, class_="lyrics")


def _syllables(line: Line) -> list[Markup]:
    """The words with their stress."""
    spans = []
    for word in line.words:
        spans += [element("u", s.text) if s.stressed else joined(s.text) for s in word.syllables]
        spans.append(joined("" if word.joined else " "))
    return spans
