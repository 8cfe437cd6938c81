"""The sentences of a wish that hold numbers, read into a `Wish`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import cast

from ..brief import Mode, Silence
from .sentences import Sentence, SentenceKind
from .times import number_in, seconds_in
from .wish import LAST_S, TailSilence, TimedMood, Wish

_EXACT, _ABOUT = 0.02, 0.06
"""How far a tempo given in numbers may bend, said exactly or 'around'.

6 % is what sections may differ from each other.
"""
_TEMPO_LIMITS = (30.0, 240.0)


def said_in_numbers(wish: Wish, sentences: tuple[Sentence, ...], fps: float) -> Wish:
    """The wish with everything that these sentences say."""
    for sentence in sentences:
        reader = _READERS.get(sentence.kind)
        if reader:
            wish = reader(wish, sentence, fps)
    return wish


def _tempo(wish: Wish, sentence: Sentence, fps: float) -> Wish:
    low = float(sentence.parts["low"])
    high = float(sentence.parts.get("high", low))
    bend = 0.0 if high > low else _ABOUT if _about(sentence.text) else _EXACT
    low, high = round(min(low, high) * (1 - bend), 1), round(max(low, high) * (1 + bend), 1)
    if low < _TEMPO_LIMITS[0] or high > _TEMPO_LIMITS[1]:
        return wish.complaining(f"“{sentence.text}” is outside 30 to 240 beats a minute and was not used.")
    return replace(wish, tempo_bpm=(low, high))


def _about(text: str) -> bool:
    return text.startswith(("around", "about", "roughly", "approx", "大约", "约"))


def _loudness(wish: Wish, sentence: Sentence, fps: float) -> Wish:
    number = sentence.parts["lufs"].replace("−", "-").replace("–", "-").replace(" ", "")
    return replace(wish, loudness_lufs=-abs(float(number)))


def _key(wish: Wish, sentence: Sentence, fps: float) -> Wish:
    mode = {"大调": "major", "小调": "minor"}.get(sentence.parts["mode"], sentence.parts["mode"])
    wish = replace(wish, mode=cast("Mode", mode))
    return wish.complaining(
        f"The tonic {sentence.parts['tonic'].upper()} is not fixed: the music is in {mode},"
        " in keys that the form asks for."
    )


def _variations(wish: Wish, sentence: Sentence, fps: float) -> Wish:
    count = round(number_in(sentence.parts["count"]))
    return replace(wish, variations=max(1, count))


def _silent(start_s: float, end_s: float) -> Callable[[Wish, Sentence, float], Wish]:
    """A reader of silences; a NaN is filled with the sentence's time."""

    def read(wish: Wish, sentence: Sentence, fps: float) -> Wish:
        time = seconds_in(sentence.parts["time"], fps=fps)
        start = time if start_s != start_s else start_s
        end = time if end_s != end_s else end_s
        return _silence(wish, Silence(start, end, sentence.text))

    return read


def _silent_between(wish: Wish, sentence: Sentence, fps: float) -> Wish:
    first = seconds_in(sentence.parts["first"], sentence.parts["time"], fps)
    last = seconds_in(sentence.parts["time"], fps=fps)
    if last <= first:
        return wish.complaining(f"“{sentence.text}” ends before it starts and was not used.")
    return _silence(wish, Silence(first, last, sentence.text))


def _silent_until(wish: Wish, sentence: Sentence, fps: float) -> Wish:
    return _silence(wish, Silence(0.0, LAST_S, sentence.text, until=sentence.parts["words"]))


def _silence(wish: Wish, silence: Silence) -> Wish:
    return replace(wish, silences=(*wish.silences, silence))


def _silent_last(wish: Wish, sentence: Sentence, fps: float) -> Wish:
    return replace(wish, tail_silence=TailSilence(seconds_in(sentence.parts["time"], fps=fps)))


def _peak_at(wish: Wish, sentence: Sentence, fps: float) -> Wish:
    second = seconds_in(sentence.parts["time"], fps=fps)
    return replace(wish, timed=(*wish.timed, TimedMood(second, 0.3, 0.9, sentence.text)))


def _hit_at(wish: Wish, sentence: Sentence, fps: float) -> Wish:
    return wish.complaining(
        f"“{sentence.text}”: hits are taken from the picture and from the edit's markers; set a marker there."
    )


def _length(wish: Wish, sentence: Sentence, fps: float) -> Wish:
    return replace(wish, duration_s=seconds_in(sentence.parts["time"], fps=fps))


def _time(wish: Wish, sentence: Sentence, fps: float) -> Wish:
    return wish.complaining(
        f"“{sentence.text}” could not be tied to anything that can be timed; it changed nothing."
    )


def _no_music(wish: Wish, sentence: Sentence, fps: float) -> Wish:
    return wish.complaining(f"“{sentence.text}” leaves nothing to score; say from when to when.")


def _work(wish: Wish, sentence: Sentence, fps: float) -> Wish:
    return wish.complaining(
        f"“{sentence.text}” cannot be honoured: existing works are neither played nor"
        " copied; the music is written anew."
    )


_THE_TIME = float("nan")
_READERS: dict[SentenceKind, Callable[[Wish, Sentence, float], Wish]] = {
    "tempo": _tempo,
    "loudness": _loudness,
    "key": _key,
    "variations": _variations,
    "silent_before": _silent(0.0, _THE_TIME),
    "silent_after": _silent(_THE_TIME, LAST_S),
    "silent_between": _silent_between,
    "silent_until": _silent_until,
    "silent_last": _silent_last,
    "silent_opening": lambda wish, sentence, fps: replace(wish, opening_silence=True),
    "silent_ending": lambda wish, sentence, fps: replace(wish, tail_silence=TailSilence(None)),
    "silent_speech": lambda wish, sentence, fps: replace(wish, silent_under_speech=True),
    "duck": lambda wish, sentence, fps: replace(wish, duck=True),
    "no_duck": lambda wish, sentence, fps: replace(wish, duck=False),
    "peak_at": _peak_at,
    "hit_at": _hit_at,
    "length": _length,
    "time": _time,
    "no_music": _no_music,
    "work": _work,
    "play": _work,
}
