"""What ACE-Step is asked: our passage in the fields of `POST /release_task`.

The names and ranges are those of docs/en/API.md, section 4.2. The task is `cover`: it keeps the melody and
the rhythm of `src_audio`, every model of ACE-Step 1.5 knows it, and no language model of the server rewrites
what we say (`lego`, which sings to an accompaniment, makes a melody of its own and needs the base model).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from ningbgm_agents.lyrics import SungPassage, SungVerse
from ningbgm_agents.timeline import SAMPLE_RATE_HZ

LEAST_S, MOST_S = 10.0, 600.0
"""What the server plays at once; what is shorter is sent with silence behind it."""
_BPM = (30, 300)
_TAGS = {
    "climax": "Chorus",
    "refrain": "Chorus",
    "development": "Bridge",
    "release": "Outro",
    "ending": "Outro",
}
"""Our sections as ACE-Step's structure tags (docs/en/ace_step_musicians_guide.md); others are verses."""
_STEPS_OF_TURBO, _STEPS_OF_OTHERS = 8, 50
"""Steps that the documentation recommends."""


def duration_of(passage: SungPassage) -> float:
    """Seconds that are asked for: what is sung, and at least what the server plays at once."""
    first, last = passage.stretch
    return max(LEAST_S, (last - first) / SAMPLE_RATE_HZ)


def fields_of(passage: SungPassage, name: str, model: str = "") -> Mapping[str, str]:
    """The form's fields, all but the sound, for a model of that name; `model` where it is not the default."""
    steps = _STEPS_OF_TURBO if "turbo" in name else _STEPS_OF_OTHERS
    fields = {
        "task_type": "cover",
        "model": model,
        "prompt": passage.style,
        "lyrics": lyrics_of(passage.verses),
        "vocal_language": passage.language,
        "key_scale": passage.key,
        "time_signature": _signature(passage.metre),
        "audio_duration": f"{duration_of(passage):.3f}",
        "audio_cover_strength": "1.0",
        "inference_steps": str(steps),
        "seed": str(passage.seed),
        "use_random_seed": "false",
        "batch_size": "1",
        "thinking": "false",
        "use_cot_caption": "false",
        "use_cot_language": "false",
        "audio_format": "wav",
    }
    if passage.bpm:
        fields["bpm"] = str(min(max(round(passage.bpm), _BPM[0]), _BPM[1]))
    return {name: text for name, text in fields.items() if text}


def lyrics_of(verses: Sequence[SungVerse]) -> str:
    """The words with structure tags, verses numbered, an empty line between sections."""
    blocks: list[str] = []
    number = 0
    for tag, together in groupby(verses, lambda verse: _TAGS.get(verse.section, "Verse")):
        number += tag == "Verse"
        lines = [_plain(line) for verse in together for line in verse.lines]
        blocks.append("\n".join([f"[{tag} {number}]" if tag == "Verse" else f"[{tag}]", *lines]))
    return "\n\n".join(blocks)


def _plain(line: str) -> str:
    """A line whose words cannot be taken for tags."""
    return " ".join(line.replace("[", "(").replace("]", ")").split())


def _signature(metre: tuple[int, int]) -> str:
    """'4' for 4/4, '6' for 6/8; empty for what the server does not know."""
    return {(2, 4): "2", (3, 4): "3", (4, 4): "4", (6, 8): "6"}.get(metre, "")
