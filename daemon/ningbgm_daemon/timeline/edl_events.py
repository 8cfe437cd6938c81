"""Parses the text of a CMX3600 edit list, in all its dialects, into events with their comments."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from ningbgm_agents.errors import TimelineError

from . import limits

Effect = Literal["cut", "dissolve", "wipe", "key", "key background", "key out"]
_CLOCK = r"(\d{1,2}[:;.,]\d{2}[:;.,]\d{2}[:;.,]\d{2,3})"
_TIMES = re.compile(rf"\s+{_CLOCK}\s+{_CLOCK}\s+{_CLOCK}\s+{_CLOCK}(?:\s.*)?$")
_HEAD = re.compile(
    r"^\s*(?P<number>\d{1,7}[A-Z]?)\s+(?P<reel>.*?)\s*(?<!\S)"
    r"(?P<channels>[VAB](?:[A-Z0-9/,+]*)|NONE)\s+"
    r"(?P<effect>C|D|W\s?\d{1,3}|K\s*B|K\s*O|K)"
    r"(?:\s+(?P<frames>\d{1,5}))?\s*$",
    re.I,
)
_MOTION = re.compile(rf"^\s*M2\s+(?P<reel>.*?)\s*(?<!\S)(?P<fps>[+-]?\d{{1,5}}(?:\.\d+)?)\s+{_CLOCK}", re.I)
_MODE = re.compile(r"^\s*FCM\s*:?\s*(NON[\s-]*)?DROP", re.I)
_TITLE = re.compile(r"^\s*TITLE\s*:\s*(.*)$", re.I)
_AUDIO = re.compile(r"^\s*AUD\s+([\d\s]+)$", re.I)
_EFFECTS: dict[str, Effect] = {
    "C": "cut", "D": "dissolve", "W": "wipe", "K": "key", "KB": "key background", "KO": "key out",
}  # fmt: skip


@dataclass(frozen=True)
class Motion:
    """An `M2` line: how fast a source plays from a source timecode on."""

    reel: str
    fps: float
    """Source frames a second; negative plays backwards, zero holds."""
    clock: str


@dataclass
class Event:
    """One line of the list; its times are texts until the rate is known."""

    number: str
    reel: str
    video: int | None
    """Number of the video track, from 1; None for sound alone."""
    audio: tuple[int, ...]
    """Numbers of the audio tracks."""
    effect: Effect
    frames: int
    """Length of a dissolve, wipe or key."""
    clocks: tuple[str, str, str, str]
    """Source in and out, record in and out."""
    drop: bool | None
    """Whether the list said, before it, that timecodes drop frames."""
    comments: list[str] = field(default_factory=list)
    """What stands below it."""
    motions: list[Motion] = field(default_factory=list)


@dataclass
class EditList:
    """A whole list as written."""

    title: str = ""
    drop: bool | None = None
    """What its first FCM line says; None where there is none."""
    events: list[Event] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    """Comments that belong to no event."""


def parse_edl(text: str, name: str) -> EditList:
    """The events of an edit list.

    Raises:
        TimelineError: a text without a single event, or with too many.
    """
    found = EditList()
    drop: bool | None = None
    for line in text.splitlines():
        if mode := _MODE.match(line):
            drop = mode.group(1) is None
            found.drop = drop if found.drop is None else found.drop
        elif title := _TITLE.match(line):
            found.title = found.title or title.group(1).strip()
        elif event := _event(line, drop):
            found.events.append(event)
        else:
            _attach(found, line)
        if len(found.events) > limits.MAX_ITEMS:
            raise TimelineError(f"{name} has more than {limits.MAX_ITEMS} events")
    if not found.events:
        raise TimelineError(f"{name} holds no event of a CMX3600 edit list; export the EDL again as CMX 3600")
    return found


def _event(line: str, drop: bool | None) -> Event | None:
    times = _TIMES.search(line) if len(line) < 2_000 else None
    head = _HEAD.match(line[: times.start()]) if times else None
    if times is None or head is None:
        return None
    effect = _EFFECTS[re.sub(r"[\s\d]", "", head["effect"]).upper()]
    video, audio = _tracks(head["channels"].upper())
    return Event(
        head["number"],
        head["reel"].strip(),
        video,
        audio,
        effect,
        int(head["frames"] or 0),
        (times[1], times[2], times[3], times[4]),
        drop,
    )


def _tracks(channels: str) -> tuple[int | None, tuple[int, ...]]:
    """Track numbers: 'V2' is the second of video, 'AA/V' is picture with two of sound, 'B' with one."""
    if channels == "NONE":
        return None, ()
    video = re.search(r"V(\d{0,2})", channels)
    number = max(1, int(video.group(1) or 1)) if video else None
    audio: list[int] = []
    for letters, digits in re.findall(r"(AA?)(\d{0,3})", channels):
        first = int(digits or 1)
        audio += [first, first + 1] if letters == "AA" else [first]
    if channels.startswith("B"):
        return 1, (1,)
    return number, tuple(dict.fromkeys(audio))


def _attach(found: EditList, line: str) -> None:
    said = line.strip().strip("\x1a").strip()
    if not said:
        return
    event = found.events[-1] if found.events else None
    if event is None:
        found.remarks.append(said)
    elif motion := _MOTION.match(line):
        event.motions.append(Motion(motion["reel"].strip(), float(motion["fps"]), motion[3]))
    elif audio := _AUDIO.match(line):
        event.audio = tuple(dict.fromkeys((*event.audio, *(int(n) for n in audio[1].split()[:16]))))
    elif len(event.comments) < limits.MAX_MARKERS:
        event.comments.append(said)
