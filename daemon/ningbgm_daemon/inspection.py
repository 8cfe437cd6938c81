"""What `ningbgm inspect` shows: the edit as read, what was sensed, and the scene as understood."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from ningbgm_agents.agent import Event
from ningbgm_agents.brief import Request
from ningbgm_agents.composing.instructions import instructed_silences, instruction_in
from ningbgm_agents.document import Plain, to_plain
from ningbgm_agents.evidence import Cut, Evidence, PictureCaption, PictureTag
from ningbgm_agents.production import understand
from ningbgm_agents.scene import HolisticScene
from ningbgm_agents.timeline import Edit, Marker, Shot

from .cache import Cache
from .models.thinking import Staffing, transcriber_of, viewers_of
from .sensing import sense_edit
from .telling import told
from .timeline.reader import open_edit
from .timing import MonotonicClock


@dataclass(frozen=True)
class Inspection:
    """A film or timeline as read, sensed and understood."""

    film: Path
    read: Edit
    """The edit as its file says it."""
    edit: Edit
    """The edit with its shots divided where cuts were detected."""
    evidence: Evidence
    scene: HolisticScene

    def plain(self) -> Plain:
        """Everything, as JSON types."""
        return {
            "input": str(self.film),
            **_plain_edit(self.edit),
            **_plain_evidence(self.edit, self.evidence),
            "summary": self.scene.summary,
            "records": [to_plain(record) for record in self.scene.records],
            "turns": [to_plain(turn) for turn in self.scene.turns],
            "key_lines": [to_plain(line) for line in self.scene.key_lines],
        }

    def told(self) -> str:
        """The essentials in words, a line each."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        edit, evidence = self.edit, self.evidence
        yield from told(self.read)
        yield f"Sensed: {', '.join(evidence.modalities) or 'nothing'}"
        hard = sum(cut.kind == "cut" for cut in evidence.cuts)
        yield f"Cuts: {hard} hard, {len(evidence.cuts) - hard} gradual"
        for cut in evidence.cuts:
            kind = cut.kind.replace("_", " ")
            yield f"  {edit.timecode(cut.frame)}  frame {cut.frame}  {kind}, confidence {cut.confidence:.2f}"
        yield f"Speech: {len(evidence.speech)} spans"
        for span in evidence.speech:
            said = f": {span.text}" if span.text else ""
            high = f", about {span.pitch_hz:.0f} Hz" if span.pitch_hz else ""
            yield f"  {span.start_s:.1f} to {span.end_s:.1f} s, {span.loudness_lufs:.1f} LUFS{high}{said}"
        yield from self._seen()
        yield f"Understood: {self.scene.summary}"
        for record in self.scene.records:
            first, last = edit.timecode(record.span.start), edit.timecode(record.span.end)
            yield f"  {first} to {last}  {record.role}: {record.mood}; {record.subject}; {record.background}"
        for line in self.scene.key_lines:
            who = f"{line.speaker}: " if line.speaker else ""
            yield f"Room for {edit.timecode(line.span.start)}  {who}“{line.text}”: {line.why}"
        for note in evidence.notes:
            yield f"Note: {note}"

    def _seen(self) -> Iterator[str]:
        """What models saw; nothing where none was put to work."""
        for caption in self.evidence.captions:
            place = "; ".join(part for part in (caption.setting, ", ".join(caption.moods)) if part)
            yield f"  {self._at(caption)}  “{caption.text}” {place}; {_by(caption)}"
        tags = sorted(self.evidence.tags, key=lambda tag: (tag.image, tag.frame))
        for _, group in groupby(tags, lambda tag: (tag.image, tag.frame)):
            some = list(group)
            words = ", ".join(f"{tag.word} {tag.confidence:.2f}" for tag in some)
            yield f"  {self._at(some[0])}  {words}; {some[0].source}"

    def _at(self, view: PictureCaption | PictureTag) -> str:
        if view.image:
            return Path(view.image).name
        return f"{self.edit.timecode(view.frame)}  frame {view.frame}"


def inspect_film(
    film: Path,
    scored: tuple[str, str] | None = None,
    media_roots: Sequence[Path] = (),
    rate: str = "",
    staffing: Staffing | None = None,
    cache: Cache | None = None,
) -> Inspection:
    """Read, sense and understand a film or timeline; `staffing` says which models hear and see.

    Raises:
        InputError: it cannot be read.
    """
    read = open_edit(film, scored or None, media_roots=media_roots, rate=rate)
    staffing = staffing or Staffing()
    sensed = sense_edit(
        read,
        workers=os.cpu_count() or 1,
        cache=cache,
        transcriber=transcriber_of(staffing),
        viewers=viewers_of(staffing),
    )
    events: list[Event] = []
    _, scene = understand(Request(), sensed.edit, sensed.evidence, events.append, MonotonicClock())
    return Inspection(film, read, sensed.edit, sensed.evidence, scene)


def _plain_edit(edit: Edit) -> dict[str, Plain]:
    return {
        "name": edit.name,
        "rate": {"fps": str(edit.rate.fps), "drop_frame": edit.rate.drop_frame, "text": str(edit.rate)},
        "duration_frames": edit.duration,
        "duration_s": round(float(edit.rate.seconds(edit.duration)), 4),
        "start_timecode": str(edit.timecode(0)),
        "start_frame": edit.start_frame,
        "scored": {"start_frame": edit.span.start, "end_frame": edit.span.end},
        "width": edit.width,
        "height": edit.height,
        "shots": [_plain_shot(shot) for shot in edit.shots],
        "tracks": [to_plain(track) for track in edit.tracks],
        "markers": [_plain_marker(marker) for marker in edit.markers],
        "captions": [to_plain(caption) for caption in edit.captions],
        "silences_by_markers": [to_plain(span) for span in instructed_silences(edit)],
    }


def _plain_marker(marker: Marker) -> Plain:
    asked = instruction_in(marker)
    plain = to_plain(marker)
    assert isinstance(plain, dict), "values become objects"
    return {**plain, "asks": asked.kind if asked else "hit"}


def _plain_shot(shot: Shot) -> Plain:
    return {
        "start_frame": shot.record.start,
        "end_frame": shot.record.end,
        "name": shot.name,
        "kind": shot.kind,
        "media": shot.media.path if shot.media else None,
        "offline": bool(shot.media and shot.media.offline),
    }


def _plain_evidence(edit: Edit, evidence: Evidence) -> dict[str, Plain]:
    return {
        "modalities": list(evidence.modalities),
        "cuts": [_plain_cut(edit, cut) for cut in evidence.cuts if cut.kind == "cut"],
        "gradual": [_plain_cut(edit, cut) for cut in evidence.cuts if cut.kind != "cut"],
        "events": [to_plain(event) for event in evidence.events],
        "speech": [to_plain(span) for span in evidence.speech],
        "silences": [to_plain(span) for span in evidence.silences],
        "loudness_lufs": evidence.loudness_lufs,
        "curves": [to_plain(curve) for curve in evidence.curves],
        "captions": [to_plain(caption) for caption in evidence.captions],
        "tags": [to_plain(tag) for tag in evidence.tags],
        "notes": list(evidence.notes),
    }


def _by(caption: PictureCaption) -> str:
    return f"{caption.source}, confidence {caption.confidence:.2f}"


def _plain_cut(edit: Edit, cut: Cut) -> Plain:
    return {
        "frame": cut.frame,
        "confidence": cut.confidence,
        "kind": cut.kind,
        "duration": cut.duration,
        "timecode": str(edit.timecode(cut.frame)),
    }
