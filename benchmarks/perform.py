"""Times the built-in performer, alone and beside FluidSynth's own program, and weighs its memory.

    python benchmarks/perform.py --minutes 2 10 --workers 2

Prints one JSON object a line: wall and processor seconds, times real time, notes, and the largest resident
memory of the main process and of its rendering processes in megabytes.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import mido

from ningbgm_agents.score import Score
from ningbgm_agents.timeline import Span
from ningbgm_daemon.performance.soundfont import own_soundfont
from ningbgm_daemon.performance.soundfont_performer import SoundFontPerformer

sys.path.append(str(Path(__file__).parents[1] / "tests" / "daemon" / "performance"))
from small_scores import SECOND, cue_of, score_of


def dense_score(minutes: float) -> Score:
    """Six stems, eight parts, about 15 notes a second, a hit every 12 s, speech every 30 s."""
    seconds = round(minutes * 60)
    hits = tuple(float(at) + 0.04 for at in range(8, seconds - 6, 12))
    speech = tuple((at * SECOND, (at + 4) * SECOND, -23.0) for at in range(12, seconds - 8, 30))
    return score_of((cue_of("1m1", Span(0, seconds * 25), hits),), seconds, speech)


def time_performer(score: Score, workers: int) -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        started, used = time.perf_counter(), _processor_s()
        performer = SoundFontPerformer(Path(folder), workers=workers)
        heard = performer.perform(score, lambda share: None)
        wall_s, used = time.perf_counter() - started, _processor_s() - used
        performer.close()
    return {
        "wall_s": round(wall_s, 2),
        "processor_s": round(used, 2),
        "times_real_time": round(heard[-1].sample_count / SECOND / wall_s, 1),
        "loudness_lufs": round(heard[-1].loudness_lufs, 2),
    }


def time_fluidsynth(score: Score) -> dict[str, float] | None:
    """FluidSynth's program on the sampled parts, one stem after the other, without any mixing."""
    if shutil.which("fluidsynth") is None:
        return None
    stems = sorted({part.stem for part in score.cues[0].parts})
    with tempfile.TemporaryDirectory() as folder:
        files = [_write_midi(score, stem, Path(folder)) for stem in stems]
        started, used = time.perf_counter(), _processor_s()
        for file in files:
            subprocess.run(
                ["fluidsynth", "-niq", "-r", "48000", "-F", str(file.with_suffix(".wav")),
                 str(own_soundfont()), str(file)],
                check=True, capture_output=True,
            )  # fmt: skip
        wall_s, used = time.perf_counter() - started, _processor_s() - used
    seconds = score.sample_count(score.cues[0]) / SECOND
    return {
        "wall_s": round(wall_s, 2),
        "processor_s": round(used, 2),
        "times_real_time": round(seconds / wall_s, 1),
    }


def _processor_s() -> float:
    """Processor time of this process and its ended children."""
    found = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in found)


def _write_midi(score: Score, stem: str, folder: Path) -> Path:
    """The sampled parts of a stem at one tick a millisecond."""
    file = mido.MidiFile(ticks_per_beat=500)
    parts = [p for p in score.cues[0].parts if p.stem == stem and p.instrument.patch is None]
    for number, part in enumerate(parts):
        channel = 9 if part.instrument.kit else number
        events = [(n.start // 48, "note_on", n.pitch, n.velocity) for n in part.notes]
        events += [((n.start + n.duration) // 48, "note_off", n.pitch, 0) for n in part.notes]
        program = part.instrument.program
        track = mido.MidiTrack([mido.Message("program_change", channel=channel, program=program)])
        now = 0
        for tick, kind, pitch, velocity in sorted(events):
            track.append(mido.Message(
                kind, channel=channel, note=pitch, velocity=velocity, time=tick - now
            ))  # fmt: skip
            now = tick
        file.tracks.append(track)
    path = folder / f"{stem}.mid"
    file.save(path)
    return path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--minutes", type=float, nargs="+", default=[2.0, 10.0])
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--fluidsynth", action="store_true", help="time FluidSynth's program too")
    chosen = parser.parse_args()
    for minutes in chosen.minutes:
        score = dense_score(minutes)
        row: dict[str, object] = {
            "minutes": minutes,
            "notes": sum(len(part.notes) for part in score.cues[0].parts),
            "ours": time_performer(score, chosen.workers),
            "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
            "peak_mb_of_a_renderer": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
        }
        if chosen.fluidsynth:
            row["fluidsynth_notes_only"] = time_fluidsynth(score)
        print(json.dumps(row), flush=True)


if __name__ == "__main__":
    main()
