"""What every timeline writer lays down: the picture, its sound, and the music, in frames of one rate."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path

from ningbgm_agents.brief import OTHER_STEM, STEMS
from ningbgm_agents.score import Cue, Score
from ningbgm_agents.timeline import SAMPLE_RATE_HZ, Edit, Shot, Sound, Span, Track

from .editing_rate import editing_rate
from .markers import Mark, marks_of
from .otio_original import OWN_TRACK
from .score_json import stems_of
from .source_files import SourceFiles
from .wav_facts import read_wav_header


@dataclass(frozen=True)
class MusicClip:
    """A sound file of ours on the timeline."""

    file: Path
    """Where it will lie once the folder is published."""
    record: Span
    cue: Cue
    stem: str
    """'mix' for the whole cue."""
    first_sample: int
    """Samples since midnight of its first sample, as its Broadcast WAV header says; 0 without one."""
    sample_count: int
    marks: tuple[Mark, ...] = ()
    """Markers to show on it, in frames of the edit."""


@dataclass(frozen=True)
class MusicLane:
    """A track of ours: one stem of every cue that has it."""

    name: str
    clips: tuple[MusicClip, ...]


@dataclass(frozen=True)
class Layout:
    """The timeline to be written; every writer says the same thing in its own dialect."""

    folder: Path
    """Where to write."""
    score: Score
    edit: Edit
    """The edit in frames of the rate to write in: `edit.rate`, exact."""
    picture: tuple[Shot, ...]
    """Shots and gaps without holes from frame 0 to the end; cuts that were only detected are none."""
    sound: tuple[Track, ...]
    """The edit's own sound, free of overlaps."""
    music: tuple[MusicLane, ...]
    mixes: tuple[MusicClip, ...]
    """The cues' mixes, where they were written."""
    sources: SourceFiles = field(default_factory=SourceFiles)

    @property
    def name(self) -> str:
        """What the timeline is called."""
        return f"{self.edit.name} {OWN_TRACK}"

    def transition_into(self, index: int) -> tuple[int, int]:
        """Frames of the transition into a shot before and after its cut; zeros where there is none.

        A record starts in the middle of its transition; the odd frame goes before the cut, so that
        readers who halve and round find the same frame. A fade from black lies behind its cut. What
        would need more picture than the shots or their media have is cut short, for Final Cut
        refuses an edit without media.
        """
        shot, frames = self.picture[index], self.picture[index].transition_frames
        if not frames or shot.transition_in == "cut" or shot.kind == "gap":
            return 0, 0
        left = self.picture[index - 1] if index else None
        room = shot.record.duration // 2
        if left is None or left.kind == "gap":
            return 0, min(frames, room)
        if shot.transition_in == "fade_in":
            # Between two pictures it would be taken for a dissolve, whose middle lies later.
            return 0, 0
        lead, tail = -(-frames // 2), frames // 2
        before = min(left.record.duration // 2, self._spare(shot, before=True))
        after = min(room, self._spare(left, before=False))
        if lead > before or tail > after:
            lead = tail = min(before, after, tail)
        return lead, tail

    def _spare(self, shot: Shot, before: bool) -> int:
        """Frames of the edit for which the shot's media goes on before or after what is seen."""
        if shot.media is None or shot.speed == 0:
            return self.edit.duration
        seen_s = Fraction(0) if before else self.edit.rate.seconds(shot.record.duration)
        position_s = shot.source_start_s + seen_s * shot.speed
        if before == (shot.speed > 0):
            spare_s = position_s
        else:
            length_s = self.sources.of(shot.media).length_s
            spare_s = length_s - position_s if length_s is not None else Fraction(self.edit.duration)
        return max(0, int(spare_s / abs(shot.speed) * self.edit.rate.fps))

    def at_editing_rate(self) -> Layout:
        """The same at a rate that editing programs have; most are so already, GIFs and phones are not."""
        rate = editing_rate(self.edit.rate)
        if rate == self.edit.rate:
            return self
        old = self.edit.rate

        def frame(count: int) -> int:
            return rate.frame_at(old.seconds(count))

        def span(frames: Span) -> Span:
            return Span(frame(frames.start), frame(frames.end))

        edit = replace(
            self.edit,
            rate=rate,
            duration=max(1, frame(self.edit.duration)),
            start_frame=frame(self.edit.start_frame),
            markers=tuple(replace(m, frame=frame(m.frame), duration=0) for m in self.edit.markers),
            captions=tuple(replace(c, record=span(c.record)) for c in self.edit.captions),
            scored=None,
        )
        shots = [
            replace(shot, record=span(shot.record), transition_frames=frame(shot.transition_frames))
            for shot in self.picture
        ]
        tracks = [
            replace(track, sounds=tuple(replace(s, record=span(s.record)) for s in track.sounds))
            for track in self.sound
        ]
        return replace(
            self,
            edit=edit,
            picture=tuple(shot for shot in shots if shot.record.duration),
            sound=tuple(tracks),
            music=tuple(MusicLane(lane.name, _moved(lane.clips, span)) for lane in self.music),
            mixes=_moved(self.mixes, span),
        )


def lay_out(folder: Path, final: Path, score: Score) -> Layout:
    """The timeline of a folder that holds the sound files already and will be moved to `final`.

    Raises:
        DeliveryError: a sound file is no WAV.
    """
    final, edit, sources = final.absolute(), score.edit, SourceFiles()
    stems = {cue.name: stems_of(folder, cue) for cue in score.cues}
    lanes = []
    for stem in (*STEMS, OTHER_STEM):
        clips = tuple(
            # Once is enough: the same markers on every track would bury the timeline.
            _clip(folder, final, cue, stem, marked=stem == stems[cue.name][0])
            for cue in score.cues
            if stem in stems[cue.name]
        )
        if clips:
            lanes.append(MusicLane(f"{OWN_TRACK} {stem}", clips))
    mixes = tuple(
        _clip(folder, final, cue, "mix", marked=True)
        for cue in score.cues
        if (folder / _path(cue, "mix")).is_file()
    )
    picture = _placed(edit)
    sound = _sound(edit, picture, sources)
    return Layout(folder, score, edit, picture, sound, tuple(lanes), mixes, sources)


def _clip(folder: Path, final: Path, cue: Cue, stem: str, marked: bool) -> MusicClip:
    path = _path(cue, stem)
    header = read_wav_header(folder / path)
    marks = marks_of(cue) if marked else ()
    first = (header.time_reference or 0) * SAMPLE_RATE_HZ // header.rate_hz
    return MusicClip(final / path, cue.span, cue, stem, first, header.sample_count, marks)


def _path(cue: Cue, stem: str) -> Path:
    return Path("mix" if stem == "mix" else "stems") / f"{cue.name}_{stem}.wav"


def _placed(edit: Edit) -> tuple[Shot, ...]:
    """The shots without holes, and without the cuts that were only detected: the editor made none."""
    placed: list[Shot] = []
    position = 0
    for shot in edit.shots:
        if shot.record.start > position:
            placed.append(Shot(Span(position, shot.record.start), kind="gap"))
        if placed and shot.confidence < 1 and placed[-1].media == shot.media:
            record = Span(placed[-1].record.start, shot.record.end)
            placed[-1] = replace(placed[-1], record=record)
        else:
            placed.append(shot)
        position = shot.record.end
    if position < edit.duration:
        placed.append(Shot(Span(position, edit.duration), kind="gap"))
    return tuple(placed)


def _sound(edit: Edit, picture: Sequence[Shot], sources: SourceFiles) -> tuple[Track, ...]:
    """The edit's tracks; of a film the sound that its picture came with."""
    if edit.tracks:
        return tuple(replace(track, sounds=_in_line(track, edit)) for track in edit.tracks)
    own = tuple(
        Sound(shot.record, shot.media, shot.source_start_s, shot.speed, shot.name)
        for shot in picture
        if shot.media is not None and shot.speed and sources.of(shot.media).channels
    )
    return (Track("A1", sounds=own),) if own else ()


def _in_line(track: Track, edit: Edit) -> tuple[Sound, ...]:
    """The sounds in order; in a crossfade the later one begins where the first ends."""
    sounds: list[Sound] = []
    position = 0
    for sound in sorted(track.sounds, key=lambda sound: sound.record.start):
        if sound.record.end <= position:
            continue
        late = max(0, position - sound.record.start)
        source = sound.source_start_s + edit.rate.seconds(late) * sound.speed
        record = Span(sound.record.start + late, sound.record.end)
        sounds.append(replace(sound, record=record, source_start_s=source))
        position = sound.record.end
    return tuple(sounds)


def _moved(clips: Sequence[MusicClip], span: Callable[[Span], Span]) -> tuple[MusicClip, ...]:
    return tuple(
        replace(
            clip,
            record=span(clip.record),
            marks=tuple(replace(mark, span=span(mark.span)) for mark in clip.marks),
        )
        for clip in clips
    )
