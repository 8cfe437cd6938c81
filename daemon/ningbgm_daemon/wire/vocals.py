"""Who sings, and what."""

from __future__ import annotations

from typing import cast, get_args

from ningbgm.v1 import score_service_pb2 as calls
from ningbgm_agents.errors import InputError
from ningbgm_agents.lyrics import MOST_LYRICS, VocalWish, VoiceName

from . import checks


def vocals_from_proto(wanted: calls.Vocals) -> VocalWish:
    """What is asked of the voice.

    Raises:
        InputError: a voice that there is not, a language that is none, or too many words.
    """
    voices = get_args(VoiceName)
    if wanted.voice and wanted.voice not in voices:
        raise InputError(
            f"vocals.voice is {wanted.voice[:40]!r}; choose from {', '.join(voices)}", field="vocals.voice"
        )
    code = wanted.language
    if code and not (len(code) == 2 and code.isascii() and code.isalpha() and code.islower()):
        raise InputError(
            f"vocals.language is {code[:40]!r}; give two letters such as en, de or zh",
            field="vocals.language",
        )
    return VocalWish(
        sing=wanted.sing if wanted.HasField("sing") else None,
        voice=cast("VoiceName", wanted.voice) if wanted.voice else None,
        language=code,
        lyrics=checks.text(wanted.lyrics, "vocals.lyrics", MOST_LYRICS),
    )


def vocals_to_proto(wanted: VocalWish) -> calls.Vocals | None:
    """What is asked of the voice as a message; None where nothing is."""
    if wanted == VocalWish():
        return None
    return calls.Vocals(
        sing=wanted.sing, voice=wanted.voice or "", language=wanted.language, lyrics=wanted.lyrics
    )
