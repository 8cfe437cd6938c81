"""Reads an FCPXML file or bundle, as Final Cut Pro and Resolve write it, into an `Edit`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from ningbgm_agents.errors import TimelineError
from ningbgm_agents.timeline import Caption, Edit, FrameRate, Span

from . import limits
from .assembling import Lane, assemble
from .fcpxml_content import Content
from .fcpxml_file import Story, load_story
from .fcpxml_layers import Flattener
from .fcpxml_nests import Laid, Place
from .fcpxml_resources import Format, Resources
from .fcpxml_roles import role_use
from .fcpxml_time import time_of, time_or
from .media_path import MediaFinder
from .pieces import Layer, Piece

_HALF = Fraction(1, 2)


def _unknown_start(_path: str) -> Fraction:
    return Fraction(0)


def read_fcpxml(
    path: Path,
    media: MediaFinder | None = None,
    media_start_s: Callable[[str], Fraction] = _unknown_start,
) -> Edit:
    """The edit that an `.fcpxml` file or an `.fcpxmld` bundle describes, FCPXML 1.5 to 1.14.

    `media` finds what it names, by default beside the timeline. `media_start_s` tells the start
    timecode of a media file, in seconds, where the timeline does not say it. Ramps of speed are laid
    as straight parts (`fcpxml_time.retimed`).

    Raises:
        TimelineError: not FCPXML, or nothing in it to score, with the reason in one sentence.
    """
    story = load_story(path)
    resources = Resources(story.root, media or MediaFinder(path if path.is_dir() else path.parent))
    form = _format(story, resources)
    rate, notes = _rate(story, form, path.name)
    flattener = Flattener(resources, rate.fps, media_start_s)
    laid = _laid(story, flattener, rate)
    whole = _from_zero(laid.whole)
    edit = assemble(
        path,
        story.name,
        rate,
        rate.frame_at(_start_s(story)),
        Layer(whole.seen(), laid.length, whole.notes),
        _lanes(whole),
        _captions(whole, rate),
        (*story.notes, *notes, *flattener.notes),
        length=max(laid.length, _length_s(story) * rate.fps),
    )
    return replace(edit, width=form.width, height=form.height) if edit.shots else edit


def _format(story: Story, resources: Resources) -> Format:
    """The format of the story; the clip's media's where it has none."""
    found = None
    if story.sequence is not None:
        found = resources.format(story.sequence.get("format"))
    elif story.clip is not None:
        inside = [story.clip, *story.clip.iter()]
        refs = (item.get("format") or resources.format_of(item.get("ref")) for item in inside)
        formats = (resources.format(ref) for ref in refs if ref)
        found = next((form for form in formats if form is not None and form.fps is not None), None)
    return found or Format(None)


def _rate(story: Story, form: Format, name: str) -> tuple[FrameRate, tuple[str, ...]]:
    """The rate of the edit, drop-frame where the sequence counts so and the rate can."""
    fps = form.fps
    if fps is None and story.clip is not None:
        fps = Fraction(limits.SOUND_ONLY_FPS)
    if fps is None:
        raise TimelineError(
            f"{name} does not say how many frames a second its project has; export it again from the"
            " editing program"
        )
    source = story.sequence if story.sequence is not None else story.clip
    if source is None or source.get("tcFormat") != "DF":
        return FrameRate(fps), ()
    try:
        return FrameRate(fps, drop_frame=True), ()
    except TimelineError:
        return FrameRate(fps), (f"the project counts in drop-frame timecode, which {fps} fps has not",)


def _laid(story: Story, flattener: Flattener, rate: FrameRate) -> Laid:
    if story.sequence is not None:
        return flattener.sequence(story.sequence)
    assert story.clip is not None
    start = time_or(story.clip, "offset")
    return flattener.storyline([story.clip], start, Place(0, 0, rate.fps))


def _start_s(story: Story) -> Fraction:
    if story.sequence is not None:
        return time_or(story.sequence, "tcStart")
    return time_or(story.clip, "start") if story.clip is not None else Fraction(0)


def _length_s(story: Story) -> Fraction:
    said = time_of(story.sequence, "duration") if story.sequence is not None else None
    return said or Fraction(0)


def _from_zero(content: Content) -> Content:
    """The same without what lies before the first frame, where connected clips can begin."""

    def cut(layer: Layer) -> Layer:
        end = max((piece.end for piece in layer.pieces), default=Fraction(0))
        pieces = (piece.within(Fraction(0), end) for piece in layer.pieces)
        return replace(layer, pieces=tuple(piece for piece in pieces if piece is not None))

    return Content(
        tuple((depth, cut(layer)) for depth, layer in content.pictures),
        tuple((role, cut(layer)) for role, layer in content.sounds),
        cut(content.words),
        content.notes,
    )


def _lanes(content: Content) -> list[Lane]:
    """A lane for each role, as Final Cut shows them; more where sounds of one role overlap."""
    by_role: dict[str, list[Piece]] = {}
    for role, layer in content.sounds:
        by_role.setdefault(role, []).extend(layer.pieces)
    lanes = []
    for role, pieces in by_role.items():
        for number, layer in enumerate(_side_by_side(pieces), 1):
            lanes.append(Lane(role if number == 1 else f"{role} {number}", layer, role_use(role)))
    return lanes


def _side_by_side(pieces: Iterable[Piece]) -> list[Layer]:
    """The pieces in as few layers as hold them without overlaps; equal ones once."""
    layers: list[list[Piece]] = []
    for piece in sorted(dict.fromkeys(pieces), key=lambda piece: (piece.start, piece.end)):
        free = (layer for layer in layers[: limits.MAX_LANES] if layer[-1].end <= piece.start + _HALF)
        room = next(free, None)
        if room is not None:
            room.append(piece)
        elif len(layers) < limits.MAX_LANES:
            layers.append([piece])
    return [Layer(tuple(layer), layer[-1].end) for layer in layers]


def _captions(content: Content, rate: FrameRate) -> list[Caption]:
    captions = []
    for piece in sorted(content.words.pieces, key=lambda piece: (piece.start, piece.end)):
        span = Span(*(rate.frame_at(frame / rate.fps) for frame in (piece.start, piece.end)))
        if span.duration:
            captions.append(Caption(span, piece.name, "title" if piece.kind == "title" else "caption"))
    return captions
