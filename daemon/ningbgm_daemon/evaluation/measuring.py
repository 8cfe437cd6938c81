"""Measures one piece on one film: the same code for every system."""

from __future__ import annotations

import numpy as np

from ningbgm_daemon.loudness import RATE_HZ, Audio
from ningbgm_daemon.media.decode import read_sound

from .films import SpanS
from .hearing import HeardPiece, listen
from .metrics.accents import a_minute, accent_precision, accents
from .metrics.chords import chord_irregularity
from .metrics.energy import CURVE_HZ, energy_tie
from .metrics.form import (
    boundary_f,
    join_steps,
    key_agrees,
    largest_tempo_step,
    novelty_boundaries,
    tempo_agrees,
)
from .metrics.groove import empty_beat_rate, groove_consistency, groove_similarity
from .metrics.level import ENDED_RATIO, loudness, silent_share, speech_clearance_lu, tail_ratio
from .metrics.pitches import entropy, pitch_class_entropy, scale_consistency, windowed_entropy
from .metrics.structure import FEATURE_HZ, structure_indicators
from .metrics.sync import TOLERANCES_S, chance, corrected, hit_errors, share_met
from .metrics.tune import Tune
from .picture import PictureFacts
from .pieces import Piece

MIN_CUTS = 5
"""Sync is judged on films with at least so many cuts outside wanted silence."""

Measured = dict[str, float | None]


def measure(piece: Piece, facts: PictureFacts, own: Audio) -> Measured:
    """Every measure by its key; None where it cannot be had. `own` is the film's own sound.

    Raises:
        MediaError: the piece cannot be read.
        NotFoundError: the extra is not installed.
    """
    blocks = list(read_sound(piece.sound))
    music = np.concatenate(blocks, axis=1) if blocks else np.zeros((2, 0), np.float32)
    heard = listen(music)
    return {
        **_sync(heard, piece, facts),
        **_form(heard, piece, facts, music),
        **_structure(heard),
        **measure_notes(piece.tune),
        **_level(piece, facts, music, own),
        **_work(piece, facts),
    }


def measure_alone(music: Audio) -> Measured:
    """What can be heard of music that belongs to no film.

    Raises:
        NotFoundError: the extra is not installed.
    """
    heard, level, length_s = listen(music), loudness(music), music.shape[1] / RATE_HZ
    if not heard.onsets_s:
        return {}
    return {
        "accents_a_minute": a_minute(len(accents(heard.onsets_s, heard.strengths)), length_s),
        "onsets_a_minute": a_minute(len(heard.onsets_s), length_s),
        **_structure(heard),
        "loudness_range_lu": level.range_lu if level else None,
    }


def measure_notes(tune: Tune | None) -> Measured:
    """What notes tell, whatever plays them; None for each where they are not known."""
    return {
        "pitch_class_entropy": pitch_class_entropy(tune) if tune else None,
        "scale_consistency": scale_consistency(tune) if tune else None,
        "groove_consistency": groove_consistency(tune) if tune else None,
        "groove_similarity": groove_similarity(tune) if tune else None,
        "empty_beat_rate": empty_beat_rate(tune) if tune else None,
        "h1": windowed_entropy(tune, 1) if tune else None,
        "h4": windowed_entropy(tune, 4) if tune else None,
        "chord_irregularity": chord_irregularity(tune.chords) if tune else None,
    }


def _sync(heard: HeardPiece, piece: Piece, facts: PictureFacts) -> Measured:
    silences = facts.silences_s or ()
    cuts = [cut for cut in facts.cuts_s if not _inside(cut, silences)]
    counted = cuts if len(cuts) >= MIN_CUTS else []
    loud = accents(heard.onsets_s, heard.strengths)
    errors = hit_errors(counted, heard.onsets_s)
    tie = energy_tie(np.array(facts.movement), heard.level)
    found: Measured = {
        "cuts": len(cuts),
        "hit_median_ms": errors.median_ms if errors else None,
        "hit_p95_ms": errors.p95_ms if errors else None,
        "declared_met": share_met(piece.declared.hits_s, heard.onsets_s, facts.frame_s),
        "accent_precision": accent_precision(loud, facts.cuts_s) if counted else None,
        "accents_a_minute": a_minute(len(loud), facts.length_s),
        "onsets_a_minute": a_minute(len(heard.onsets_s), facts.length_s),
        "energy_rho": tie.rho if tie else None,
        "energy_p": tie.p if tie else None,
    }
    names = {"frame": facts.frame_s, **{f"{1000 * t:.0f}": t for t in TOLERANCES_S}}
    for name, tolerance in names.items():
        met = share_met(counted, heard.onsets_s, tolerance)
        by_chance = chance(heard.onsets_s, tolerance, 0.0, facts.length_s)
        found |= {
            f"met_{name}": met,
            f"chance_{name}": by_chance if counted else None,
            f"corrected_{name}": corrected(met, by_chance),
        }
    return found


