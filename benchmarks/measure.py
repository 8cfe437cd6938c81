"""Measures a delivered score with tools that are not ours: librosa, PySceneDetect, FFmpeg.

    python benchmarks/measure.py OUT FILM [--cuts 103,178,232]

Prints one JSON object. `OUT` is a folder that `ningbgm score` wrote, `FILM` what
it was written for.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path

import librosa
import numpy as np
import soundfile

from delivered import Json, file_facts, schema_problems
from ningbgm_daemon.evaluation.hearing import FINE_HOP, LISTENING_HZ, detected_onsets, detector_delay_s
from ningbgm_daemon.evaluation.metrics import sync

RATE_HZ = 48_000
TIMELINES = {".otio", ".otioz", ".otiod", ".xml", ".fcpxml", ".edl", ".aaf"}


def measure(out: Path, film: Path, cuts: Sequence[int] | None = None) -> Json:
    """All measurements of one folder; what cannot be measured is null."""
    score = json.loads((out / "score.json").read_text(encoding="utf-8"))
    problems = schema_problems(score)
    fps = Fraction(score["edit"]["rate"]["fps"])
    scored = score["edit"]["scored"]
    result: Json = {"schema_problems": problems, **file_facts(out, score, fps)}
    programme = score["programme"]
    if programme is None or not score["cues"]:
        return result | {"silent": True}
    music = out / programme["path"]
    heard = onsets(music, programme["first_sample"] / RATE_HZ)
    hits = [hit["frame"] / fps for cue in score["cues"] for hit in cue["hits"]]
    found = hard_cuts(film) if cuts is None else list(cuts)
    seen = [frame / fps for frame in found or () if scored["start_frame"] < frame < scored["end_frame"]]
    length_s = float((scored["end_frame"] - scored["start_frame"]) / fps)
    for name, times in heard.items():
        result |= {
            f"hits_met_{name}": share_met(hits, times, float(1 / fps)),
            **cut_facts(seen, times, float(1 / fps), length_s, scored["start_frame"] / float(fps), name),
            f"onsets_a_minute_{name}": round(60 * len(times) / length_s, 1),
        }
    result |= {
        "hits": len(hits),
        "hits_a_minute": round(60 * len(hits) / length_s, 1),
        "cuts": len(seen),
    }
    loudness, peak = ebur128(music)
    target = score["brief"]["delivery"]["loudness_lufs"]
    result |= {"loudness_lufs": loudness, "loudness_target": target, "true_peak_dbtp": peak}
    result["tail_ratio"] = tail_ratio(out / score["cues"][-1]["mix"]["path"])
    result["speech_clearance_lu"] = speech_clearance(out, film, music, programme["first_sample"])
    return result


def onsets(music: Path, start_s: float) -> dict[str, list[float]]:
    """Onsets in seconds of the edit, by librosa.

    `default` is librosa as it comes: a grid of 23 ms, and late by its window. `aligned` is the same
    less the delay that it shows on short bursts; `fine` has a grid of 3 ms, likewise less its delay.
    """
    sound, _ = librosa.load(music, sr=LISTENING_HZ, mono=True)
    usual, fine = detected_onsets(sound), detected_onsets(sound, FINE_HOP)
    times = {
        "default": usual,
        "aligned": usual - detector_delay_s(),
        "fine": fine - detector_delay_s(FINE_HOP),
    }
    return {name: (start_s + found).tolist() for name, found in times.items()}


def share_met(wanted: Iterable[Fraction | float], times: Sequence[float], tolerance_s: float) -> float | None:
    """Share of the wanted moments with an onset within the tolerance, rounded."""
    met = sync.share_met([float(moment) for moment in wanted], times, tolerance_s)
    return None if met is None else round(met, 4)


def cut_facts(
    cuts: Sequence[Fraction],
    times: Sequence[float],
    tolerance_s: float,
    length_s: float,
    start_s: float,
    name: str,
) -> Json:
    """Share of cuts met, what chance would give, and (observed - chance) / (1 - chance)."""
    observed = share_met(cuts, times, tolerance_s)
    chance = sync.chance(times, tolerance_s, start_s, start_s + length_s)
    left = sync.corrected(observed, chance)
    return {
        f"cuts_met_{name}": observed,
        f"chance_{name}": round(chance, 4),
        f"corrected_{name}": None if left is None else round(left, 4),
    }


def hard_cuts(film: Path) -> list[int] | None:
    """First frames of new shots by PySceneDetect; None for timelines and sound."""
    if film.suffix.lower() in TIMELINES:
        return None
    from scenedetect import AdaptiveDetector, VideoOpenFailure, detect

    try:
        scenes = detect(str(film), AdaptiveDetector(min_scene_len=6))
    except (OSError, VideoOpenFailure):
        return None
    return [start.frame_num for start, _ in scenes[1:]]


def ebur128(sound: Path) -> tuple[float | None, float | None]:
    """Integrated loudness in LUFS and true peak in dBTP, by FFmpeg."""
    command = [
        "ffmpeg",
        "-nostats",
        "-i",
        str(sound),
        "-af",
        "ebur128=peak=true",
        "-f",
        "null",
        "-",
    ]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stderr.split("Summary:")[-1]
    values = [
        re.search(pattern, told)
        for pattern in (r"I:\s+(-?[\d.]+|-inf) LUFS", r"Peak:\s+(-?[\d.]+|-inf) dBFS")
    ]
    loudness, peak = (float(value[1]) if value else None for value in values)
    return loudness, peak


def tail_ratio(mix: Path) -> float:
    """RMS of the last half second over the RMS of the whole."""
    sound, rate = soundfile.read(mix, dtype="float64", always_2d=True)
    whole = float(np.sqrt(np.mean(np.square(sound))))
    return round(float(np.sqrt(np.mean(np.square(sound[-rate // 2 :])))) / whole, 4) if whole else 0.0


def speech_clearance(out: Path, film: Path, music: Path, first_sample: int) -> float | None:
    """Loudness of the film's sound minus that of the music in the declared speech spans, in LU."""
    document = out / "score.ningbgm.json"
    if film.suffix.lower() in TIMELINES or not document.exists():
        return None
    spans = [span[:2] for span in json.loads(document.read_text(encoding="utf-8"))["value"]["speech"]]
    own = film_sound(film) if spans else None
    if own is None:
        return None
    played, _ = soundfile.read(music, dtype="float32", always_2d=True)
    levels = []
    with tempfile.TemporaryDirectory() as folder:
        for name, sound, zero in (("own", own, 0), ("music", played, first_sample)):
            parts = [sound[max(0, start - zero) : max(0, end - zero)] for start, end in spans]
            joined = np.concatenate(parts)
            if len(joined) < RATE_HZ // 2:
                return None
            soundfile.write(f"{folder}/{name}.wav", joined, RATE_HZ, subtype="FLOAT")
            levels.append(ebur128(Path(folder) / f"{name}.wav")[0])
    if None in levels:
        return None
    return round(levels[0] - levels[1], 2)


def film_sound(film: Path) -> np.ndarray | None:
    """The film's own sound: float32, shape (samples, 2); None without one."""
    command = [
        "ffmpeg",
        "-v",
        "error",
        "-i",
        str(film),
        "-vn",
        "-af",
        "aresample=async=1:first_pts=0",
        "-ar",
        str(RATE_HZ),
        "-ac",
        "2",
        "-f",
        "f32le",
        "-",
    ]
    done = subprocess.run(command, capture_output=True, check=False)
    return np.frombuffer(done.stdout, np.float32).reshape(-1, 2) if done.stdout else None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out", type=Path)
    parser.add_argument("film", type=Path)
    parser.add_argument("--cuts", help="first frames of new shots, with commas, instead of detection")
    said = parser.parse_args()
    cuts = [int(text) for text in said.cuts.split(",")] if said.cuts else None
    json.dump(measure(said.out, said.film, cuts), sys.stdout, indent=1)
    print()


if __name__ == "__main__":
    main()
