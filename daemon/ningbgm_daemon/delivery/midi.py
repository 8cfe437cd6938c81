"""Writes each cue as a Standard MIDI File that keeps the picture's sync: one file speaks mido."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import mido

from ningbgm_agents.lyrics import VOICE_STEM
from ningbgm_agents.score import ControlPoint, Cue, Instrument, Key, Note, Part, Score
from ningbgm_agents.timeline import Edit

from .midi_lyrics import lyric_events
from .midi_tempo import TICKS_PER_BEAT, TickMap

_DRUM_CHANNEL = 9
_MELODIC_CHANNELS = tuple(channel for channel in range(16) if channel != _DRUM_CHANNEL)
_EXPRESSION, _PAN, _BANK, _REVERB = 11, 10, 0, 91
_CURVE_STEP_SAMPLES = 2_400
"""Expression is sampled every 50 ms, and only changes are written."""
_PATCH_PROGRAMS = {
    "pad": 89, "pulse": 81, "sub": 38, "riser": 97, "noise": 122, "impact": 47, "shimmer": 98,
}  # fmt: skip
"""The General MIDI programs nearest to the synthesised layers."""
_MAJOR_KEYS = ("C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")
_MINOR_KEYS = ("Cm", "C#m", "Dm", "Ebm", "Em", "Fm", "F#m", "Gm", "G#m", "Am", "Bbm", "Bm")
_MINOR_SCALES = ("aeolian", "dorian", "phrygian", "locrian", "minor")
_OFF, _CONTROL, _ON = 0, 1, 2
"""Order of events on one tick: a note ends before the next of its pitch begins."""

Timed = tuple[int, int, mido.Message | mido.MetaMessage]


_SLIDE_STEPS, _SLIDE_SAMPLES = 6, 4320
"""A slide takes 90 ms, as the sampler plays it."""


def write_midi(folder: Path, score: Score) -> tuple[Path, ...]:
    """Write `midi/{cue}.mid` for every cue: type 1, 960 ticks a quarter note."""
    (folder / "midi").mkdir(exist_ok=True)
    paths = []
    for cue in score.cues:
        path = folder / "midi" / f"{cue.name}.mid"
        midi_of(score, cue).save(str(path))
        paths.append(path)
    return tuple(paths)


def midi_of(score: Score, cue: Cue) -> mido.MidiFile:
    """A cue as a MIDI file: a conductor track, then one track a part."""
    ticks = TickMap.of(cue.tempo_map)
    end = ticks.tick_of_sample(score.sample_count(cue))
    tracks = [_track(_conductor(score, cue, ticks), end)]
    for part, (port, channel) in zip(cue.parts, _channels(cue.parts), strict=True):
        words = lyric_events(part, cue.lyrics, ticks) if part.stem == VOICE_STEM and cue.lyrics else []
        tracks.append(_track([*_part(part, port, channel, ticks), *words], end))
    return mido.MidiFile(type=1, ticks_per_beat=TICKS_PER_BEAT, tracks=tracks, charset="utf-8")


def _conductor(score: Score, cue: Cue, ticks: TickMap) -> list[Timed]:
    first = score.first_sample(cue)
    meta = mido.MetaMessage
    events: list[Timed] = [
        (0, _OFF, meta("track_name", name=f"{score.edit.name} {cue.name}")),
        (0, _OFF, _smpte_offset(score.edit, cue.span.start)),
        (0, _OFF, meta("key_signature", key=_key_signature(cue.key))),
    ]
    for tick, bar in ticks.metre_changes():
        over, under = bar.metre
        beats_in_24ths = 24 * 4 // under
        signature = meta("time_signature", numerator=over, denominator=under, clocks_per_click=beats_in_24ths)
        events.append((tick, _OFF, signature))
    events.extend(
        (event.tick, _CONTROL, meta("set_tempo", tempo=event.microseconds)) for event in ticks.tempo_events()
    )
    starts = {bar.number: bar.start_beat for bar in cue.tempo_map.bars}
    for section in cue.sections:
        tick = ticks.tick_of_beat(starts.get(section.start_bar, Fraction(0)))
        events.append((tick, _ON, meta("marker", text=f"section {section.name}")))
    for hit in cue.hits:
        where = f"frame {hit.frame} {score.edit.timecode(hit.frame)}"
        text = f"hit {hit.kind} {where}"
        events.append((ticks.tick_of_sample(hit.sample - first), _ON, meta("marker", text=text)))
    return events


def _part(part: Part, port: int, channel: int, ticks: TickMap) -> list[Timed]:
    def control(number: int, value: float) -> mido.Message:
        level = min(max(round(value), 0), 127)
        return mido.Message("control_change", channel=channel, control=number, value=level)

    program = mido.Message("program_change", channel=channel, program=_program(part.instrument))
    events: list[Timed] = [
        (0, _OFF, mido.MetaMessage("track_name", name=part.name)),
        (0, _OFF, mido.MetaMessage("instrument_name", name=part.instrument.name)),
        (0, _OFF, mido.MetaMessage("midi_port", port=port)),
        (0, _OFF, control(_BANK, 0)),
        (0, _OFF, program),
        (0, _OFF, control(_PAN, 64 + 63 * part.pan)),
        (0, _OFF, control(_REVERB, 127 * part.reverb)),
    ]
    for sample, level in _thinned(part.expression):
        events.append((ticks.tick_of_sample(sample), _CONTROL, control(_EXPRESSION, level)))
    for note in part.notes:
        start = ticks.tick_of_sample(note.start)
        stop = max(start + 1, ticks.tick_of_sample(note.start + note.duration))
        on = mido.Message("note_on", channel=channel, note=note.pitch, velocity=note.velocity)
        off = mido.Message("note_off", channel=channel, note=note.pitch, velocity=0)
        events += [(start, _ON, on), (stop, _OFF, off), *_slide(note, channel, ticks)]
    return events


def _slide(note: Note, channel: int, ticks: TickMap) -> list[Timed]:
    """A note's glide to its pitch as pitch-wheel messages, for the usual range of two semitones."""
    if not note.slide:
        return []
    shares = [(step, (1 - step / _SLIDE_STEPS) ** 2) for step in range(_SLIDE_STEPS + 1)]
    return [
        (
            ticks.tick_of_sample(note.start + step * _SLIDE_SAMPLES // _SLIDE_STEPS),
            _OFF,
            mido.Message("pitchwheel", channel=channel, pitch=round(note.slide * share * 4095)),
        )
        for step, share in shares
    ]


def _track(events: Iterable[Timed], end: int) -> mido.MidiTrack:
    """Events in order, with times as differences; the track ends with the cue."""
    track, now = mido.MidiTrack(), 0
    for tick, _, message in sorted(events, key=lambda event: event[:2]):
        track.append(message.copy(time=tick - now))
        now = tick
    track.append(mido.MetaMessage("end_of_track", time=max(0, end - now)))
    return track


def _channels(parts: Sequence[Part]) -> list[tuple[int, int]]:
    """A port and channel for each part: kits on channel 10, the others apart while ports last."""
    places, kits, melodic = [], 0, 0
    for part in parts:
        if part.instrument.kit:
            places.append((kits, _DRUM_CHANNEL))
            kits += 1
        else:
            port, index = divmod(melodic, len(_MELODIC_CHANNELS))
            places.append((port, _MELODIC_CHANNELS[index]))
            melodic += 1
    return places


def _thinned(points: Sequence[ControlPoint]) -> list[tuple[int, int]]:
    """Expression as sample and CC 11 value, a point for every change of value and no more."""
    if not points:
        return [(0, 127)]
    levels = [(points[0].sample, round(127 * points[0].value))]
    for left, right in pairwise(points):
        span = max(1, right.sample - left.sample)
        steps = range(left.sample + _CURVE_STEP_SAMPLES, right.sample, _CURVE_STEP_SAMPLES)
        for sample in (*steps, right.sample):
            share = (sample - left.sample) / span
            level = round(127 * (left.value + share * (right.value - left.value)))
            if level != levels[-1][1]:
                levels.append((sample, level))
    return [(max(0, sample), min(max(level, 0), 127)) for sample, level in levels]


def _program(instrument: Instrument) -> int:
    if instrument.patch is not None:
        return _PATCH_PROGRAMS[instrument.patch]
    return min(max(instrument.program, 0), 127)


def _key_signature(key: Key) -> str:
    minor = key.scale in _MINOR_SCALES or "minor" in key.scale
    return (_MINOR_KEYS if minor else _MAJOR_KEYS)[key.tonic % 12]


def _smpte_offset(edit: Edit, frame: int) -> mido.MetaMessage:
    """The timecode of the cue's first frame; MIDI knows 24, 25, 29.97 drop and 30 frames."""
    text = str(edit.timecode(frame)).lstrip("-").replace(";", ":")
    hours, minutes, seconds, frames = (int(word) for word in text.split(":"))
    nominal = edit.rate.nominal
    base = next((rate for rate in (24, 25, 30) if nominal % rate == 0), 30)
    exact = Fraction(frames * base, nominal)
    return mido.MetaMessage(
        "smpte_offset",
        frame_rate=29.97 if edit.rate.drop_frame else base,
        hours=hours % 24,
        minutes=minutes,
        seconds=seconds,
        frames=int(exact),
        sub_frames=int((exact - int(exact)) * 100),
    )
