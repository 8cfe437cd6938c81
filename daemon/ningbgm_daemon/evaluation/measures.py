"""The measures by name: what each is, its unit, and which way is better."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Group = Literal["sync", "form", "music", "judged", "level", "work"]
GROUPS: dict[Group, str] = {
    "sync": "Sync with the picture",
    "form": "Form, tempo and ends",
    "music": "The music in itself",
    "judged": "By the model that was brought",
    "level": "Level, speech and silence",
    "work": "Work",
}


@dataclass(frozen=True)
class Measure:
    """One measure of a piece."""

    key: str
    group: Group
    title: str
    unit: str = ""
    better: Literal["higher", "lower", ""] = ""
    """Empty where neither is: then a piece of human-made music beside ours says what is usual."""
    digits: int = 2
    plotted: bool = False
    chance: str = ""
    """Key of the measure that says what chance would give."""


MEASURES = (
    Measure("cuts", "sync", "cuts that count", digits=0),
    Measure("corrected_frame", "sync", "cuts met within a frame, chance taken out", "", "higher", 2, True),
    Measure("met_frame", "sync", "cuts met within a frame", "", "higher", 2, True, "chance_frame"),
    Measure("chance_frame", "sync", "the same by chance"),
    Measure("corrected_40", "sync", "within 40 ms, chance taken out", "", "higher"),
    Measure("met_40", "sync", "cuts met within 40 ms", "", "higher", 2, False, "chance_40"),
    Measure("chance_40", "sync", "the same by chance"),
    Measure("corrected_70", "sync", "within 70 ms, chance taken out", "", "higher"),
    Measure("met_70", "sync", "cuts met within 70 ms", "", "higher", 2, False, "chance_70"),
    Measure("chance_70", "sync", "the same by chance"),
    Measure("corrected_100", "sync", "within 100 ms, chance taken out", "", "higher"),
    Measure("met_100", "sync", "cuts met within 100 ms", "", "higher", 2, False, "chance_100"),
    Measure("chance_100", "sync", "the same by chance"),
    Measure("hit_median_ms", "sync", "nearest onset after a cut, median", "ms", "", 0),
    Measure("hit_p95_ms", "sync", "distance to the nearest onset, 95th percentile", "ms", "lower", 0),
    Measure("declared_met", "sync", "declared hits heard within a frame", "", "higher"),
    Measure("accent_precision", "sync", "accents with a cut within 100 ms", "", "higher", 2, True),
    Measure("accents_a_minute", "sync", "accents", "a minute", "", 1),
    Measure("onsets_a_minute", "sync", "onsets", "a minute", "", 0),
    Measure("energy_rho", "sync", "music's energy with the picture's movement, rho", "", "higher", 2, True),
    Measure("energy_p", "sync", "its p by circular shifts", "", "lower"),
    Measure("exact_length", "form", "as long as the film, to the sample", "", "higher"),
    Measure("length_error_samples", "form", "samples too long or short", "samples", "lower", 0),
    Measure("ended", "form", "pieces that end", "", "higher", 2, True),
    Measure("tail_ratio", "form", "last half second against the whole, RMS", "", "lower"),
    Measure("tempo_step", "form", "largest step of tempo", "", "lower", 3),
    Measure("tempo_agrees", "form", "heard in its tempo (or half, or double)", "", "higher"),
    Measure("key_agrees", "form", "heard in its key (or relative, or parallel)", "", "higher"),
    Measure("boundary_f_05", "form", "turns of the sound at turns of the story, 0.5 s, F", "", "higher"),
    Measure("boundary_f_3", "form", "turns of the sound at turns of the story, 3 s, F", "", "higher"),
    Measure("join_loudness_db", "form", "largest step at a join: level", "dB", "lower", 1),
    Measure("join_centroid", "form", "brightness", "octaves", "lower"),
    Measure("join_chroma", "form", "chroma", "", "lower"),
    Measure("pitch_class_entropy", "music", "pitch-class entropy", "bit", "", 2, True),
    Measure("scale_consistency", "music", "scale consistency"),
    Measure("groove_consistency", "music", "groove consistency"),
    Measure("empty_beat_rate", "music", "empty-beat rate"),
    Measure("h1", "music", "H1, entropy of a bar", "bit"),
    Measure("h4", "music", "H4, entropy of four bars", "bit"),
    Measure("groove_similarity", "music", "GS, groove similarity"),
    Measure("chord_irregularity", "music", "CPI, chord irregularity"),
    Measure("si_short", "music", "SI, repeats of 3 to 8 s", "", "", 2, True),
    Measure("si_middle", "music", "SI, 8 to 15 s"),
    Measure("si_long", "music", "SI, 15 s and more"),
    Measure("heard_entropy", "music", "entropy of the chroma as heard", "bit"),
    Measure("clap_text", "judged", "CLAP, the film's text", "", "higher", 3, True, "clap_text_chance"),
    Measure("clap_text_chance", "judged", "the same with the texts of other films", "", "", 3),
    Measure("clap_text_gain", "judged", "what its own text has over others", "", "higher", 3),
    Measure("clap_wish", "judged", "CLAP, the wish", "", "higher", 3, False, "clap_wish_chance"),
    Measure("clap_wish_chance", "judged", "the same with the wishes of other films", "", "", 3),
    Measure("clap_wish_gain", "judged", "what its own wish has over others", "", "higher", 3),
    Measure("fad", "judged", "FAD, distance from the reference", "", "lower", 3),
    Measure("fad_infinity", "judged", "FAD of endlessly many pieces", "", "lower", 3),
    Measure("loudness_lufs", "level", "integrated loudness", "LUFS", "", 1, True),
    Measure("loudness_error_lu", "level", "distance from the loudness aimed at", "LU", "lower", 1),
    Measure("loudness_range_lu", "level", "loudness range", "LU", "", 1),
    Measure("true_peak_dbtp", "level", "true peak", "dBTP", "lower", 1, True),
    Measure("speech_clearance_lu", "level", "speech over music", "LU", "higher", 1, True),
    Measure("silence_kept", "level", "wanted silence that is silent", "", "higher"),
    Measure("stems_sum", "work", "stems sum to the mix bit for bit", "", "higher"),
    Measure("same_again", "work", "same seed, same bytes", "", "higher"),
    Measure("real_time_factor", "work", "time to make it over its length", "", "lower", 2, True),
    Measure("peak_mb", "work", "peak memory", "MB", "lower", 0),
)  # fmt: skip

BY_KEY = {measure.key: measure for measure in MEASURES}
