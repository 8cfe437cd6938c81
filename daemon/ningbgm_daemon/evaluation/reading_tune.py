"""Notes for the metrics, from a score of ours or from anybody's MIDI file (one file reads MIDI)."""

from __future__ import annotations

from pathlib import Path

import mido

from ningbgm_agents.errors import InputError
from ningbgm_agents.score import Cue, Part, Score

from .metrics.tune import Tune, TuneNote
from .pieces import Declared

MIDI = (".mid", ".midi")
_UNPITCHED = ("noise", "impact", "riser")
_DRUMS = 9
_MINOR = ("aeolian", "dorian", "phrygian", "locrian")


def tune_of(score: Score) -> Tune:
    """The notes of all cues, one after the other."""
    notes: list[TuneNote] = []
    bars: list[float] = [0.0]
    chords: list[str] = []
    for cue in score.cues:
        offset, count = bars[-1], score.sample_count(cue)
        tempo = cue.tempo_map
        for part in cue.parts:
            notes += [
                TuneNote(
                    offset + float(tempo.beat(note.start)),
                    offset + float(tempo.beat(note.start + note.duration)),
                    note.pitch,
                    _is_drum(part),
                )
                for note in part.notes
            ]
        bars += [
            offset + float(bar.start_beat + bar.beats)
            for bar in tempo.bars
            if tempo.sample(bar.start_beat) < count
        ]
        chords += [chord.symbol for chord in cue.chords]
    return Tune(tuple(sorted(notes, key=lambda n: (n.start, n.pitch))), tuple(bars), tuple(chords))


def declared_by(score: Score) -> Declared:
    """What a score of ours says of itself."""
    fps = score.edit.rate
    longest = max(score.cues, key=lambda cue: cue.span.duration)
    return Declared(
        hits_s=tuple(float(fps.seconds(hit.frame)) for cue in score.cues for hit in cue.hits),
        joins_s=tuple(time for cue in score.cues for time in _joins(score, cue)),
        bpms=tuple(tuple(s.bpm for s in cue.tempo_map.segments) for cue in score.cues),
        base_bpm=longest.tempo_map.base_bpm,
        key=(longest.key.tonic % 12, not ("minor" in longest.key.scale or longest.key.scale in _MINOR)),
        loudness_lufs=score.brief.delivery.loudness_lufs,
    )


def read_midi(path: Path) -> tuple[Tune, Declared]:
    """Notes, bars and tempi of a MIDI file.

    Raises:
        InputError: it is not one.
    """
    try:
        file = mido.MidiFile(str(path))
    except (OSError, ValueError, EOFError, IndexError, KeyError) as error:
        raise InputError(f"{path} cannot be read as MIDI: {error}") from error
    notes: list[TuneNote] = []
    metres: list[tuple[float, float]] = []
    bpms: list[float] = []
    for track in file.tracks:
        now = 0
        open_notes: dict[tuple[int, int], float] = {}
        for message in track:
            now += message.time
            beat = now / file.ticks_per_beat
            if message.type == "time_signature":
                metres.append((beat, message.numerator * 4 / message.denominator))
            elif message.type == "set_tempo":
                bpms.append(mido.tempo2bpm(message.tempo))
            elif message.type in ("note_on", "note_off"):
                place = (message.channel, message.note)
                if place in open_notes and open_notes[place] < beat:
                    begun = open_notes.pop(place)
                    notes.append(TuneNote(begun, beat, message.note, message.channel == _DRUMS))
                if message.type == "note_on" and message.velocity:
                    open_notes[place] = beat
    end = max((note.end for note in notes), default=0.0)
    tune = Tune(tuple(sorted(notes, key=lambda n: (n.start, n.pitch))), _bars(sorted(metres), end))
    return tune, Declared(bpms=(tuple(bpms),) if bpms else (), base_bpm=bpms[0] if bpms else None)


def _bars(metres: list[tuple[float, float]], end: float) -> tuple[float, ...]:
    """Where bars begin: four quarters until the file says otherwise."""
    bars, beats, coming = [0.0], 4.0, list(metres)
    while bars[-1] < end or len(bars) < 2:
        while coming and coming[0][0] <= bars[-1] + 1e-6:
            beats = coming.pop(0)[1]
        bars.append(bars[-1] + beats)
    return tuple(bars)


def _joins(score: Score, cue: Cue) -> list[float]:
    """Where the later sections of a cue begin, in seconds of the film."""
    first, starts = score.first_sample(cue), {bar.number: bar.start_beat for bar in cue.tempo_map.bars}
    bars = [section.start_bar for section in cue.sections[1:] if section.start_bar in starts]
    return [(first + cue.tempo_map.sample(starts[bar])) / 48_000 for bar in bars]


def _is_drum(part: Part) -> bool:
    return part.instrument.kit or part.instrument.patch in _UNPITCHED
