"""Reads FCP7 XML, as Final Cut Pro 7, Premiere and Resolve write it, into an `Edit`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from xml.etree.ElementTree import Element

from ningbgm_agents.errors import TimelineError
from ningbgm_agents.timeline import Edit, FrameRate, Span

from . import limits
from .assembling import Lane, assemble
from .fcp7_layers import Fcp7Flattener
from .fcp7_titles import titles_of
from .fcp7_values import frame, rate_of, start_of, text
from .media_path import MediaFinder
from .pieces import Layer
from .xml_file import load_xml


def read_fcp7(path: Path, media: MediaFinder | None = None) -> Edit:
    """The edit that an FCP7 XML file (`<xmeml>`) describes: the picture as seen, the sound as placed.

    Of several sequences the first is read that is not nested in another; the notes name the others.
    In and out points of the sequence become the range to score.

    Raises:
        TimelineError: no such XML, or one without a sequence, with the reason in one sentence.
    """
    root = load_xml(path, ("xmeml",))
    named = _named(root)
    sequences = [found for found in _sequences(root) if len(found)]
    if not sequences:
        raise TimelineError(
            f"{path.name} holds no sequence; select the timeline itself when exporting it", path=str(path)
        )
    sequence = sequences[0]
    fps = rate_of(sequence) or Fraction(limits.SOUND_ONLY_FPS)
    rate, start = start_of(sequence, fps)
    flattener = Fcp7Flattener(media or MediaFinder(path.parent), named)
    picture = flattener.picture(sequence, fps)
    captions = titles_of(sequence, fps)
    edit = assemble(
        path,
        text(sequence, "name"),
        rate,
        start,
        picture,
        _lanes(sequence, flattener.tracks(sequence, "audio", fps)),
        captions,
        tuple(_notes(sequences, rate)),
    )
    return _marked(edit, sequence)


def _named(root: Element) -> dict[str, Element]:
    """Files and sequences by tag and id, where they are written out."""
    written = (found for found in root.iter() if found.tag in ("file", "sequence") and len(found))
    return {f"{found.tag} {found.get('id', '')}": found for found in written if found.get("id")}


def _sequences(root: Element) -> Iterator[Element]:
    """Sequences that are not part of a clip, in the order of the file, those nested elsewhere last."""
    waiting, found = [root], []
    while waiting:
        for child in waiting.pop(0):
            if child.tag == "sequence":
                found.append(child)
            elif child.tag in ("project", "bin", "children"):
                waiting.append(child)
    nested = {s.get("id") for top in found for s in top.iter("sequence") if s is not top}
    yield from (s for s in found if s.get("id") not in nested or s.get("id") is None)
    yield from (s for s in found if s.get("id") in nested and s.get("id") is not None)


def _lanes(sequence: Element, layers: list[Layer]) -> list[Lane]:
    """The audio tracks; the channels of one of Premiere's stereo tracks, written apart, are one."""
    lanes: list[Lane] = []
    for number, (track, layer) in enumerate(zip(sequence.findall("media/audio/track"), layers, strict=True)):
        second = track.get("currentExplodedTrackIndex", "0") not in ("", "0")
        name = track.get("MZ.TrackName") or text(track, "name") or f"A{number + 1}"
        if second and lanes:
            lanes[-1] = _with_channel(lanes[-1], layer)
        else:
            lanes.append(Lane(name, layer))
    return lanes


def _with_channel(lane: Lane, channel: Layer) -> Lane:
    """A lane with what only its other channel holds."""
    there = {(piece.start, piece.media) for piece in lane.layer.pieces}
    more = tuple(piece for piece in channel.pieces if (piece.start, piece.media) not in there)
    return replace(lane, layer=replace(lane.layer, pieces=(*lane.layer.pieces, *more)))


def _marked(edit: Edit, sequence: Element) -> Edit:
    """The edit with the part between the sequence's in and out points as its range."""
    first, last = frame(sequence, "in"), frame(sequence, "out")
    start = int(first) if first is not None else 0
    end = min(int(last), edit.duration) if last is not None else edit.duration
    if not 0 <= start < end or (start, end) == (0, edit.duration):
        return edit
    said = (
        f"The timeline's own in and out points, {edit.timecode(start)} to {edit.timecode(end)}, are scored."
    )
    return replace(edit, scored=Span(start, end), notes=(*edit.notes, said))


def _notes(sequences: list[Element], rate: FrameRate) -> Iterator[str]:
    if len(sequences) > 1:
        others = ", ".join(text(found, "name") or "unnamed" for found in sequences[1:4])
        more = f" and {len(sequences) - 4} more" if len(sequences) > 4 else ""
        yield f"The file holds other sequences that were not read: {others}{more}."
    if rate_of(sequences[0]) is None:
        yield f"The sequence names no frame rate; {rate} frames per second were taken."
