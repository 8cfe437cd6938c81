"""Checks delivered files against score.json: lengths, hashes, sums, promised fields."""

from __future__ import annotations

import hashlib
from fractions import Fraction
from pathlib import Path

import numpy as np
import soundfile

RATE_HZ = 48_000
Json = dict[str, object]


def file_facts(out: Path, score: Json, fps: Fraction) -> Json:
    """Lengths, hashes, and whether stems sum to the mix and the mixes to the programme."""
    lengths, hashes, sums = True, True, True
    placed: list[tuple[int, np.ndarray]] = []
    for cue in score["cues"]:
        first, last = (round_half_up(cue[f"{end}_frame"] * RATE_HZ / fps) for end in ("start", "end"))
        total = np.zeros((last - first, 2), np.int64)
        for entry in (cue["mix"], *cue["stems"]):
            sound, rate = soundfile.read(out / entry["path"], dtype="int32", always_2d=True)
            same = (entry["first_sample"], entry["sample_count"], len(sound), rate)
            lengths &= same == (first, last - first, last - first, RATE_HZ)
            hashes &= hashlib.sha256((out / entry["path"]).read_bytes()).hexdigest() == entry["sha256"]
            samples = sound.astype(np.int64) >> 8
            if entry is cue["mix"]:
                placed.append((first, samples))
            elif len(samples) == len(total):
                total += samples
        sums &= len(placed[-1][1]) == len(total) and bool((placed[-1][1] == total).all())
    return {
        "exact_lengths": lengths,
        "hashes_match": hashes,
        "stems_sum_to_mix": sums,
        "mixes_sum_to_programme": programme_sums(out, score, placed),
    }


def programme_sums(out: Path, score: Json, placed: list[tuple[int, np.ndarray]]) -> bool | None:
    """Whether the programme is exactly its cues' mixes, each in its place."""
    if score["programme"] is None:
        return None
    sound, _ = soundfile.read(out / score["programme"]["path"], dtype="int32", always_2d=True)
    rest = sound.astype(np.int64) >> 8
    for first, samples in placed:
        start = first - score["programme"]["first_sample"]
        if start < 0 or start + len(samples) > len(rest):
            return False
        rest[start : start + len(samples)] -= samples
    return not rest.any()


def round_half_up(value: Fraction) -> int:
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


def schema_problems(score: Json) -> list[str]:
    """What score.json lacks of what is promised."""
    missing = [
        key
        for key in ("kind", "version", "edit", "seed", "brief", "programme", "cues", "verdict")
        if key not in score
    ]
    for cue in score.get("cues", ()):
        name = cue.get("name", "?")
        missing += [
            f"{name}: hit without {key}"
            for hit in cue["hits"]
            for key in ("frame", "timecode", "kind", "weight", "sample")
            if key not in hit
        ]
        missing += [
            f"{name}: stem without {key}"
            for stem in cue["stems"]
            for key in ("name", "path", "sha256", "first_sample", "sample_count")
            if key not in stem
        ]
        missing += [
            f"{name}: hit {hit['frame']} outside its cue"
            for hit in cue["hits"]
            if not cue["start_frame"] <= hit["frame"] <= cue["end_frame"]
        ]
    return missing
