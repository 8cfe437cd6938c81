"""The records of a film as a language model is shown them, in few words."""

from __future__ import annotations

from ..document import Plain
from ..minds.decision import require
from .bench import Feelings, UnderstandingBench
from .pictured import Pictured, pictured, place_images
from .signals import window

MOST_RECORDS = 120
"""A film of more records is not shown: about half an hour."""
_LONGEST_TEXT = 160
_MOST_CAPTIONS, _LONGEST_CAPTIONS = 2, 240
_MOST_ABOUT, _LONGEST_ABOUT = 4, 1200
"""Texts about the film that are shown, and characters of each."""


def require_shown(count: int) -> None:
    """Refuse to show too many records.

    Raises:
        UnfitError: there are more than a model is shown.
    """
    require(
        count <= MOST_RECORDS, f"the film has {count} records; {MOST_RECORDS} are the most that are shown"
    )


def shown_records(bench: UnderstandingBench, feelings: Feelings) -> list[Plain]:
    """Each record with its number, time, what was sensed in it, and its feeling."""
    images = place_images(bench.evidence, bench.edit)
    views = pictured(bench.evidence, images, bench.spans)
    records: list[Plain] = []
    for number, span in enumerate(bench.spans):
        start, end = float(bench.edit.rate.seconds(span.start)), float(bench.edit.rate.seconds(span.end))
        first, last = window(start, end, len(feelings.valence))
        sight, sound, voice = bench.sights[number], bench.sounds[number], bench.voices[number]
        record: dict[str, Plain] = {
            "record": number + 1,
            "start_s": round(start, 1),
            "end_s": round(end, 1),
            "seen": f"{sight.subject}; {sight.background}"[:_LONGEST_TEXT],
            "heard": f"{sound.content}, {sound.style}"[:_LONGEST_TEXT],
            "said": voice.content[:_LONGEST_TEXT],
            "voice": voice.style,
            "valence": _mean(feelings.valence[first:last]),
            "arousal": _mean(feelings.arousal[first:last]),
            "tension": _mean(feelings.tension[first:last]),
        }
        records.append(record | _shown_pictures(views[number]))
    return records


def _shown_pictures(seen: Pictured) -> dict[str, Plain]:
    """What models saw in the pictures; nothing where none was put to work."""
    shown: dict[str, Plain] = {}
    if seen.captions:
        shown["pictured"] = " ".join(c.text for c in seen.captions[:_MOST_CAPTIONS])[:_LONGEST_CAPTIONS]
    moods: list[Plain] = list(dict.fromkeys(mood.text for mood in seen.moods))
    if moods:
        shown["moods_seen"] = moods
    activity = seen.best("activity")
    if activity is not None:
        shown["activity_seen"] = activity.text
    return shown


def shown_texts(bench: UnderstandingBench) -> list[Plain]:
    """The film's own texts, shortened."""
    texts = [words.text for words in bench.evidence.words if words.start_s is None]
    return [text[:_LONGEST_ABOUT] for text in texts[:_MOST_ABOUT]]


def _mean(values: tuple[float, ...]) -> float:
    return round(sum(values) / len(values), 2)
