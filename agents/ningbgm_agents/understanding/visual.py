"""The visual expert: what is seen, in words that claim no more than was sensed."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from ..evidence import Evidence, Shown, Words
from ..scene import Support
from ..timeline import Edit, Span
from .bench import Sight
from .colours import names_of
from .pictured import Pictured, pictured, place_images
from .signals import Signals

_FACES = (
    (0.45, "a face, very close"),
    (0.22, "a face, close"),
    (0.1, "a person, at a middle distance"),
    (0.0, "people, far away"),
)
"""Sizes of shots by the height of a face as a share of the picture."""
_LIKELY = 0.5
_TEXT_LENGTH = 80
_MOST_QUOTED = 3
"""Captions of one record that are quoted."""


@dataclass(frozen=True)
class _View:
    """What is known of the picture of one record."""

    start_s: float
    end_s: float
    shots: tuple[Shown, ...]
    faces: tuple[float, ...]
    """Heights of the faces that were seen."""
    most_faces: int
    """Most faces in one frame."""
    images: tuple[Shown, ...]
    pictured: Pictured
    """What models saw in it; nothing where none was put to work."""


def see(edit: Edit, evidence: Evidence, signals: Signals, spans: tuple[Span, ...]) -> tuple[Sight, ...]:
    """What the picture, else the images, else the text shows in each record."""
    told = tell(evidence.words)
    return tuple(_sight(view, signals, told) for view in _views(edit, evidence, spans))


def tell(words: tuple[Words, ...]) -> str:
    """What the film's own texts say it is about, shortened; empty without such a text."""
    text = next((w.text.strip() for w in words if w.start_s is None and w.text.strip()), "")
    first = text.splitlines()[0].strip() if text else ""
    return first if len(first) <= _TEXT_LENGTH else first[: _TEXT_LENGTH - 1].rstrip() + "…"


def _views(edit: Edit, evidence: Evidence, spans: tuple[Span, ...]) -> list[_View]:
    starts = [shot.start_frame for shot in evidence.shots]
    faces = sorted(evidence.faces, key=lambda face: face.frame)
    face_frames = [face.frame for face in faces]
    images = place_images(evidence, edit)
    views = []
    for span, seen_by_models in zip(spans, pictured(evidence, images, spans), strict=True):
        first = max(bisect_left(starts, span.start + 1) - 1, 0)
        last = max(bisect_left(starts, span.end), first + 1)
        seen = faces[bisect_left(face_frames, span.start) : bisect_left(face_frames, span.end)]
        sure = [face for face in seen if face.confidence >= _LIKELY]
        frames = [face.frame for face in sure]
        views.append(
            _View(
                float(edit.rate.seconds(span.start)),
                float(edit.rate.seconds(span.end)),
                tuple(evidence.shots[first:last]),
                tuple(face.height for face in sure),
                max((frames.count(frame) for frame in set(frames)), default=0),
                tuple(i for i in images if i.start_frame < span.end and i.end_frame > span.start),
                seen_by_models,
            )
        )
    return views


def _sight(view: _View, signals: Signals, told: str) -> Sight:
    brightness = signals.mean("brightness", view.start_s, view.end_s)
    if brightness is None:
        return _untold() if not told else _told(told)
    source = signals.sources.get("brightness", "picture")
    subject, subject_why, confidence = _subject(view, signals, brightness)
    background = _background(view, brightness)
    subject, background = _named(view.pictured, subject, background)
    style = _style(view, signals, source)
    if told:
        subject, subject_why = (
            f"{subject}; the text says: {told}",
            f"{subject_why}; text beside the film",
        )
    if view.images and source != "image":
        background += f"; a still image shows {_surroundings(view.images[0].look.brightness, view.images)}"
    return Sight(
        subject,
        background,
        style,
        (
            Support("subject", source, confidence, subject_why),
            Support(
                "background",
                source,
                0.6,
                f"mean brightness {brightness:.2f} and the palette of the shots",
            ),
            Support(
                "background_style",
                source,
                0.6,
                "contrast, saturation, warmth, movement and cutting",
            ),
            *_testimony(view.pictured),
        ),
    )


def _named(seen: Pictured, subject: str, background: str) -> tuple[str, str]:
    """Subject and background by the names that models have for them, else as they were measured."""
    main, setting, activity = seen.main, seen.setting, seen.best("activity")
    if main is not None:
        subject = main.text
    elif activity is not None:
        subject = f"{subject}, {activity.text}"
    return subject, f"{background}: {setting.text}" if setting is not None else background


