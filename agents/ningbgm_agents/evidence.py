"""What was sensed: cuts, events, speech, faces and curves, each with its source and confidence.

Everything is in the time of the edit (or, before it is laid on an edit, of the one media file): frames
count from the first frame of picture, seconds likewise. A missing modality is an absent curve or an
empty list, never an error.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from .timeline import FrameRate

CutKind = Literal["cut", "dissolve", "fade_in", "fade_out", "dip"]
EventKind = Literal["action", "flash", "sound"]
Modality = Literal["picture", "sound", "image", "text"]
TagKind = Literal["category", "setting", "activity", "mood"]
_CJK = ("\u3040", "\u9fff")


@dataclass(frozen=True)
class Cut:
    """A change of shot; `frame` is the first frame of the new shot (the middle, for gradual ones)."""

    frame: int
    confidence: float
    kind: CutKind = "cut"
    duration: int = 0
    """Frames that a gradual change takes; 0 for a hard cut."""


@dataclass(frozen=True)
class Event:
    """Something that happens at a frame and that music could answer."""

    frame: int
    kind: EventKind
    strength: float
    """0 to 1."""
    confidence: float


@dataclass(frozen=True)
class SpokenWord:
    """A word that was heard."""

    text: str
    start_s: float
    end_s: float
    confidence: float


@dataclass(frozen=True)
class SpeechSpan:
    """Somebody speaks."""

    start_s: float
    end_s: float
    confidence: float
    loudness_lufs: float = -23.0
    """Loudness of the sound inside the span."""
    text: str = ""
    """The words, where a transcript or subtitles are at hand."""
    words: tuple[SpokenWord, ...] = ()
    """The same one by one, where they were heard by a model."""
    source: str = ""
    """The model that heard the words; empty where none did."""
    pitch_hz: float = 0.0
    """How high the voice speaks, the median of its fundamental; 0 where that was not to be heard."""


@dataclass(frozen=True)
class SilenceSpan:
    """The recorded sound is (almost) silent."""

    start_s: float
    end_s: float


@dataclass(frozen=True)
class FaceSighting:
    """A face is likely in the picture at this frame."""

    frame: int
    height: float
    """Height of the face as a share of the picture's height."""
    confidence: float


@dataclass(frozen=True)
class Curve:
    """A quantity sampled evenly over time; value `i` belongs to second `i / rate_hz`.

    Names and units (each 0 to 1 unless said):
    `motion` (all movement), `camera` (share of movement that is the camera's), `brightness`,
    `saturation`, `warmth` (-1 cold to 1 warm), `contrast`; `loudness` (LUFS, momentary, -70 is
    silence), `onsets` (onsets a second), `tonality` (0 noise to 1 tone), `music` (likelihood of music),
    `speech` (likelihood of speech).
    """

    name: str
    rate_hz: float
    values: tuple[float, ...]
    source: str
    confidence: float = 1.0

    def at(self, second: float) -> float:
        """The value at a time; the ends are held."""
        index = min(max(int(second * self.rate_hz), 0), len(self.values) - 1)
        return self.values[index]

    def mean(self, start_s: float, end_s: float) -> float:
        """The mean between two times (at least one value)."""
        first = min(max(int(start_s * self.rate_hz), 0), len(self.values) - 1)
        last = min(max(int(end_s * self.rate_hz), first + 1), len(self.values))
        part = self.values[first:last]
        return sum(part) / len(part)


@dataclass(frozen=True)
class Colour:
    """One colour of a picture's palette."""

    red: int
    green: int
    blue: int
    share: float


@dataclass(frozen=True)
class Look:
    """The look of a stretch of picture or of a still image."""

    brightness: float
    saturation: float
    warmth: float
    contrast: float
    palette: tuple[Colour, ...] = ()


@dataclass(frozen=True)
class Shown:
    """A shot, or a still image, as seen: its place in time, its look and movement."""

    start_frame: int
    end_frame: int
    look: Look
    motion: float = 0.0
    camera: float = 0.0
    face: float = 0.0
    """Likelihood that a face is seen, 0 to 1."""
    source: str = ""


@dataclass(frozen=True)
class PictureCaption:
    """What a model that describes pictures saw in one of them."""

    frame: int
    """The picture that was looked at."""
    start_frame: int
    """The frames that it stands for begin here."""
    end_frame: int
    """They end before here."""
    text: str
    """One sentence."""
    objects: tuple[str, ...]
    """Who and what is seen, the most important first."""
    moods: tuple[str, ...]
    """Words of the house's vocabulary of pictures (`picture_words`)."""
    setting: str
    """The place."""
    confidence: float
    source: str
    """The model."""
    image: str = ""
    """The still image beside the film that it is of; its frames are 0. Empty for a picture of the film."""


@dataclass(frozen=True)
class PictureTag:
    """A word of the house's vocabulary of pictures that a model found to fit one of them."""

    frame: int
    start_frame: int
    end_frame: int
    word: str
    kind: TagKind
    confidence: float
    source: str
    image: str = ""


@dataclass(frozen=True)
class Witness:
    """A model that told what is seen."""

    name: str
    licence: str = ""
    """Of its weights; empty where its files do not say."""
    noncommercial: bool = False


@dataclass(frozen=True)
class Words:
    """A text that belongs to the film: a synopsis, a caption, subtitles or a script."""

    text: str
    source: str
    start_s: float | None = None
    end_s: float | None = None


@dataclass(frozen=True)
class Evidence:
    """All that was sensed of an edit."""

    rate: FrameRate
    duration: int
    """Frames."""
    modalities: tuple[Modality, ...] = ()
    """What was there to be sensed."""
    cuts: tuple[Cut, ...] = ()
    events: tuple[Event, ...] = ()
    shots: tuple[Shown, ...] = ()
    faces: tuple[FaceSighting, ...] = ()
    speech: tuple[SpeechSpan, ...] = ()
    silences: tuple[SilenceSpan, ...] = ()
    curves: tuple[Curve, ...] = ()
    images: tuple[Shown, ...] = ()
    """Still images given beside the film; frames are 0 until they are placed in time."""
    words: tuple[Words, ...] = ()
    loudness_lufs: float | None = None
    """Integrated loudness of the original sound (ITU-R BS.1770); None without sound."""
    notes: tuple[str, ...] = ()
    """What could not be sensed, in plain words."""
    captions: tuple[PictureCaption, ...] = ()
    """What a model saw, where one was put to work."""
    tags: tuple[PictureTag, ...] = ()
    """What fits the pictures, where a model was put to work that knows."""
    witnesses: tuple[Witness, ...] = ()
    """The models that told captions and tags."""

    @property
    def duration_s(self) -> float:
        """Length in seconds."""
        return float(self.rate.seconds(self.duration))

    def curve(self, name: str) -> Curve | None:
        """The curve of this name, or None where it was not sensed."""
        return next((curve for curve in self.curves if curve.name == name), None)

    def speaking(self, start_s: float, end_s: float) -> float:
        """Seconds of speech between two times."""
        return sum(max(0.0, min(end_s, span.end_s) - max(start_s, span.start_s)) for span in self.speech)


def line_of(words: Sequence[SpokenWord]) -> str:
    """Words as a line; Chinese and Japanese have no spaces."""
    line = ""
    for word in words:
        joined = not line or (_CJK[0] <= line[-1] <= _CJK[1] and _CJK[0] <= word.text[0] <= _CJK[1])
        line += word.text if joined else f" {word.text}"
    return line