def _form(heard: HeardPiece, piece: Piece, facts: PictureFacts, music: Audio) -> Measured:
    declared = piece.declared
    error = abs(music.shape[1] - round(facts.length_s * RATE_HZ))
    tail = tail_ratio(music) if music.shape[1] else None
    turns = novelty_boundaries(np.hstack([_unit(heard.chroma), _unit(heard.timbre)]), FEATURE_HZ)
    joins_s = [join for join in declared.joins_s if not _near(join, facts.silences_s or ())]
    joins = join_steps(joins_s, heard.levels_db, heard.centroids_hz, heard.fine_chroma, CURVE_HZ)
    steps = [step for bpms in declared.bpms if (step := largest_tempo_step(bpms)) is not None]
    return {
        "length_error_samples": error,
        "exact_length": float(error <= 1),
        "tail_ratio": tail,
        "ended": None if tail is None else float(tail <= ENDED_RATIO),
        "tempo_step": max(steps, default=None),
        "tempo_agrees": float(tempo_agrees(declared.base_bpm, heard.bpm))
        if declared.base_bpm and heard.bpm
        else None,
        "key_agrees": float(key_agrees(declared.key, heard.key)) if declared.key and heard.key else None,
        "boundary_f_05": boundary_f(facts.scenes_s or (), turns, 0.5),
        "boundary_f_3": boundary_f(facts.scenes_s or (), turns, 3.0),
        "join_loudness_db": joins.loudness_db if joins else None,
        "join_centroid": joins.centroid if joins else None,
        "join_chroma": joins.chroma if joins else None,
    }


def _structure(heard: HeardPiece) -> Measured:
    structure = structure_indicators(heard.chroma) if heard.onsets_s else {}
    weights = heard.chroma.sum(axis=0)
    found: Measured = {f"si_{name}": structure.get(name) for name in ("short", "middle", "long")}
    return found | {"heard_entropy": entropy(weights) if heard.onsets_s and weights.sum() > 0 else None}


def _level(piece: Piece, facts: PictureFacts, music: Audio, own: Audio) -> Measured:
    heard, target = loudness(music), piece.declared.loudness_lufs
    return {
        "loudness_lufs": heard.integrated_lufs if heard else None,
        "loudness_range_lu": heard.range_lu if heard else None,
        "true_peak_dbtp": heard.true_peak_dbtp if heard else None,
        "loudness_error_lu": abs(heard.integrated_lufs - target) if heard and target is not None else None,
        "speech_clearance_lu": speech_clearance_lu(own, music, facts.speech_s),
        "silence_kept": silent_share(music, facts.silences_s or ()),
    }


def _work(piece: Piece, facts: PictureFacts) -> Measured:
    return {
        "stems_sum": None if piece.stems_sum is None else float(piece.stems_sum),
        "real_time_factor": None if piece.seconds is None else piece.seconds / facts.length_s,
        "peak_mb": None if piece.peak_bytes is None else piece.peak_bytes / 1e6,
        "same_again": None,
    }


def _unit(features: np.ndarray) -> np.ndarray:
    """Each moment with length 1, so that no feature outweighs another."""
    return np.asarray(features / np.maximum(np.linalg.norm(features, axis=1, keepdims=True), 1e-9))


def _inside(time_s: float, spans: tuple[SpanS, ...]) -> bool:
    return any(start <= time_s < end for start, end in spans)


def _near(time_s: float, spans: tuple[SpanS, ...]) -> bool:
    """Whether a second before or after a join reaches into a span: there a step is wanted."""
    return any(start < time_s + 1 and time_s - 1 < end for start, end in spans)