def _testimony(seen: Pictured) -> list[Support]:
    """Which model says what of the record, and how sure it is."""
    support = [
        Support("subject", caption.source, caption.confidence, f"“{caption.text}”")
        for caption in seen.captions[:_MOST_QUOTED]
    ]
    told = (
        ("subject", "activity", seen.best("activity")),
        ("background", "place", seen.setting),
        *(("mood", "mood of the picture", mood) for mood in seen.moods),
    )
    support += [
        Support(field, word.source, word.confidence, f"{what}: {word.text}")
        for field, what, word in told
        if word is not None
    ]
    return support


def _subject(view: _View, signals: Signals, brightness: float) -> tuple[str, str, float]:
    """The subject in words, why, and how sure that is."""
    if brightness < 0.04:
        return "a black picture", f"mean brightness {brightness:.2f}", 0.9
    if view.faces:
        height = max(view.faces)
        words = next(text for least, text in _FACES if height >= least)
        if view.most_faces > 1:
            words = f"{view.most_faces} faces, the largest {words.partition(', ')[2] or 'near'}"
        return (
            words,
            f"{len(view.faces)} sightings of a face, up to {height:.0%} of the height",
            0.75,
        )
    if max((shown.face for shown in (*view.shots, *view.images)), default=0.0) >= _LIKELY:
        return "a person", "a face is likely in the picture", 0.6
    motion = signals.mean("motion", view.start_s, view.end_s)
    camera = signals.mean("camera", view.start_s, view.end_s) or 0.0
    if motion is None:
        return "a still image", "no movement was sensed", 0.5
    return (
        _movement(motion, camera),
        f"mean movement {motion:.2f}, {camera:.0%} of it the camera's",
        0.5,
    )


def _movement(motion: float, camera: float) -> str:
    if motion > 0.5:
        return "a fast moving view" if camera > 0.6 else "fast movement"
    if motion > 0.2:
        return "a moving view" if camera > 0.6 else "movement"
    return "a slowly moving view" if motion > 0.05 else "a still view"


def _background(view: _View, brightness: float) -> str:
    if brightness < 0.04:
        return "black"
    return _surroundings(brightness, view.shots or view.images)


def _surroundings(brightness: float, shown: tuple[Shown, ...]) -> str:
    light = (
        "dark"
        if brightness < 0.2
        else "dim"
        if brightness < 0.38
        else "evenly lit"
        if brightness < 0.6
        else "bright"
    )
    colours = tuple(colour for one in shown for colour in one.look.palette)
    names = names_of(colours)
    return f"{light} surroundings" + (f" in {' and '.join(names)}" if names else "")


def _style(view: _View, signals: Signals, source: str) -> str:
    def mean(name: str) -> float:
        return signals.mean(name, view.start_s, view.end_s) or 0.0

    saturation, warmth, contrast = mean("saturation"), mean("warmth"), mean("contrast")
    parts = [
        "muted colours" if saturation < 0.2 else "strong colours" if saturation > 0.55 else "natural colours",
        "warm light" if warmth > 0.12 else "cold light" if warmth < -0.12 else "neutral light",
        "high contrast" if contrast > 0.6 else "soft contrast" if contrast < 0.25 else "even contrast",
    ]
    if source == "image":
        return ", ".join([*parts, "still"])
    rate = signals.cut_rate[int(view.start_s) : max(int(view.end_s), int(view.start_s) + 1)]
    cutting = float(rate.mean()) if rate.size else 0.0
    parts.append("quick cuts" if cutting > 24 else "slow cutting" if cutting < 8 else "even cutting")
    return ", ".join(parts)


def _told(told: str) -> Sight:
    why = "no picture or image was given; the text alone speaks"
    return Sight(
        f"as the text says: {told}",
        "as the text tells it, unseen",
        "unseen",
        tuple(Support(field, "text", 0.3, why) for field in ("subject", "background", "background_style")),
    )


def _untold() -> Sight:
    why = "no picture, image or text was given"
    return Sight(
        "not seen",
        "not seen",
        "not seen",
        tuple(Support(field, "none", 0.0, why) for field in ("subject", "background", "background_style")),
    )
